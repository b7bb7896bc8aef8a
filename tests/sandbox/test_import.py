"""Import keeps the history of items and starts no automation (crm/universal/import/)."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.areas.crm import items, kinds
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

LATER = "2100-01-01T00:00:00+03:00"


def test_an_imported_lead_keeps_its_phones_and_its_history(rest: Any, server: SandboxServer) -> None:
    rest("crm.item.add", {"entityTypeId": 1, "fields": {"title": "Прежний"}})
    made = rest("server.time")["result"]
    fields = {"title": "Из другой CRM", "PHONE": [{"VALUE": "+7 914 2", "VALUE_TYPE": "WORK"}],
              "WEB": [{"VALUE": "https://example.com", "VALUE_TYPE": "WORK"}],
              "createdTime": made, "updatedTime": made, "createdBy": 2, "movedBy": 2}  # fmt: skip
    new = rest("crm.item.import", {"entityTypeId": 1, "fields": fields})["result"]["item"]
    assert list(new) == ["id"]
    lead = items.get(server.portal, kinds.LEAD, new["id"])
    assert lead is not None
    assert (lead["CREATED_BY"], lead["MOVED_BY"], lead["PHONE_WORK"]) == (2, 2, "+7 914 2")
    assert lead["CREATED_TIME"] == lead["UPDATED_TIME"] == lead["MOVED_TIME"]
    assert [entry["TYPE_ID"] for entry in lead["FM"]] == ["PHONE", "WEB"]


def test_times_of_an_import_must_be_in_their_order(rest: Any) -> None:
    rest("crm.item.add", {"entityTypeId": 1, "fields": {"title": "Прежний"}})
    for wrong in ({"createdTime": "2001-01-01T00:00:00+03:00"}, {"createdTime": LATER}, {"updatedTime": LATER},
                  {"movedTime": LATER}, {"updatedTime": "2001-01-01T00:00:00+03:00"}):  # fmt: skip
        answer = rest("crm.item.import", {"entityTypeId": 1, "fields": {"title": "Прошлое", **wrong}})
        assert answer["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID", wrong
    assert rest("crm.item.list", {"entityTypeId": 1, "filter": {"=title": "Прошлое"}})["total"] == 0


def test_only_an_administrator_may_keep_the_history(rest: Any, server: SandboxServer) -> None:
    hook = server.webhook_url
    server.portal.tokens.add_webhook(3, ["crm"], "Другой")
    secret = server.portal.store.db.execute("SELECT secret FROM webhook WHERE user_id = 3").fetchone()[0]
    assert rest("crm.item.import", {"entityTypeId": 2, "fields": {"title": "Моё", "createdBy": 2}})["result"]
    other = hook.partition("/rest/")[0] + f"/rest/3/{secret}/crm.item.import"
    answer = requests.post(other, json={"entityTypeId": 2, "fields": {"title": "Не моё", "createdBy": 2}}, timeout=10)
    assert answer.json()["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID"


def test_a_batch_answers_for_each_and_takes_twenty(rest: Any) -> None:
    data = [{"title": "ООО «Первая»"}, {"title": ""}, {"title": "ООО «Третья»"}]
    answers = rest("crm.item.batchImport", {"entityTypeId": 4, "data": data})["result"]["items"]
    assert [list(answer) for answer in answers] == [["item"], ["error", "error_description"], ["item"]]
    assert answers[1]["error"] == "CRM_FIELD_ERROR_REQUIRED"
    too_many = rest("crm.item.batchImport", {"entityTypeId": 4, "data": [{"title": "Ещё"}] * 21})
    assert too_many["error"] == "MAX_IMPORT_BATCH_SIZE_EXCEEDED"


def test_an_import_starts_no_robot(server: SandboxServer, control: Any) -> None:
    app = ListeningApp(server)
    try:
        robot = {"CODE": "greet", "HANDLER": f"{app.url}/robot", "NAME": "Поздороваться", "AUTH_USER_ID": 1}
        assert app.rest("bizproc.robot.add", robot)["result"] is True
        control("automation/place", {"kind": 1, "stage_id": "NEW", "code": "greet"})
        app.rest("crm.item.import", {"entityTypeId": 1, "fields": {"title": "Молча"}})
        added = app.rest("crm.item.add", {"entityTypeId": 1, "fields": {"title": "Вслух"}})["result"]["item"]["id"]
        posts = [ListeningApp.nested(post)["document_id"] for post in app.wait(1)]
        assert posts == [["crm", "CCrmDocumentLead", f"LEAD_{added}"]]
    finally:
        app.close()
