"""What hangs on records of a timeline: crm.timeline.note|item|layout.blocks|icon|logo.* and the fields, on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm.field import Field, classic
from sandbox.areas.timeline import blocks, errors, notes, pins
from sandbox.areas.timeline.pictures import ICONS, LOGOS, Pictures
from sandbox.call import Call, Page, method
from sandbox.params import as_int
from sandbox.store import Record

COMMENT = [
    Field("ID", "integer", "ID", readonly=True),
    Field("CREATED", "datetime", "Дата добавления", readonly=True),
    Field("ENTITY_ID", "integer", "ID элемента, к которому привязан комментарий", required=True, immutable=True),
    Field("ENTITY_TYPE", "string", "Тип элемента, к которому привязан комментарий", required=True, immutable=True),
    Field("AUTHOR_ID", "integer", "Автор", immutable=True),
    Field("COMMENT", "string", "Текст комментария"),
    Field("FILES", "attached_diskfile", "Список файлов", multiple=True),
]
BINDING = [
    Field("OWNER_ID", "integer", "ID записи таймлайна", required=True, immutable=True),
    Field("ENTITY_ID", "integer", "ID элемента", required=True, immutable=True),
    Field("ENTITY_TYPE", "string", "Тип элемента", required=True, immutable=True),
]


@method("crm.timeline.comment.fields", scope="crm")
def comment_fields(call: Call) -> Any:
    return classic(COMMENT)


@method("crm.timeline.bindings.fields", scope="crm")
def binding_fields(call: Call) -> Any:
    return classic(BINDING)


def _numbers(call: Call, *names: str) -> list[int]:
    return [as_int(call.require(name)) for name in names]


def _noted(call: Call) -> tuple[tuple[int, int], tuple[int, int]]:
    kind, owner, item_kind, item = _numbers(call, "ownerTypeId", "ownerId", "itemType", "itemId")
    return (kind, owner), (item_kind, item)


@method("crm.timeline.note.save", scope="crm")
def note_save(call: Call) -> bool:
    owner, item = _noted(call)
    notes.save(call.portal, owner, item, str(call.require("text")), call.actor)
    return True


@method("crm.timeline.note.get", scope="crm")
def note_get(call: Call) -> Any:
    return notes.get(call.portal, *_noted(call), call.actor)


@method("crm.timeline.note.delete", scope="crm")
def note_delete(call: Call) -> bool:
    notes.delete(call.portal, *_noted(call), call.actor)
    return True


@method("crm.timeline.item.pin", scope="crm")
def item_pin(call: Call) -> None:
    number, kind, owner = _numbers(call, "id", "ownerTypeId", "ownerId")
    pins.pin(call.portal, (kind, owner), number, call.actor)


@method("crm.timeline.item.unpin", scope="crm")
def item_unpin(call: Call) -> None:
    number, kind, owner = _numbers(call, "id", "ownerTypeId", "ownerId")
    pins.unpin(call.portal, (kind, owner), number, call.actor)


def _drawn(call: Call) -> tuple[Record, str]:
    """The comment and whose blocks."""
    if call.app is None:
        raise errors.wrong_context()
    kind, owner, number = _numbers(call, "entityTypeId", "entityId", "timelineId")
    return blocks.record(call.portal, (kind, owner), number, call.actor), str(call.app["client_id"])


@method("crm.timeline.layout.blocks.set", scope="crm")
def blocks_set(call: Call) -> Any:
    comment, client_id = _drawn(call)
    blocks.put(call.portal, comment, client_id, call.require("layout"))
    return {"success": True}


@method("crm.timeline.layout.blocks.get", scope="crm")
def blocks_get(call: Call) -> Any:
    return {"layout": blocks.get(call.portal, *_drawn(call))}


@method("crm.timeline.layout.blocks.delete", scope="crm")
def blocks_delete(call: Call) -> Any:
    blocks.delete(call.portal, *_drawn(call))
    return {"success": True}


def _pictures(kind: Pictures) -> None:
    """The four methods of icons, or of logos."""

    def administrator(call: Call) -> str:
        if not call.is_admin:
            raise errors.access_denied()
        return str(call.require("code"))

    @method(f"crm.timeline.{kind.word}.add", scope="crm")
    def add(call: Call) -> Any:
        code = administrator(call)
        return {kind.word: kind.add(call.portal, code, call.require("fileContent"))}

    @method(f"crm.timeline.{kind.word}.get", scope="crm")
    def get(call: Call) -> Any:
        return {kind.word: kind.get(call.portal, str(call.require("code")))}

    @method(f"crm.timeline.{kind.word}.list", scope="crm")
    def listed(call: Call) -> Page:
        found = kind.listed(call.portal)
        return Page({f"{kind.word}s": found}, len(found))

    @method(f"crm.timeline.{kind.word}.delete", scope="crm")
    def delete(call: Call) -> bool:
        kind.delete(call.portal, administrator(call))
        return True


for one in (ICONS, LOGOS):
    _pictures(one)
