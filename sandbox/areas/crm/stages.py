"""Stages, funnels and the history of stages («стадии», «воронки»)."""

from __future__ import annotations

from sandbox.areas.crm.kinds import DEAL, Kind
from sandbox.portal import Portal
from sandbox.store import Collection, Record

STATUSES = "crm_status"
CREATED, MOVED, FINISHED, FUNNEL_CHANGED = 1, 2, 3, 5


def statuses(portal: Portal) -> Collection:
    return portal.collection(STATUSES)


def dictionary(portal: Portal, entity_id: str) -> list[Record]:
    """The values of a dictionary in their order."""
    found = statuses(portal).select("json_extract(data, '$.ENTITY_ID') = ?", [entity_id])
    return sorted(found, key=lambda s: (s["SORT"], s["ID"]))


def categories(portal: Portal, kind_id: int) -> Collection:
    """Deals number their funnels by themselves, all other kinds share one numbering."""
    return portal.collection("crm_category:2" if kind_id == DEAL else "crm_category")


def funnels(portal: Portal, kind_id: int) -> list[Record]:
    found = categories(portal, kind_id).find(ENTITY_TYPE_ID=kind_id)
    return sorted(found, key=lambda c: (c["SORT"], c["ID"]))


def default_funnel(portal: Portal, kind_id: int) -> int:
    found = funnels(portal, kind_id)
    chosen = next((c for c in found if c["IS_DEFAULT"] == "Y"), found[0] if found else None)
    return int(chosen["ID"]) if chosen else 0


def funnel_ids(portal: Portal, kind: Kind) -> list[int]:
    """The funnels of a kind; a kind with stages alone has the funnel 0."""
    return [funnel["ID"] for funnel in funnels(portal, kind.id)] if kind.has_funnels else [0]


def of_funnel(portal: Portal, kind: Kind, category_id: int) -> list[Record]:
    return dictionary(portal, kind.stage_entity(category_id))


def find(portal: Portal, kind: Kind, category_id: int, stage_id: str) -> Record | None:
    return next((s for s in of_funnel(portal, kind, category_id) if s["STATUS_ID"] == stage_id), None)


def semantics(stage: Record | None) -> str:
    """P in work, S success, F failure."""
    return (stage or {}).get("SEMANTICS") or "P"


def add_status(portal: Portal, entity_id: str, status_id: str, name: str, sort: int, **more: object) -> Record:
    record: Record = {
        "ENTITY_ID": entity_id,
        "STATUS_ID": status_id,
        "NAME": name,
        "NAME_INIT": "",
        "SORT": sort,
        "SYSTEM": "N",
        "CATEGORY_ID": None,
        "COLOR": "",
        "SEMANTICS": None,
        **more,
    }
    record["ID"] = statuses(portal).add(record)
    return record


def history(portal: Portal, kind_id: int) -> Collection:
    return portal.collection(f"stage_history:{kind_id}")


def record_entry(portal: Portal, kind: Kind, item: Record, *, created: bool, funnel_changed: bool = False) -> None:
    """One record an entry into a stage: 1 creation, 2 a move, 3 a final stage, 5 another funnel."""
    semantic = semantics(find(portal, kind, item["CATEGORY_ID"], item["STAGE_ID"]))
    how = CREATED if created else FUNNEL_CHANGED if funnel_changed else MOVED if semantic == "P" else FINISHED
    history(portal, kind.id).add(
        {
            "TYPE_ID": how,
            "OWNER_ID": item["ID"],
            "CREATED_TIME": portal.clock.iso(),
            "CATEGORY_ID": item["CATEGORY_ID"],
            "STAGE_SEMANTIC_ID": semantic,
            "STAGE_ID": item["STAGE_ID"],
        }
    )
