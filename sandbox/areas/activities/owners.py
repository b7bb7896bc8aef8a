"""The item that an activity is made for («владелец дела»)."""

from __future__ import annotations

from sandbox.areas.activities import errors
from sandbox.areas.crm import items, rights
from sandbox.portal import Portal


def check(portal: Portal, owner: tuple[int, int], user_id: int) -> None:
    """`owner`: entityTypeId and id. Raises OWNER_NOT_FOUND, ACCESS_DENIED."""
    item = items.get(portal, *owner)
    if item is None:
        raise errors.owner_not_found()
    if not rights.may(portal, user_id, owner[0], item):
        raise errors.not_allowed()
