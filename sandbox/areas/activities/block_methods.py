"""crm.activity.layout.blocks.* on the wire: only for applications, each sees its own blocks."""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import blocks, errors
from sandbox.call import Call, method
from sandbox.params import as_int
from sandbox.store import Record


def _asked(call: Call) -> tuple[Record, str]:
    """The activity and whose blocks."""
    if call.app is None:
        raise errors.wrong_context()
    names = ("entityTypeId", "entityId", "activityId")
    kind, item_id, activity_id = (as_int(call.require(name)) for name in names)
    return blocks.activity(call.portal, kind, item_id, activity_id, call.user_id), str(call.app["client_id"])


@method("crm.activity.layout.blocks.set", scope="crm")
def blocks_set(call: Call) -> Any:
    found, client_id = _asked(call)
    blocks.put(call.portal, found, client_id, call.require("layout"))
    return {"success": True}


@method("crm.activity.layout.blocks.get", scope="crm")
def blocks_get(call: Call) -> Any:
    return {"layout": blocks.get(call.portal, *_asked(call))}


@method("crm.activity.layout.blocks.delete", scope="crm")
def blocks_delete(call: Call) -> Any:
    return {"success": True} if blocks.delete(call.portal, *_asked(call)) else None
