"""Whose timeline: entity types by the names that timeline methods use («deal», «dynamic_177»)."""

from __future__ import annotations

from sandbox.areas.crm import items, kinds, rights
from sandbox.areas.timeline import errors
from sandbox.params import as_int
from sandbox.portal import Portal

Owner = tuple[int, int]
BY_NAME = {name.lower(): kind for kind, name in kinds.NAMES.items()}


def parse(entity_type: object, entity_id: object) -> Owner:
    """(entityTypeId, id) from ENTITY_TYPE and ENTITY_ID; an unknown type gives 0."""
    name = str(entity_type).lower()
    kind = as_int(name.removeprefix("dynamic_")) if name.startswith("dynamic_") else BY_NAME.get(name, 0)
    return kind, as_int(entity_id)


def name(kind: int) -> str:
    return kinds.NAMES[kind].lower() if kind in kinds.NAMES else f"dynamic_{kind}"


def check(portal: Portal, owner: Owner, user_id: int) -> None:
    """Raises OWNER_NOT_FOUND, ACCESS_DENIED."""
    item = items.get(portal, *owner) if owner[0] else None
    if item is None:
        raise errors.owner_not_found()
    if not rights.may(portal, user_id, owner[0], item):
        raise errors.access_denied()
