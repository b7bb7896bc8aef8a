"""Universal to-dos («дело»): crm/timeline/activities/todo/."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.activities import activities, errors, owners
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.store import Record

PROVIDER = "CRM_TODO"
COLORS = ("default", "1", "2", "3", "4", "5", "6", "7")
OWN = ("color", "pings", "parent_id")  # kept beside the fields of activities


def find(portal: Portal, number: int, owner: tuple[int, int], actor: Actor) -> Record:
    """The to-do of an item. Raises OWNER_NOT_FOUND, ACCESS_DENIED, NOT_FOUND."""
    owners.check(portal, owner, actor.user_id)
    found = activities.collection(portal).get(number)
    if found is None or found["PROVIDER_ID"] != PROVIDER or list(owner) not in found["BINDINGS"]:
        raise errors.element_not_found()
    return found


def add(portal: Portal, owner: tuple[int, int], given: dict[str, Any], actor: Actor) -> Record:
    """`given`: deadline, title, description, responsible_id, color, pings (minutes before), parent_id.

    Raises OWNER_NOT_FOUND, ACCESS_DENIED, WRONG_DATETIME_FORMAT, CAN_NOT_UPDATE_WRONG_COLOR_TODO.
    """
    owners.check(portal, owner, actor.user_id)
    fields = {
        "OWNER_TYPE_ID": owner[0], "OWNER_ID": owner[1], "TYPE_ID": activities.PROVIDER, "PROVIDER_ID": PROVIDER,
        "PROVIDER_TYPE_ID": "TODO", "SUBJECT": "Дело", "RESPONSIBLE_ID": actor.user_id, "COMPLETED": "N",
        **_fields(portal, given),
    }  # fmt: skip
    added = activities.add(portal, fields, actor)
    _keep(portal, added, given)
    return added


def update(portal: Portal, found: Record, changes: dict[str, Any], actor: Actor, refusal: str) -> None:
    """`refusal` is the code for a to-do that is done. Raises it, and as `add`; ERROR_PARENT_ACTIVITY_RESTRICT."""
    if found["COMPLETED"] == "Y":
        raise errors.completed(refusal)
    parent = activities.collection(portal).get(as_int(changes.get("parent_id")))
    if parent is not None and parent["COMPLETED"] == "Y":
        raise errors.closed_parent()
    fields = _fields(portal, changes)
    _keep(portal, found, changes)
    activities.update(portal, found["ID"], fields, actor)


def _fields(portal: Portal, given: dict[str, Any]) -> Record:
    names = {"title": "SUBJECT", "description": "DESCRIPTION", "responsible_id": "RESPONSIBLE_ID"}
    fields: Record = {theirs: given[own] for own, theirs in names.items() if own in given}
    if "color" in given and str(given["color"]) not in COLORS:
        raise errors.wrong_color()
    if "deadline" in given:
        try:
            until = query.moment(given["deadline"], portal.clock.zone).isoformat("T", "seconds")
        except (ValueError, OverflowError) as error:
            raise errors.wrong_date() from error
        fields |= {"DEADLINE": until, "END_TIME": until}
    return fields


def _keep(portal: Portal, found: Record, given: dict[str, Any]) -> None:
    own = {name: value for name, value in given.items() if name in OWN}
    if own:
        activities.collection(portal).change(found["ID"], **own)
