"""crm.activity.todo.* on the wire (crm/timeline/activities/todo/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import errors, todo
from sandbox.call import Call, method
from sandbox.params import as_int, as_list
from sandbox.store import Record


def _owner(call: Call) -> tuple[int, int]:
    return as_int(call.require("ownerTypeId")), as_int(call.require("ownerId"))


def _more(call: Call) -> dict[str, Any]:
    """What may be given and what not: fields of a to-do by the names of `todo.changes`."""
    names = {"title": "title", "description": "description", "responsibleId": "responsible_id", "colorId": "color",
             "parentActivityId": "parent_id"}  # fmt: skip
    more = {own: call.get(name) for name, own in names.items() if call.get(name) not in (None, "")}
    if call.get("pingOffsets") is not None:
        more["pings"] = [as_int(one) for one in as_list(call.get("pingOffsets"))]
    return more


@method("crm.activity.todo.add", scope="crm")
def todo_add(call: Call) -> dict[str, int]:
    owner, deadline = _owner(call), str(call.require("deadline"))
    return {"id": int(todo.add(call.portal, owner, {"deadline": deadline, **_more(call)}, call.actor)["ID"])}


def _asked(call: Call) -> Record:
    number, owner = as_int(call.require("id")), _owner(call)
    return todo.find(call.portal, number, owner, call.actor)


def _change(call: Call, found: Record, changes: dict[str, Any], refusal: str) -> dict[str, int]:
    todo.update(call.portal, found, changes, call.actor, refusal)
    return {"id": int(found["ID"])}


@method("crm.activity.todo.update", scope="crm")
def todo_update(call: Call) -> dict[str, int]:
    found = _asked(call)
    changes = {"deadline": str(call.require("deadline")), **_more(call)}
    return _change(call, found, changes, "CAN_NOT_UPDATE_COMPLETED_TODO")


@method("crm.activity.todo.updateDeadline", scope="crm")
def todo_deadline(call: Call) -> dict[str, int]:
    found = _asked(call)
    return _change(call, found, {"deadline": str(call.require("value"))}, "CAN_NOT_UPDATE_COMPLETED_TODO")


@method("crm.activity.todo.updateDescription", scope="crm")
def todo_description(call: Call) -> dict[str, int]:
    found = _asked(call)
    return _change(call, found, {"description": call.require("value")}, "CAN_NOT_UPDATE_COMPLETED_TODO")


@method("crm.activity.todo.updateColor", scope="crm")
def todo_color(call: Call) -> dict[str, int]:
    found = _asked(call)
    return _change(call, found, {"color": call.require("colorId")}, "CAN_NOT_UPDATE_COLOR_COMPLETED_TODO")


@method("crm.activity.todo.updateResponsibleUser", scope="crm")
def todo_responsible(call: Call) -> dict[str, int]:
    found = _asked(call)
    responsible = as_int(call.require("responsibleId"))
    if responsible <= 0:
        raise errors.no_responsible()
    refusal = "CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO"
    return _change(call, found, {"responsible_id": responsible}, refusal)
