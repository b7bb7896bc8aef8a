"""Items that come from another system («импорт»); crm/universal/import/.

An administrator may keep their history: who made, changed and moved them, and when. Automation does not run.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.areas.crm import errors, items, kinds, values
from sandbox.areas.crm.kinds import Kind
from sandbox.portal import Actor, Portal
from sandbox.store import Record

HISTORY = ("CREATED_TIME", "UPDATED_TIME", "MOVED_TIME", "CREATED_BY", "UPDATED_BY", "MOVED_BY")


def add(portal: Portal, kind: Kind, given: dict[str, Any], actor: Actor) -> Record:
    """A new item from fields by UPPER name. Raises CRM_FIELD_ERROR_VALUE_NOT_VALID, CRM_FIELD_ERROR_REQUIRED."""
    kept = history(portal, kind, given)
    if kept and not portal.is_admin(actor.user_id):
        raise errors.invalid_value(kind.fields[next(iter(kept))].title)
    _check_times(portal, kind, kept)
    return items.add(portal, kind.id, given, actor, history=kept)


def history(portal: Portal, kind: Kind, given: dict[str, Any]) -> Record:
    """What is told of who and when; an item was last moved when it was last changed, unless told."""
    told = {name: given[name] for name in HISTORY if name in kind.fields and given.get(name) not in (None, "")}
    kept = {name: values.incoming(portal, kind.fields[name], value) for name, value in told.items()}
    if "UPDATED_TIME" in kept and "MOVED_TIME" in kind.fields:
        kept.setdefault("MOVED_TIME", kept["UPDATED_TIME"])
    return kept


def _check_times(portal: Portal, kind: Kind, kept: Record) -> None:
    """Older items first; changed after it was made, moved in between, nothing in the future."""
    now = portal.clock.now()
    made, changed = _time(kept, "CREATED_TIME", now), _time(kept, "UPDATED_TIME", now)
    wrong = {
        "CREATED_TIME": made > now or made < _newest(portal, kind, made),
        "UPDATED_TIME": changed > now or changed < made,
        "MOVED_TIME": not made <= _time(kept, "MOVED_TIME", changed) <= changed,
    }
    for name, is_wrong in wrong.items():
        if name in kept and is_wrong:
            raise errors.invalid_value(kind.fields[name].title)


def _time(kept: Record, name: str, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(kept[name]) if name in kept else otherwise


def _newest(portal: Portal, kind: Kind, otherwise: datetime) -> datetime:
    """When the last of the items there was made."""
    order = "json_extract(data, '$.CREATED_TIME') DESC"
    found = kinds.items(portal, kind.id).select(order=order, limit=1)
    return datetime.fromisoformat(found[0]["CREATED_TIME"]) if found else otherwise
