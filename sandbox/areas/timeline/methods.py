"""crm.timeline.comment.*, crm.timeline.logmessage.*, crm.timeline.bindings.* on the wire."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sandbox.areas.timeline import comments, errors, messages, owners
from sandbox.call import Call, Page, method, page_of
from sandbox.errors import missing_parameter
from sandbox.params import as_int, as_map
from sandbox.store import Record


def _owner(fields: dict[str, Any]) -> owners.Owner:
    for name in ("ENTITY_TYPE", "ENTITY_ID"):
        if not fields.get(name):
            raise missing_parameter(name)
    return owners.parse(fields["ENTITY_TYPE"], fields["ENTITY_ID"])


def _id(call: Call) -> int:
    return as_int(call.get_any_case("id", 0))


@method("crm.timeline.comment.add", scope="crm")
def comment_add(call: Call) -> int:
    fields = call.fields()
    text = str(fields.get("COMMENT") or "")
    added = comments.add(call.portal, _owner(fields), text, fields.get("FILES"), call.actor)
    return int(added["ID"])


@method("crm.timeline.comment.get", scope="crm")
def comment_get(call: Call) -> dict[str, Any]:
    if not _id(call):
        raise errors.wrong("ID is not defined or invalid.")
    found = comments.collection(call.portal).get(_id(call))
    if found is None:
        raise errors.wrong("Not found.")
    return _comment(call, found, found["BINDINGS"][0])


@method("crm.timeline.comment.list", scope="crm")
def comment_list(call: Call) -> Page:
    asked = {name.lstrip("=").upper(): value for name, value in as_map(call.get_any_case("filter")).items()}
    owner = owners.parse(asked.get("ENTITY_TYPE", ""), asked.get("ENTITY_ID", 0))
    found = comments.of_item(call.portal, owner)
    order = as_map(call.get_any_case("order"))
    if any(str(way).upper() == "DESC" for way in order.values()):
        found.reverse()
    return page_of([_comment(call, row, list(owner)) for row in found], call)


@method("crm.timeline.comment.update", scope="crm")
def comment_update(call: Call) -> int:
    comments.update(call.portal, _id(call), call.fields(), call.actor)
    return _id(call)


@method("crm.timeline.comment.delete", scope="crm")
def comment_delete(call: Call) -> None:
    pair = (as_int(call.get_any_case("ownerTypeId", 0)), as_int(call.get_any_case("ownerId", 0)))
    comments.delete(call.portal, _id(call), pair if all(pair) else None, call.actor)


def _comment(call: Call, row: Record, owner: list[int]) -> dict[str, Any]:
    return {
        "ID": str(row["ID"]), "ENTITY_ID": str(owner[1]), "ENTITY_TYPE": owners.name(owner[0]),
        "CREATED": row["CREATED"], "COMMENT": row["COMMENT"], "AUTHOR_ID": str(row["AUTHOR_ID"]),
        "FILES": {str(file): _file(call, row, file) for file in row["FILES"]},
    }  # fmt: skip


def _file(call: Call, row: Record, file_id: int) -> dict[str, Any]:
    name, _, content = call.portal.store.get_file(file_id) or ("", "", b"")
    author = call.portal.user(row["AUTHOR_ID"]) or {}
    tail = f"{file_id}/?&ncc=1&filename={quote(name)}"
    return {
        "id": file_id, "date": row["CREATED"], "type": "file", "name": name, "size": len(content),
        "authorId": row["AUTHOR_ID"], "authorName": f"{author.get('NAME', '')} {author.get('LAST_NAME', '')}",
        "urlShow": f"{call.portal.url}/disk/showFile/{tail}",
        "urlDownload": f"{call.portal.url}/disk/downloadFile/{tail}",
    }  # fmt: skip


def _author(call: Call) -> str:
    return str(call.app["client_id"]) if call.app else f"webhook:{call.user_id}"


def _message(row: Record) -> dict[str, Any]:
    names = ("created", "authorId", "title", "text", "iconCode")
    return {"id": row["ID"], **{name: row[name] for name in names}}


@method("crm.timeline.logmessage.add", scope="crm")
def message_add(call: Call) -> dict[str, Any]:
    call.require("fields")
    given = call.fields()
    for name in ("entityTypeId", "entityId", "title", "text", "iconCode"):
        if given.get(name) in (None, ""):
            raise missing_parameter(name)
    owner = as_int(given["entityTypeId"]), as_int(given["entityId"])
    shown = {name: str(given[name]) for name in ("title", "text", "iconCode")}
    return {"logMessage": _message(messages.add(call.portal, owner, shown, _author(call), call.actor))}


@method("crm.timeline.logmessage.get", scope="crm")
def message_get(call: Call) -> dict[str, Any]:
    return {"logMessage": _message(messages.get(call.portal, as_int(call.require("id")), _author(call)))}


@method("crm.timeline.logmessage.list", scope="crm")
def message_list(call: Call) -> Page:
    owner = as_int(call.require("entityTypeId")), as_int(call.require("entityId"))
    found = messages.of_item(call.portal, owner, _author(call))
    if str(as_map(call.get("order")).get("id", "desc")).lower() != "asc":
        found.reverse()
    return page_of([_message(row) for row in found], call)


@method("crm.timeline.logmessage.delete", scope="crm")
def message_delete(call: Call) -> bool:
    found = messages.get(call.portal, as_int(call.require("id")), _author(call))
    return messages.collection(call.portal).delete(found["ID"])


def _binding(call: Call) -> tuple[Record, list[int]]:
    fields = call.fields()
    record = comments.get(call.portal, as_int(fields.get("OWNER_ID", 0)))
    owner = _owner(fields)
    owners.check(call.portal, owner, call.user_id)
    return record, list(owner)


@method("crm.timeline.bindings.bind", scope="crm")
def bind(call: Call) -> bool:
    record, owner = _binding(call)
    if owner not in record["BINDINGS"]:
        comments.collection(call.portal).change(record["ID"], BINDINGS=[*record["BINDINGS"], owner])
    return True


@method("crm.timeline.bindings.unbind", scope="crm")
def unbind(call: Call) -> bool:
    record, owner = _binding(call)
    left = [pair for pair in record["BINDINGS"] if pair != owner]
    if not left:
        raise errors.wrong("Impossible to delete last binding.")
    comments.collection(call.portal).change(record["ID"], BINDINGS=left)
    return True


@method("crm.timeline.bindings.list", scope="crm")
def bound(call: Call) -> Page:
    asked = as_map(call.get_any_case("filter"))
    record = comments.get(call.portal, as_int(asked.get("OWNER_ID", 0)))
    rows = [
        {"OWNER_ID": str(record["ID"]), "ENTITY_ID": str(item_id), "ENTITY_TYPE": owners.name(kind)}
        for kind, item_id in record["BINDINGS"]
    ]
    return page_of(rows, call)
