"""What apps draw in timelines: configurable activities, badges, to-dos; notes, icons, blocks of records."""

from __future__ import annotations

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


def drawn(do: Do) -> None:
    _activities(do)
    _to_dos(do)


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
