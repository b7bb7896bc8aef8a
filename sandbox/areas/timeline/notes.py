"""Notes on records and activities of a timeline («заметки»): crm/timeline/note/. One for each."""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import activities
from sandbox.areas.timeline import comments, errors, messages, owners
from sandbox.areas.timeline.owners import Owner
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

RECORD, ACTIVITY = 1, 2


def collection(portal: Portal) -> Collection:
    return portal.collection("timeline_note")


def save(portal: Portal, owner: Owner, item: tuple[int, int], text: str, actor: Actor) -> None:
    """`item` is (itemType, itemId). Raises NOT_FOUND, ACCESS_DENIED."""
    _check(portal, owner, item, actor)
    now = portal.clock.iso()
    known = _find(portal, owner, item)
    stamp: Record = {"text": text, "updatedById": actor.user_id, "updatedTime": now}
    if known is None:
        key = {"owner": list(owner), "item": list(item)}
        collection(portal).add({**key, **stamp, "createdById": actor.user_id, "createdTime": now})
    else:
        collection(portal).change(known["ID"], **stamp)


def get(portal: Portal, owner: Owner, item: tuple[int, int], actor: Actor) -> dict[str, Any]:
    """Raises NOT_FOUND, ACCESS_DENIED."""
    found = _existing(portal, owner, item, actor)
    return {name: found[name] for name in ("text", "createdById", "createdTime", "updatedById", "updatedTime")}


def delete(portal: Portal, owner: Owner, item: tuple[int, int], actor: Actor) -> None:
    """Raises NOT_FOUND, ACCESS_DENIED."""
    collection(portal).delete(_existing(portal, owner, item, actor)["ID"])


def _existing(portal: Portal, owner: Owner, item: tuple[int, int], actor: Actor) -> Record:
    _check(portal, owner, item, actor)
    found = _find(portal, owner, item)
    if found is None:
        raise errors.element_not_found()
    return found


def _find(portal: Portal, owner: Owner, item: tuple[int, int]) -> Record | None:
    return collection(portal).first(owner=list(owner), item=list(item))


def _check(portal: Portal, owner: Owner, item: tuple[int, int], actor: Actor) -> None:
    owners.check(portal, owner, actor.user_id)
    kind, number = item
    if kind == ACTIVITY:
        found = activities.collection(portal).get(number)
        is_there = found is not None and list(owner) in found["BINDINGS"]
    else:
        is_there = kind == RECORD and is_record(portal, owner, number)
    if not is_there:
        raise errors.element_not_found()


def is_record(portal: Portal, owner: Owner, number: int) -> bool:
    """Is there a comment or a log record of that number in the owner's timeline?"""
    comment, message = comments.collection(portal).get(number), messages.collection(portal).get(number)
    is_comment = comment is not None and list(owner) in comment["BINDINGS"]
    return is_comment or (message is not None and (message["kind"], message["item_id"]) == owner)
