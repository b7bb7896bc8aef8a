"""Outer sources of data keep the host's rules (api-reference/biconnector/)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp
from tests.sandbox.conftest import Rest

URLS = dict.fromkeys(("urlCheck", "urlData", "urlTableList", "urlTableDescription"), "https://example.com/")
CONNECTOR = {"title": "Склад", "logo": "https://example.com/logo", **URLS,
             "settings": [{"name": "Ключ", "code": "token", "type": "STRING"}]}  # fmt: skip
COLUMN = {"type": "string", "name": "NAME", "externalCode": "NAME"}


def add(app: ListeningApp, kind: str, fields: Any) -> int:
    new: int = app.rest(f"biconnector.{kind}.add", {"fields": fields})["result"]["id"]
    return new


def chain(app: ListeningApp) -> tuple[int, int, int]:
    connector = add(app, "connector", CONNECTOR)
    source = add(app, "source", {"title": "Склад", "connectorId": connector, "settings": {"token": "1"}})
    dataset = {"name": "stock", "externalName": "Остатки", "externalCode": "s", "sourceId": source, "fields": [COLUMN]}
    return connector, source, add(app, "dataset", dataset)


def test_a_webhook_reads_only_the_fields(rest: Rest) -> None:
    assert rest("biconnector.connector.list")["error"] == "ACCESS_DENIED"
    assert rest("biconnector.connector.fields")["result"]["fields"][0]["title"] == "id"


def test_an_application_sees_only_its_own(server: SandboxServer, app: ListeningApp) -> None:
    connector = add(app, "connector", CONNECTOR)
    other = ListeningApp(server)
    assert other.rest("biconnector.connector.get", {"id": connector})["error"] == "CONNECTOR_NOT_FOUND"
    assert other.rest("biconnector.connector.list")["result"] == []
    other.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": None}, "VALIDATION_REQUIRED_FIELD_MISSING"),
        ({"id": 5}, "VALIDATION_READ_ONLY_FIELD"),
        ({"colour": "red"}, "VALIDATION_UNKNOWN_PARAMETERS"),
        ({"sort": "много"}, "VALIDATION_INVALID_FIELD_TYPE"),
        ({"settings": [{"name": "Ключ"}]}, "VALIDATION_SETTINGS_MISSING_REQUIRED_FIELDS"),
        ({"settings": [{"name": "К", "code": "x", "type": "COLOUR"}]}, "VALIDATION_SETTINGS_INVALID_TYPE"),
    ],
)
def test_a_connector_is_checked_field_by_field(app: ListeningApp, change: Any, code: str) -> None:
    assert app.rest("biconnector.connector.add", {"fields": {**CONNECTOR, **change}})["error"] == code


def test_what_is_in_use_cannot_be_deleted(app: ListeningApp) -> None:
    connector, source, dataset = chain(app)
    assert app.rest("biconnector.connector.delete", {"id": connector})["error"] == "CONNECTOR_DELETE_RESTRICTED"
    assert app.rest("biconnector.source.delete", {"id": source})["error"] == "BX_ERROR"
    for kind, number in (("dataset", dataset), ("source", source), ("connector", connector)):
        assert app.rest(f"biconnector.{kind}.delete", {"id": number})["result"] is True


def test_columns_of_a_dataset_are_added_hidden_and_deleted(app: ListeningApp) -> None:
    _, _, dataset = chain(app)
    first = app.rest("biconnector.dataset.get", {"id": dataset})["result"]["item"]["fields"][0]["id"]
    ask = "biconnector.dataset.fields.update"
    assert app.rest(ask, {"id": dataset, "add": [COLUMN]})["error"] == "VALIDATION_DUPLICATE_EXIST_CODE"
    assert app.rest(ask, {"id": dataset, "update": [{"id": first}]})["error"].endswith("MISSING_REQUIRED_FIELDS")
    new = {"type": "int", "name": "ID", "externalCode": "ID"}
    assert app.rest(ask, {"id": dataset, "add": [new], "update": [{"id": first, "visible": False}]})["result"] is True
    shown = app.rest("biconnector.dataset.get", {"id": dataset})["result"]["item"]["fields"]
    assert [(column["name"], column["visible"]) for column in shown] == [("NAME", False), ("ID", True)]
    wrong = {"id": dataset, "fields": {"fields": [new]}}
    assert app.rest("biconnector.dataset.update", wrong)["error"] == "INVALID_METHOD"


def test_lists_name_the_field_they_do_not_know(app: ListeningApp) -> None:
    chain(app)
    assert app.rest("biconnector.source.list", {"filter": {"colour": 1}})["error"].endswith("NOT_ALLOWED_IN_FILTER")
    assert app.rest("biconnector.source.list", {"filter": "x"})["error"] == "VALIDATION_FILTER_TYPE"
    found = app.rest("biconnector.source.list", {"filter": {"%title": "скл"}, "select": ["id", "title"]})["result"]
    assert found == [{"id": "1", "title": "Склад"}]
