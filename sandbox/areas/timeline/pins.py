"""Records pinned above a timeline («закреплённые записи»): crm/timeline/actions/.

The overview says seven at most, the table of errors speaks of three: here seven, with the table's words.
"""

from __future__ import annotations

from sandbox.areas.timeline import errors, notes, owners
from sandbox.areas.timeline.owners import Owner
from sandbox.portal import Actor, Portal
from sandbox.store import Collection

MOST = 7


def collection(portal: Portal) -> Collection:
    return portal.collection("timeline_pin")


def pin(portal: Portal, owner: Owner, number: int, actor: Actor) -> None:
    """Raises OWNER_NOT_FOUND, ACCESS_DENIED, NOT_FOUND, 0 (too many)."""
    _check(portal, owner, number, actor)
    known = collection(portal).find(owner=list(owner))
    if any(row["record"] == number for row in known):
        return
    if len(known) >= MOST:
        raise errors.too_many_pinned()
    collection(portal).add({"owner": list(owner), "record": number})


def unpin(portal: Portal, owner: Owner, number: int, actor: Actor) -> None:
    """Raises OWNER_NOT_FOUND, ACCESS_DENIED, NOT_FOUND."""
    _check(portal, owner, number, actor)
    for row in collection(portal).find(owner=list(owner), record=number):
        collection(portal).delete(row["ID"])


def _check(portal: Portal, owner: Owner, number: int, actor: Actor) -> None:
    owners.check(portal, owner, actor.user_id)
    if not notes.is_record(portal, owner, number):
        raise errors.element_not_found()
