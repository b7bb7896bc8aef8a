"""What applications add to activities: types and blocks; and a binding that is moved (crm/timeline/activities/)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

LAYOUT = {"blocks": {"one": {"type": "text", "properties": {"value": "Проба"}}}}


@pytest.fixture
def by_app(server: SandboxServer) -> Any:
    def call(method: str, params: dict[str, Any]) -> Any:
        body = {**params, "auth": server.env["B24_ACCESS_TOKEN"]}
        with requests.post(f"{server.url}/rest/{method}", json=body, timeout=30) as answer:
            return answer.json()

    return call


def _activity(rest: Any) -> dict[str, int]:
    fields = {"OWNER_TYPE_ID": 2, "OWNER_ID": 1, "TYPE_ID": 2, "SUBJECT": "Звонок", "RESPONSIBLE_ID": 1,
              "COMMUNICATIONS": [{"VALUE": "+79990001122"}]}  # fmt: skip
    return {"entityTypeId": 2, "entityId": 1, "activityId": rest("crm.activity.add", {"fields": fields})["result"]}


def test_blocks_are_an_applications_own(rest: Any, by_app: Any) -> None:
    place = _activity(rest)
    assert rest("crm.activity.layout.blocks.set", {**place, "layout": LAYOUT})["error"] == "ERROR_WRONG_CONTEXT"
    assert by_app("crm.activity.layout.blocks.set", {**place, "layout": LAYOUT})["result"] == {"success": True}
    assert by_app("crm.activity.layout.blocks.get", place)["result"] == {"layout": LAYOUT}
    other = {**place, "entityId": 2, "layout": LAYOUT}
    assert by_app("crm.activity.layout.blocks.set", other)["error"] == "NOT_FOUND"
    assert by_app("crm.activity.layout.blocks.set", {**place, "layout": {}})["error"] == "FIELD_IS_REQUIRED"
    assert by_app("crm.activity.layout.blocks.delete", place)["result"] == {"success": True}
    assert by_app("crm.activity.layout.blocks.delete", place)["result"] is None


def test_a_type_is_registered_once_and_by_an_application(rest: Any, by_app: Any) -> None:
    fields = {"TYPE_ID": "1C", "NAME": "Дело 1С"}
    assert rest("crm.activity.type.add", {"fields": fields})["error"] == "ACCESS_DENIED"
    assert by_app("crm.activity.type.add", {"fields": fields})["result"] is True
    assert by_app("crm.activity.type.add", {"fields": fields})["error"] == "INVALID_ARG_VALUE"
    listed = by_app("crm.activity.type.list", {})["result"]
    assert listed == [{**fields, "IS_CONFIGURABLE_TYPE": "N", "ICON_ID": "0"}]
    assert by_app("crm.activity.type.delete", {"TYPE_ID": "1C"})["result"] is True
    assert by_app("crm.activity.type.delete", {"TYPE_ID": "1C"})["error"] == "INVALID_ARG_VALUE"


def test_a_binding_moves_within_one_kind(rest: Any) -> None:
    activity = _activity(rest)["activityId"]

    def move(source: int, target: int, kind: int = 2) -> Any:
        pair = {"sourceEntityTypeId": 2, "sourceEntityId": source, "targetEntityTypeId": kind, "targetEntityId": target}
        return rest("crm.activity.binding.move", {"activityId": activity, **pair})

    assert move(1, 1)["error"] == "SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR"
    assert move(1, 2, kind=3)["error"] == "SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR"
    assert move(1, 100500)["error"] == "OWNER_NOT_FOUND"
    assert move(1, 2)["result"] is True
    assert move(1, 2)["error"] == "BINDING_NOT_FOUND"
    assert rest("crm.activity.get", {"id": activity})["result"]["OWNER_ID"] == "2"
