"""Call lists («обзвоны»), crm/call-list/: contacts or companies with how the call to each of them stands."""

from __future__ import annotations

from typing import Any

from sandbox.areas.calllist import errors
from sandbox.areas.crm import items, kinds, rights, stages
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

KINDS = {"CONTACT": kinds.CONTACT, "COMPANY": kinds.COMPANY}
NAMES = {number: name for name, number in KINDS.items()}
STATUSES = "CALL_LIST"
FIRST_STATUS = "IN_WORK"


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_calllist")


def statuses(portal: Portal) -> set[str]:
    return {status["STATUS_ID"] for status in stages.dictionary(portal, STATUSES)}


def members(portal: Portal, kind: int, given: list[Any], code: str) -> list[int]:
    """The numbers of the items, each once. Raises `code` when one of them is not in CRM."""
    numbers = list(dict.fromkeys(as_int(one) for one in given))
    if any(items.get(portal, kind, number) is None for number in numbers):
        raise errors.wrong_items(code)
    return numbers


def add(portal: Portal, kind: int, numbers: list[int], form: Any, actor: Actor) -> int:
    """Raises ACCESS_ERROR, WEBFORM_ERROR."""
    if rights.access(portal, actor.user_id) == "none":
        raise errors.no_access("You don't have access to these entities")
    _check_form(form)
    record = {
        "DATE_CREATE": portal.clock.iso(),
        "CREATED_BY_ID": actor.user_id,
        "ENTITY_TYPE_ID": kind,
        "WEBFORM_ID": None,
        "ITEMS": _items(numbers, []),
    }
    return collection(portal).add(record)


def change(portal: Portal, record: Record, numbers: list[int], form: Any) -> None:
    """The whole list anew: who stays keeps the status of the call. Raises WEBFORM_ERROR."""
    _check_form(form)
    collection(portal).change(record["ID"], ITEMS=_items(numbers, record["ITEMS"]))


def visible(portal: Portal, record: Record, user_id: int) -> bool:
    """A list is for those who may see at least one of its items."""
    found = (items.get(portal, record["ENTITY_TYPE_ID"], row["ID"]) for row in record["ITEMS"])
    left = [item for item in found if item is not None]
    return not left or any(rights.may(portal, user_id, record["ENTITY_TYPE_ID"], item) for item in left)


def _items(numbers: list[int], before: list[Record]) -> list[Record]:
    known = {row["ID"]: row["STATUS"] for row in before}
    return [{"ID": number, "STATUS": known.get(number, FIRST_STATUS)} for number in numbers]


def _check_form(given: Any) -> None:
    """A sandbox has no CRM forms: every number of one is wrong."""
    if as_int(given):
        raise errors.wrong_form()
