"""Badges of configurable activities («бейджи дел»), shown on boards while the activity is open.

crm/timeline/activities/configurable/badges/. A badge is found by its code.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import activities, errors, layouts
from sandbox.portal import Portal
from sandbox.store import Collection, Record

KINDS = ("crm_activity", "crm_badge")
FIELDS = ("code", "title", "value", "type")


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_badge")


def shown(badge: Record) -> dict[str, Any]:
    return {name: badge[name] for name in FIELDS}


def get(portal: Portal, code: str) -> Record:
    """Raises NOT_FOUND."""
    found = collection(portal).first(code=code)
    if found is None:
        raise errors.badge_not_found()
    return found


def add(portal: Portal, given: dict[str, Any]) -> Record:
    """Raises REQUIRED_ARG_MISSING, ENUM_FIELD, and ALREADY_EXISTS (a guess: the docs only say that it cannot be)."""
    if not all(given.get(name) for name in FIELDS):
        raise errors.badge_incomplete()
    if given["type"] not in layouts.COLOURS:
        raise errors.not_of_list("type")
    if collection(portal).first(code=str(given["code"])):
        raise errors.badge_exists()
    texts = {name: given[name] if isinstance(given[name], dict) else str(given[name]) for name in FIELDS}
    texts["ID"] = collection(portal).add(texts)
    return texts


def of_item(portal: Portal, kind: int, item_id: int) -> Record | None:
    """The badge of the last open activity that has one."""
    return portal.store.remember(KINDS, "badges", lambda: _by_item(portal)).get((kind, item_id))


def _by_item(portal: Portal) -> dict[tuple[int, int], Record]:
    """At once for all: a board asks for each of its cards."""
    known = {badge["code"]: badge for badge in collection(portal).all()}
    with_badge = "json_extract(data, '$.badgeCode') != '' AND json_extract(data, '$.COMPLETED') = 'N'"
    found = activities.collection(portal).select(with_badge) if known else []
    return {
        (kind, item_id): known[activity["badgeCode"]]
        for activity in found
        if activity["badgeCode"] in known
        for kind, item_id in activity["BINDINGS"]
    }
