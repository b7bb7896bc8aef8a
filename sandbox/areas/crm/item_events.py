"""Events of CRM items (crm/*/events/, crm/universal/events/): only the id travels, as a string."""

from __future__ import annotations

from sandbox import events
from sandbox.areas.crm import kinds
from sandbox.areas.crm.kinds import Kind
from sandbox.portal import Actor, Portal
from sandbox.store import Record

CLASSIC = {kind_id: f"ONCRM{name}" for kind_id, name in kinds.NAMES.items() if kind_id != kinds.INVOICE}
DYNAMIC = "ONCRMDYNAMICITEM"
ACTIONS = ("ADD", "UPDATE", "DELETE")

events.declare("crm", *(name + action for name in CLASSIC.values() for action in ACTIONS))
events.declare("crm", *(DYNAMIC + action for action in ACTIONS), "ONCRMDEALMOVETOCATEGORY")
events.declare("crm", *("ONCRMTYPE" + action for action in ACTIONS))
events.declare("crm", *(f"ONCRM{what}{action}" for what in ("REQUISITE", "BANKDETAIL") for action in ACTIONS))


def emit(portal: Portal, kind: Kind, action: str, item: Record, actor: Actor) -> None:
    """Smart processes and invoices have an event for all and one for their type; the others have their own."""
    if kind.id in CLASSIC:
        portal.emit(CLASSIC[kind.id] + action, {"FIELDS": {"ID": str(item["ID"])}}, actor)
        return
    data = {"FIELDS": {"ID": str(item["ID"]), "ENTITY_TYPE_ID": str(kind.id)}}
    portal.emit(DYNAMIC + action, data, actor)
    portal.emit(f"{DYNAMIC}{action}_{kind.id}", data, actor)


def moved_to_funnel(portal: Portal, kind: Kind, item: Record, actor: Actor) -> None:
    if kind.id == kinds.DEAL:
        fields = {
            "ID": str(item["ID"]),
            "CATEGORY_ID": str(item["CATEGORY_ID"]),
            "STAGE_ID": item["STAGE_ID"],
        }
        portal.emit("ONCRMDEALMOVETOCATEGORY", {"FIELDS": fields}, actor)


def names_of(portal: Portal) -> list[str]:
    """The names that exist for single types on this portal."""
    ids = [kinds.INVOICE, *(record["entityTypeId"] for record in kinds.types(portal))]
    return [f"{DYNAMIC}{action}_{n}" for n in ids for action in ACTIONS]


events.declare_for_portal("crm", names_of)
