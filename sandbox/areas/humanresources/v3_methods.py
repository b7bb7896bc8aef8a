"""humanresources.node.* that read (api-reference/departments/node/). Everybody sees every department here."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call
from sandbox.params import as_int
from sandbox.store import Collection, Record
from sandbox.v3 import errors, listing
from sandbox.v3.calls import ID, PAGINATION, SELECT, describe, method
from sandbox.v3.dto import Dto, Field
from sandbox.v3.selecting import selection

SCOPE = "humanresources"
DEPARTMENT, TEAM = "DEPARTMENT", "TEAM"
STRUCTURE = 1
PAGE, LONGEST = 50, 200
NODE = Dto(
    "NodeDto",
    (
        Field("id", "int", filterable=True, sortable=True), Field("name", sortable=True),
        Field("type", filterable=True), Field("structureId", "int", filterable=True),
        Field("parentId", "int", filterable=True), Field("description"), Field("accessCode"), Field("userCount", "int"),
        Field("colorName"), Field("xmlId"), Field("createdAt", sortable=True), Field("updatedAt"),
        Field("members", "array"),
    ),
)  # fmt: skip
# Members come with one department, not with many.
LISTED = tuple(name for name in NODE.shown if name != "members")
TYPE = Field("type", required=True)

describe("humanresources.node", NODE, scope=SCOPE)


def _departments(call: Call) -> Collection:
    return call.portal.collection("department")


def _of_type(call: Call) -> list[Record]:
    """Raises REQUESTVALIDATIONEXCEPTION."""
    if call.get("type") not in (DEPARTMENT, TEAM):
        raise errors.invalid_request(("type", "Передано недопустимое значение типа элемента структуры"))
    return _departments(call).all() if call.get("type") == DEPARTMENT else []


def _people(call: Call, number: int) -> list[Record]:
    return [u for u in call.portal.collection("user").all() if u.get("ACTIVE") and number in u.get("UF_DEPARTMENT", [])]


def _shape(call: Call, row: Record) -> dict[str, Any]:
    people, number = _people(call, row["ID"]), row["ID"]
    return {
        "id": number, "name": row["NAME"], "type": DEPARTMENT, "structureId": STRUCTURE,
        "parentId": as_int(row.get("PARENT")) or None, "description": "", "accessCode": f"DR{number}",
        "userCount": len(people), "colorName": None, "xmlId": None, "createdAt": None, "updatedAt": None,
        "members": [_member(user, as_int(row.get("UF_HEAD"))) for user in people],
    }  # fmt: skip


def _member(user: Record, head: int) -> dict[str, Any]:
    return {
        "userId": user["ID"], "name": f"{user['NAME']} {user['LAST_NAME']}".strip(),
        "workPosition": user.get("WORK_POSITION") or "", "avatar": "", "url": f"/company/personal/user/{user['ID']}/",
        "role": "MEMBER_HEAD" if user["ID"] == head else "MEMBER_EMPLOYEE",
    }  # fmt: skip


@method("humanresources.node.list", TYPE, SELECT, PAGINATION, scope=SCOPE)
def node_list(call: Call) -> dict[str, Any]:
    asked, part = selection(NODE, call.get("select"), LISTED, strict=True), listing.part(call, PAGE, LONGEST)
    return {"items": [asked.of(_shape(call, row)) for row in part.of(_of_type(call))]}


@method("humanresources.node.get", ID, SELECT, scope=SCOPE)
def node_get(call: Call) -> dict[str, Any]:
    asked = selection(NODE, call.get("select"), strict=True)
    found = _departments(call).get(call.get("id"))
    if found is None:
        raise errors.entity_not_found(call.get("id"))
    return {"item": asked.of(_shape(call, found))}


@method("humanresources.node.children", ID, SELECT, scope=SCOPE)
def node_children(call: Call) -> dict[str, Any]:
    asked = selection(NODE, call.get("select"), LISTED, strict=True)
    rows = [row for row in _departments(call).all() if as_int(row.get("PARENT")) == call.get("id")]
    return {"items": [asked.of(_shape(call, row)) for row in rows]}


@method("humanresources.node.count", scope=SCOPE)
def node_count(call: Call) -> dict[str, int]:
    return {"departments": _departments(call).count(), "teams": 0}


@method(
    "humanresources.node.search", TYPE, Field("name", required=True), Field("parentId", "int"), PAGINATION, scope=SCOPE
)
def node_search(call: Call) -> dict[str, Any]:
    asked, part = selection(NODE, None, LISTED), listing.part(call, PAGE, LONGEST)
    parent, words = call.get("parentId"), call.get("name").casefold()
    rows = [row for row in _of_type(call) if words in row["NAME"].casefold()]
    rows = [row for row in rows if parent is None or as_int(row.get("PARENT")) == parent]
    return {"items": [asked.of(_shape(call, row)) for row in part.of(rows)]}
