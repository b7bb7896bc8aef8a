"""An e-mail activity is a letter that really goes out; its faults are the host's."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from sandbox.params import to_pairs
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

CLIENT = "petrov@client.example"


@pytest.fixture
def deal(rest: Any) -> int:
    fields = {"TITLE": "Монтаж вентиляции", "OPPORTUNITY": 120000}
    return int(
        rest("crm.item.add", {"entityTypeId": 2, "fields": fields, "useOriginalUfNames": "Y"})["result"]["item"]["id"]
    )


@pytest.fixture
def contact(rest: Any) -> int:
    fields = {"name": "Пётр", "lastName": "Петров"}
    return int(rest("crm.item.add", {"entityTypeId": 3, "fields": fields})["result"]["item"]["id"])


def letter(deal: int, contact: int, **more: Any) -> dict[str, Any]:
    fields = {
        "OWNER_TYPE_ID": 2, "OWNER_ID": deal, "TYPE_ID": 4, "DIRECTION": 2, "COMPLETED": "Y", "SUBJECT": "Акт № 1",
        "DESCRIPTION": "<p>Добрый день!</p>", "DESCRIPTION_TYPE": 3, "RESPONSIBLE_ID": 1,
        "COMMUNICATIONS": [{"VALUE": CLIENT, "ENTITY_ID": contact, "ENTITY_TYPE_ID": 3}],
        "FILES": [{"fileData": ["Акт № 1.pdf", base64.b64encode(b"%PDF").decode()]}],
        "SETTINGS": {"MESSAGE_FROM": "Анна Орлова <orlova@example.com>", "DISABLE_SENDING_MESSAGE_COPY": "Y"},
        "ORIGINATOR_ID": "pervichka", "ORIGIN_ID": "letter-1",
    }  # fmt: skip
    return {"fields": {**fields, **more}}


def found(rest: Any) -> list[dict[str, Any]]:
    asked = {
        "filter": {"ORIGINATOR_ID": "pervichka", "ORIGIN_ID": "letter-1"},
        "select": ["*", "COMMUNICATIONS", "FILES"],
    }
    result: list[dict[str, Any]] = rest("crm.activity.list", asked)["result"]
    return result


def test_a_letter_reaches_the_clients_mailbox(
    server: SandboxServer, rest: Any, control: Any, deal: int, contact: int
) -> None:
    activity = rest("crm.activity.add", letter(deal, contact))["result"]
    assert isinstance(activity, int)
    came = control("mailbox", {"wait": 1, "to": CLIENT})["letters"]
    assert [(one["subject"], one["to"]) for one in came] == [("Акт № 1", [CLIENT])]
    assert came[0]["html"].strip() == "<p>Добрый день!</p>"
    assert came[0]["headers"]["From"] == "Анна Орлова <orlova@example.com>"
    assert came[0]["attachments"][0]["name"] == "Акт № 1.pdf"
    file = requests.get(f"{server.url}/sandbox/mailbox/{came[0]['id']}/0", timeout=10)
    assert file.content == b"%PDF"
    kept = found(rest)[0]
    assert kept["ID"] == str(activity)
    assert kept["COMMUNICATIONS"][0]["VALUE"] == CLIENT
    assert len(kept["FILES"]) == 1
    bound = rest("crm.activity.binding.list", {"activityId": activity})["result"]
    assert bound == [{"entityTypeId": 2, "entityId": deal}, {"entityTypeId": 3, "entityId": contact}]


def test_a_letter_that_fails_leaves_its_activity_behind(rest: Any, control: Any, deal: int, contact: int) -> None:
    control("mailbox/fail", {"text": "Failed to add posting. Please see details below"})
    answer = rest("crm.activity.add", letter(deal, contact))
    assert answer == {
        "error": "", "error_description": "Email send error. Failed to add posting. Please see details below"
    }  # fmt: skip
    left = found(rest)
    assert len(left) == 1
    assert rest("crm.activity.delete", {"id": left[0]["ID"]})["result"] is True
    assert rest("crm.activity.get", {"id": left[0]["ID"]})["error_description"] == "Activity is not found."
    assert isinstance(rest("crm.activity.add", letter(deal, contact))["result"], int)
    assert len(control("mailbox", {"wait": 1})["letters"]) == 1


def test_a_letter_needs_an_address(rest: Any, deal: int, contact: int) -> None:
    nobody = [{"VALUE": "", "ENTITY_ID": contact, "ENTITY_TYPE_ID": 3}]
    answer = rest("crm.activity.add", letter(deal, contact, COMMUNICATIONS=nobody))
    assert answer["error_description"] == 'Email send error. "To" is not found'
    wrong = [{"VALUE": "нет адреса", "ENTITY_ID": contact, "ENTITY_TYPE_ID": 3}]
    answer = rest("crm.activity.add", letter(deal, contact, COMMUNICATIONS=wrong))
    assert answer["error_description"] == "Email send error. Invalid email is specified"
    assert rest("crm.activity.add", letter(deal, contact, SUBJECT=""))["error_description"] == (
        "The field SUBJECT is not defined or empty."
    )


def test_only_outgoing_completed_letters_are_sent(rest: Any, control: Any, deal: int, contact: int) -> None:
    rest("crm.activity.add", letter(deal, contact, COMPLETED="N"))
    rest("crm.activity.add", letter(deal, contact))
    assert len(control("mailbox", {"wait": 1})["letters"]) == 1
    assert len(found(rest)) == 2


def test_a_timeout_may_leave_the_letter_sent_or_not(
    server: SandboxServer, rest: Any, control: Any, deal: int, contact: int
) -> None:
    for kind, sent in (("timeout-before", 0), ("timeout-after", 1)):
        control("faults", {"method": "crm.activity.add", "kind": kind})
        with pytest.raises(requests.ConnectionError):
            requests.post(server.webhook_url + "crm.activity.add", json=letter(deal, contact), timeout=10)
        assert len(control("mailbox", {"wait": sent})["letters"]) == sent
        assert len(found(rest)) == sent


def test_an_activity_can_be_bound_to_more_items(rest: Any, deal: int, contact: int) -> None:
    todo = {"ownerTypeId": 2, "ownerId": deal, "deadline": "2026-12-01T10:00:00+03:00", "title": "Подписать"}
    activity = rest("crm.activity.todo.add", todo)["result"]["id"]
    pair = {"activityId": activity, "entityTypeId": 3, "entityId": contact}
    assert rest("crm.activity.binding.add", pair)["result"] is True
    assert rest("crm.activity.binding.add", pair)["error"] == "ACTIVITY_IS_ALREADY_BOUND"
    assert rest("crm.activity.binding.delete", pair)["result"] is True
    only = {"activityId": activity, "entityTypeId": 2, "entityId": deal}
    assert rest("crm.activity.binding.delete", only)["error"] == "LAST_BINDING_CANNOT_BE_DELETED"
    assert rest("crm.activity.get", {"id": activity})["result"]["PROVIDER_ID"] == "CRM_TODO"


def test_an_activity_tells_the_app_by_its_id(server: SandboxServer, deal: int, contact: int) -> None:
    app = ListeningApp(server)
    for verb in ("ADD", "UPDATE", "DELETE"):
        app.rest("event.bind", {"event": f"ONCRMACTIVITY{verb}", "handler": f"{app.url}/event"})
    activity = app.rest("crm.activity.add", letter(deal, contact))["result"]
    app.rest("crm.activity.update", {"id": activity, "fields": {"SUBJECT": "Акт № 1, исправленный"}})
    app.rest("crm.activity.delete", {"id": activity})
    posts = app.wait(3)
    assert [post["event"] for post in posts] == ["ONCRMACTIVITYADD", "ONCRMACTIVITYUPDATE", "ONCRMACTIVITYDELETE"]
    assert {post["data[FIELDS][ID]"] for post in posts} == {str(activity)}
    app.close()


def test_letters_go_out_of_a_batch_as_well(rest: Any, control: Any, deal: int, contact: int) -> None:
    query = urlencode(to_pairs(letter(deal, contact)))
    answer = rest("batch", {"halt": 0, "cmd": {"letter": f"crm.activity.add?{query}"}})["result"]
    assert answer["result_error"] == []
    assert len(control("mailbox", {"wait": 1, "subject": "Акт № 1"})["letters"]) == 1
