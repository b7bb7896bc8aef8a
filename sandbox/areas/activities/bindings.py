"""To which items an activity belongs («привязки дела»): crm/timeline/activities/binding/. At most 100."""

from __future__ import annotations

from sandbox.areas.activities import activities, errors
from sandbox.areas.crm import items
from sandbox.portal import Portal
from sandbox.store import Record


def _activity(portal: Portal, activity_id: int) -> Record:
    found = activities.collection(portal).get(activity_id)
    if found is None:
        raise errors.element_not_found()
    return found


def listed(portal: Portal, activity_id: int) -> list[list[int]]:
    """Raises NOT_FOUND."""
    return list(_activity(portal, activity_id)["BINDINGS"])


def add(portal: Portal, activity_id: int, kind: int, item_id: int) -> None:
    """Raises NOT_FOUND, OWNER_NOT_FOUND, ACTIVITY_IS_ALREADY_BOUND."""
    bound = listed(portal, activity_id)
    if items.get(portal, kind, item_id) is None:
        raise errors.owner_not_found()
    if [kind, item_id] in bound:
        raise errors.already_bound()
    activities.collection(portal).change(activity_id, BINDINGS=[*bound, [kind, item_id]])


def delete(portal: Portal, activity_id: int, kind: int, item_id: int) -> None:
    """Raises NOT_FOUND, BINDING_NOT_FOUND, LAST_BINDING_CANNOT_BE_DELETED."""
    bound = listed(portal, activity_id)
    if [kind, item_id] not in bound:
        raise errors.not_bound()
    if len(bound) == 1:
        raise errors.last_binding()
    left = [pair for pair in bound if pair != [kind, item_id]]
    owner = dict(zip(("OWNER_TYPE_ID", "OWNER_ID"), left[0], strict=True))
    activities.collection(portal).change(activity_id, BINDINGS=left, **owner)


def move(portal: Portal, activity_id: int, source: tuple[int, int], target: tuple[int, int]) -> None:
    """From one item to another of the same kind. Raises what `add` raises, and about source and target."""
    bound = listed(portal, activity_id)
    if source[0] != target[0]:
        raise errors.kinds_differ()
    if source == target:
        raise errors.same_item()
    if items.get(portal, *target) is None:
        raise errors.owner_not_found()
    if list(source) not in bound:
        raise errors.not_bound_to_source()
    if list(target) in bound:
        raise errors.already_bound()
    moved = [list(target) if pair == list(source) else pair for pair in bound]
    owner = dict(zip(("OWNER_TYPE_ID", "OWNER_ID"), moved[0], strict=True))
    activities.collection(portal).change(activity_id, BINDINGS=moved, **owner)
