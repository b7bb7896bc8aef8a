"""What apps draw in timelines: configurable activities, badges, to-dos; notes, icons, blocks of records."""

from __future__ import annotations

import base64
import struct
from typing import Any

from tests.sandbox.replay.storing import Do

OWNER = {"ownerTypeId": 2, "ownerId": 1}
LAYOUT: dict[str, Any] = {
    "icon": {"code": "call-completed"},
    "header": {"title": "Входящий звонок", "tags": {"status2": {"type": "warning", "title": "не расшифрован"}}},
    "body": {
        "logo": {"code": "call-incoming", "action": {"type": "redirect", "uri": "/crm/deal/details/1/"}},
        "blocks": {
            "client": {"type": "withTitle", "properties": {
                "title": "Клиент", "inline": True, "block": {"type": "text", "properties": {"value": "ООО"}}}},
            "responsible": {"type": "lineOfBlocks", "properties": {"blocks": {
                "client": {"type": "link", "properties": {
                    "text": "Имя", "bold": True, "action": {"type": "redirect", "uri": "/"}}},
                "phone": {"type": "text", "properties": {"value": "+7"}}}}},
        },
    },
    "footer": {
        "buttons": {"startCall": {"title": "О клиенте", "type": "primary", "action": {
            "type": "openRestApp", "actionParams": {"clientId": 456}}}},
        "menu": {"showPostponeItem": "false", "items": {
            name: {"title": "Заявка", "action": {"type": "restEvent", "id": name, "animationType": "loader"}}
            for name in ("confirm", "decline")}},
    },
}  # fmt: skip
LINK = {
    "type": "link",
    "properties": {"text": "Открыть сделку", "bold": True, "action": {"type": "redirect", "uri": "/crm/"}},
}
TEXT = {"type": "text", "properties": {"value": "Здравствуйте!", "multiline": True, "bold": True, "color": "base_90"}}
BLOCKS: dict[str, Any] = {
    "block_1": TEXT, "block_2": {"type": "largeText", "properties": {"value": "Здравствуйте!"}}, "block_3": LINK,
    "block_4": {"type": "withTitle", "properties": {"title": "Заголовок", "block": {
        "type": "text", "properties": {"value": "Значение"}}}},
    "block_5": {"type": "withTitle", "properties": {"title": "Заголовок", "inline": True, "block": LINK}},
    "block_6": {"type": "lineOfBlocks", "properties": {"blocks": {"text": TEXT, "link": LINK, "boldText": TEXT}}},
    "block_7": {"type": "withTitle", "properties": {"title": "Срок", "block": {
        "type": "deadline", "properties": {"readonly": False}}}},
}  # fmt: skip


def drawn(do: Do) -> None:
    _activities(do)
    _to_dos(do)
    _records(do)
    for word, picture in (("icon", png(24)), ("logo", png(60))):
        do(f"crm.timeline.{word}.add", code="own", fileContent=picture)
        do(f"crm.timeline.{word}.get", code="own")
        do(f"crm.timeline.{word}.list")
        do(f"crm.timeline.{word}.delete", code="own")


def png(side: int) -> str:
    """The head of a picture, which is all that the portal looks at."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", side, side)).decode()


def _records(do: Do) -> None:
    fields = {"ENTITY_TYPE": "deal", "ENTITY_ID": 1, "COMMENT": "Проба"}
    comment = do("crm.timeline.comment.add", fields=fields)
    do("crm.timeline.comment.fields")
    do("crm.timeline.bindings.fields")
    note = {**OWNER, "itemType": 1, "itemId": comment}
    do("crm.timeline.note.save", **note, text="Заметка")
    do("crm.timeline.note.get", **note)
    do("crm.timeline.note.delete", **note)
    do("crm.timeline.item.pin", id=comment, **OWNER)
    do("crm.timeline.item.unpin", id=comment, **OWNER)
    where = {"entityTypeId": 2, "entityId": 1, "timelineId": comment}
    do("crm.timeline.layout.blocks.set", **where, layout={"blocks": BLOCKS})
    do("crm.timeline.layout.blocks.get", **where)
    do("crm.timeline.layout.blocks.delete", **where)


def _activities(do: Do) -> None:
    do("crm.activity.badge.add", code="missedCall", title="Статус звонка", value="Пропущен", type="failure")
    do("crm.activity.badge.get", code="missedCall")
    do("crm.activity.badge.list")
    fields = {"deadline": "2030-01-01T10:00:00+03:00", "badgeCode": "missedCall"}
    new = do("crm.activity.configurable.add", **OWNER, fields=fields, layout=LAYOUT)["activity"]["id"]
    do("crm.activity.configurable.update", id=new, fields={"completed": False}, layout=LAYOUT)
    do("crm.activity.configurable.get", id=new)
    do("crm.activity.badge.delete", code="missedCall")


def _to_dos(do: Do) -> None:
    soon = "2030-01-01T10:00:00+03:00"
    new = do("crm.activity.todo.add", **OWNER, deadline=soon, title="Дело")["id"]
    do("crm.activity.todo.update", id=new, **OWNER, deadline=soon, title="Другое")
    do("crm.activity.todo.updateDeadline", id=new, **OWNER, value=soon)
    do("crm.activity.todo.updateDescription", id=new, **OWNER, value="Описание")
    do("crm.activity.todo.updateColor", id=new, **OWNER, colorId="1")
    do("crm.activity.todo.updateResponsibleUser", id=new, **OWNER, responsibleId=2)
