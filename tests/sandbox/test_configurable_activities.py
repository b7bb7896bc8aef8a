"""Activities that an app draws: their layout is checked, a press on it is told to that app alone; badges; to-dos."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.areas.activities import badges
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

OWNER = {"ownerTypeId": 2, "ownerId": 1}
CONFIRM = {"type": "restEvent", "id": "confirm", "actionParams": {"act": 7}, "animationType": "disable"}
LAYOUT: dict[str, Any] = {
    "icon": {"code": "info"},
    "header": {"title": {"ru": "Акт № 7"}, "tags": {"state": {"type": "warning", "title": "ждёт"}}},
    "body": {"logo": {"code": "call"}, "blocks": {"text": {"type": "text", "properties": {"value": "Подпишите"}}}},
    "footer": {"buttons": {"ok": {"title": "Подтвердить", "type": "primary", "action": CONFIRM}}},
}


def add(app: ListeningApp, layout: Any = LAYOUT, **fields: Any) -> Any:
    asked = {**OWNER, "fields": {"completed": "N", **fields}, "layout": layout}
    return app.rest("crm.activity.configurable.add", asked)


def test_a_press_is_told_to_the_app_that_made_the_activity(
    server: SandboxServer, app: ListeningApp, control: Any
) -> None:
    """crm/timeline/activities/configurable/structure/action.md"""
    other = ListeningApp(server)
    try:
        for one in (app, other):
            bind = {"event": "onCrmTimelineItemAction", "handler": f"{one.url}/e"}
            assert one.rest("event.bind", bind)["result"] is True
        number = add(app)["result"]["activity"]["id"]
        control("activities/click", {"activity": number, "action": "confirm", "user_id": 2})
        told = app.nested(app.wait(1)[0])
        facts = {"act": "7", "id": "confirm", "entityTypeId": "2", "entityId": "1", "userId": "2"}
        assert told["event"] == "ONCRMTIMELINEITEMACTION"
        assert told["data"] == {**facts, "activityId": str(number)}
        control("events/wait")
        assert other.received == []
        refused = other.rest("crm.activity.configurable.update", {"id": number, "fields": {}, "layout": LAYOUT})
        assert refused["error"] == "ERROR_WRONG_APPLICATION"
        assert "error" in control("activities/click", {"activity": number, "action": "nothing"})
    finally:
        other.close()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("icon",), {}, "FIELD_IS_REQUIRED"),
        (("colour",), "red", "FIELD_IS_REDUNDANT"),
        (("header", "tags"), {"a": {"type": "lavender", "title": "х"}}, "ENUM_FIELD"),
        (("header", "tags"), {n: {"type": "warning", "title": "х"} for n in "abc"}, "TOO_MANY_ITEMS"),
        (("body", "blocks"), {"я": {"type": "deadline"}}, "KEY_CONTAIN_WRONG_SYMBOLS"),
        (("header", "title"), {"xx": "?"}, "WRONG_LANG"),
        (("body", "blocks"), {"a": {"type": "lineOfBlocks", "properties": {"blocks": {"b": {"type": "largeText"}}}}},
         "ENUM_FIELD"),
    ],
)  # fmt: skip
def test_a_wrong_layout_is_refused_by_what_is_wrong(
    app: ListeningApp, path: tuple[str, ...], value: Any, code: str
) -> None:
    """crm/timeline/activities/configurable/crm-activity-configurable-add.md"""
    layout = {**LAYOUT, path[0]: value} if len(path) == 1 else {
        **LAYOUT, path[0]: {**LAYOUT[path[0]], path[1]: value}}  # fmt: skip
    assert add(app, layout)["error"] == code


def test_fields_of_a_configurable_activity(app: ListeningApp, rest: Any) -> None:
    assert rest("crm.activity.configurable.get", {"id": 1})["error"] == "ERROR_WRONG_CONTEXT"
    assert add(app, [])["error"] == "ERROR_EMPTY_LAYOUT"
    assert add(app, typeId="NONE")["error"] == "WRONG_FIELD_VALUE"
    late = "2030-01-01T10:00:00+03:00"
    refused = add(app, deadline=late, isIncomingChannel="Y")
    assert refused["error"] == "INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE"
    app.rest("crm.activity.type.add", {"fields": {"TYPE_ID": "ACT", "NAME": "Акт", "IS_CONFIGURABLE_TYPE": "Y"}})
    number = add(app, typeId="ACT", deadline=late, originId="9")["result"]["activity"]["id"]
    shown = app.rest("crm.activity.configurable.get", {"id": number})["result"]["activity"]
    assert shown["layout"]["footer"]["buttons"]["ok"]["action"]["actionParams"] == {"act": "7"}
    assert shown["fields"] == {
        "typeId": "ACT", "completed": False, "deadline": late, "pingOffsets": [], "isIncomingChannel": False,
        "responsibleId": 1, "badgeCode": "", "originatorId": None, "originId": "9",
    }  # fmt: skip
    listed = rest("crm.activity.list", {"filter": {"PROVIDER_ID": "CONFIGURABLE_REST_APP"}})["result"]
    assert [row["SUBJECT"] for row in listed] == ["Акт № 7"]


def funnel_of(rest: Any) -> int:
    return int(rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]["categoryId"])


def test_a_badge_hangs_on_the_card_until_the_activity_is_done(
    server: SandboxServer, app: ListeningApp, rest: Any, control: Any
) -> None:
    badge = {"code": "wait", "title": "Акт", "value": "Ждёт подписи", "type": "warning"}
    assert rest("crm.activity.badge.add", badge)["result"] == {"badge": badge}
    assert rest("crm.activity.badge.add", badge)["error"] == "ALREADY_EXISTS"
    assert rest("crm.activity.badge.add", {**badge, "code": "b", "type": "black"})["error"] == "ENUM_FIELD"
    assert add(app, badgeCode="none")["error"] == "WRONG_FIELD_VALUE"
    number = add(app, badgeCode="wait")["result"]["activity"]["id"]
    assert (badges.of_item(server.portal, 2, 1) or {})["value"] == "Ждёт подписи"
    with requests.Session() as session:
        session.headers["Origin"] = server.url
        board = f"{server.url}/crm/deal/kanban/category/{funnel_of(rest)}/"
        assert "Ждёт подписи" in session.get(board, timeout=10).text
        card = session.get(f"{server.url}/crm/deal/details/1/", timeout=10).text
        assert all(words in card for words in ("Акт № 7", "Подпишите", "ждёт", "Подтвердить"))
        assert app.rest("event.bind", {"event": "onCrmTimelineItemAction", "handler": f"{app.url}/e"})["result"] is True
        session.post(f"{server.url}/sandbox/activity/{number}/click/confirm", timeout=10).raise_for_status()
        assert app.wait(1)[0]["data[id]"] == "confirm"
        assert session.post(f"{server.url}/sandbox/activity/{number}/click/other", timeout=10).status_code == 400
    done = {"id": number, "fields": {"completed": "Y"}, "layout": LAYOUT}
    assert app.rest("crm.activity.configurable.update", done)["result"] == {"activity": {"id": number}}
    assert badges.of_item(server.portal, 2, 1) is None
    assert rest("crm.activity.badge.delete", {"code": "wait"})["result"] is True
    assert rest("crm.activity.badge.get", {"code": "wait"})["error"] == "NOT_FOUND"


def test_a_to_do_changes_until_it_is_done(rest: Any) -> None:
    """crm/timeline/activities/todo/"""
    soon = "2030-01-01T10:00:00+03:00"
    added = rest("crm.activity.todo.add", {**OWNER, "deadline": soon, "title": "Позвонить", "colorId": "3"})
    number = added["result"]["id"]
    asked = {**OWNER, "id": number}
    moved = "2030-02-01T10:00:00+03:00"
    assert rest("crm.activity.todo.updateDeadline", {**asked, "value": moved})["result"] == {"id": number}
    assert rest("crm.activity.todo.updateDescription", {**asked, "value": "Акт"})["result"] == {"id": number}
    assert rest("crm.activity.todo.updateResponsibleUser", {**asked, "responsibleId": 2})["result"] == {"id": number}
    assert rest("crm.activity.todo.updateColor", {**asked, "colorId": "9"})["error"] == (
        "CAN_NOT_UPDATE_WRONG_COLOR_TODO"
    )
    row = rest("crm.activity.get", {"id": number})["result"]
    assert (row["DEADLINE"], row["DESCRIPTION"], row["RESPONSIBLE_ID"]) == (moved, "Акт", "2")
    assert rest("crm.activity.todo.updateColor", {**asked, "ownerId": 2, "colorId": "1"})["error"] == "NOT_FOUND"
    rest("crm.activity.update", {"id": number, "fields": {"COMPLETED": "Y"}})
    late = rest("crm.activity.todo.update", {**asked, "deadline": soon})
    assert late["error"] == "CAN_NOT_UPDATE_COMPLETED_TODO"
    late = rest("crm.activity.todo.updateColor", {**asked, "colorId": "1"})
    assert late["error"] == "CAN_NOT_UPDATE_COLOR_COMPLETED_TODO"
