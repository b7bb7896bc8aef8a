"""What a person sets in the CRM's own settings, for scripts: `crm/access`, `crm/required`, `crm/fill`."""

from __future__ import annotations

from typing import Any

from sandbox.admin import action
from sandbox.areas.crm import filling, requirements, rights, types
from sandbox.portal import Portal


@action("crm/access")
def set_access(portal: Portal, asked: dict[str, Any]) -> Any:
    """`user_id`, `access`: all, own or none; without `access` it is only told."""
    user_id = int(asked["user_id"])
    if "access" in asked:
        if asked["access"] not in ("all", "own", "none"):
            raise ValueError("access")
        with portal.transaction():
            portal.collection("user").change(user_id, CRM_ACCESS=asked["access"])
    return {"user_id": user_id, "access": rights.access(portal, user_id)}


@action("crm/required")
def require(portal: Portal, asked: dict[str, Any]) -> Any:
    """`kind` (entityTypeId), `field` (UPPER name), `stages`: the field must be filled on those stages."""
    with portal.transaction():
        requirements.require_on_stage(portal, int(asked["kind"]), str(asked["field"]), list(asked["stages"]))
    return {"required": portal.collection(requirements.COLLECTION).all()}


@action("crm/processes")
def sell_processes(portal: Portal, asked: dict[str, Any]) -> Any:
    """`sold`: may smart processes be made with the portal's tariff? Without it this is only told."""
    if "sold" in asked:
        types.sell(portal, sold=bool(asked["sold"]))
    return {"sold": types.are_sold(portal)}


@action("crm/fill")
def fill(portal: Portal, asked: dict[str, Any]) -> Any:
    """`kind` (entityTypeId), `count`, `seed`: items by the hundred thousand, without events and history."""
    numbers = filling.fill(portal, int(asked["kind"]), int(asked["count"]), seed=int(asked.get("seed", 1)))
    return {"first": numbers.start, "last": numbers.stop - 1}
