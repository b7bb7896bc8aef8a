"""What hangs on records of a timeline: notes, pins, blocks of apps, icons and logos."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp
from tests.sandbox.replay.drawn import png

OWNER = {"ownerTypeId": 2, "ownerId": 1}
RECORD = {"entityTypeId": 2, "entityId": 1, "title": "Акт", "text": "Отправлен", "iconCode": "info"}


@pytest.fixture
def comment(rest: Any) -> int:
    fields = {"ENTITY_TYPE": "deal", "ENTITY_ID": 1, "COMMENT": "Проба"}
    return int(rest("crm.timeline.comment.add", {"fields": fields})["result"])


def test_a_note_belongs_to_one_record_or_activity(rest: Any, comment: int) -> None:
    """crm/timeline/note/"""
    todo = rest("crm.activity.todo.add", {**OWNER, "deadline": "2030-01-01T10:00:00+03:00"})["result"]["id"]
    for kind, number in ((1, comment), (2, todo)):
        where = {**OWNER, "itemType": kind, "itemId": number}
        assert rest("crm.timeline.note.get", where)["error"] == "NOT_FOUND"
        assert rest("crm.timeline.note.save", {**where, "text": "Первая"})["result"] is True
        assert rest("crm.timeline.note.save", {**where, "text": "Вторая"})["result"] is True
        assert rest("crm.timeline.note.get", where)["result"]["text"] == "Вторая"
        assert rest("crm.timeline.note.save", {**where, "ownerId": 2, "text": "?"})["error"] == "NOT_FOUND"
        assert rest("crm.timeline.note.delete", where)["result"] is True
        assert rest("crm.timeline.note.get", where)["error"] == "NOT_FOUND"


def test_seven_records_may_be_pinned(rest: Any, comment: int) -> None:
    """crm/timeline/actions/"""
    numbers = [comment]
    numbers += [rest("crm.timeline.logmessage.add", {"fields": RECORD})["result"]["logMessage"]["id"] for _ in range(7)]
    assert len(set(numbers)) == 8
    answers = [rest("crm.timeline.item.pin", {**OWNER, "id": number}) for number in numbers]
    assert [answer.get("error") for answer in answers] == [*[None] * 7, "0"]
    assert rest("crm.timeline.item.unpin", {**OWNER, "id": comment})["result"] is None
    assert "error" not in rest("crm.timeline.item.pin", {**OWNER, "id": numbers[-1]})
    assert rest("crm.timeline.item.pin", {**OWNER, "id": 999})["error"] == "NOT_FOUND"


def test_an_app_draws_on_comments_and_sees_only_its_own(
    server: SandboxServer, app: ListeningApp, rest: Any, comment: int
) -> None:
    """crm/timeline/layout-blocks/"""
    where = {"entityTypeId": 2, "entityId": 1, "timelineId": comment}
    layout = {"blocks": {"a": {"type": "text", "properties": {"value": "Акт"}}}}
    assert rest("crm.timeline.layout.blocks.set", {**where, "layout": layout})["error"] == "ERROR_WRONG_CONTEXT"
    assert app.rest("crm.timeline.layout.blocks.set", {**where, "layout": layout})["result"] == {"success": True}
    assert app.rest("crm.timeline.layout.blocks.get", where)["result"] == {"layout": layout}
    empty = app.rest("crm.timeline.layout.blocks.set", {**where, "layout": {"blocks": {}}})
    assert empty["error"] == "FIELD_IS_REQUIRED"
    message = app.rest("crm.timeline.logmessage.add", {"fields": RECORD})["result"]["logMessage"]["id"]
    refused = app.rest("crm.timeline.layout.blocks.set", {**where, "timelineId": message, "layout": layout})
    assert refused["error"] == "UNSUITABLE_TIMELINE_ITEM"
    other = ListeningApp(server)
    try:
        assert other.rest("crm.timeline.layout.blocks.get", where)["result"] == {"layout": None}
        assert other.rest("crm.timeline.layout.blocks.delete", where)["error"] == "NOT_FOUND"
    finally:
        other.close()
    assert app.rest("crm.timeline.layout.blocks.delete", where)["result"] == {"success": True}


@pytest.mark.parametrize(("word", "side"), [("icon", 24), ("logo", 60)])
def test_an_administrator_adds_pictures(server: SandboxServer, rest: Any, word: str, side: int) -> None:
    """crm/timeline/logmessage/icons/, logo/"""
    name = f"crm.timeline.{word}"
    assert rest(f"{name}.add", {"code": "act", "fileContent": "bm90IGEgcG5n"})["error"] == "INVALID_ARG_VALUE"
    assert rest(f"{name}.add", {"code": "act", "fileContent": png(10)})["error"] == "INVALID_ARG_VALUE"
    added = rest(f"{name}.add", {"code": "act", "fileContent": png(side)})["result"][word]
    assert (added["code"], added["isSystem"]) == ("act", False)
    with requests.get(server.url + added["fileUri"], timeout=10) as picture:
        assert picture.headers["Content-Type"] == "image/png"
    listed = rest(f"{name}.list")
    assert listed["total"] == len(listed["result"][f"{word}s"])
    assert rest(f"{name}.get", {"code": "call"})["result"][word]["isSystem"] is True
    assert rest(f"{name}.delete", {"code": "call"})["error"] == "NOT_FOUND"
    assert rest(f"{name}.delete", {"code": "act"})["result"] is True
