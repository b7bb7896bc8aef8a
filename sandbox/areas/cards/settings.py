"""Settings of cards («параметры карточки»): crm/universal/item-details-configuration/.

Kept by kind, funnel (or another part that `extras` names), scope and person; the common ones belong to nobody.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sandbox.areas.cards import errors
from sandbox.params import as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

PERSONAL, COMMON = "P", "C"


@dataclass(frozen=True)
class Place:
    """Whose card of what; `part`: the funnel's number, or the sort of a lead."""

    kind: int
    part: int
    scope: str
    user_id: int


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_card_settings")


def find(portal: Portal, place: Place) -> list[Record] | None:
    """The sections, or None when nobody has set any."""
    found = collection(portal).first(**asdict(place))
    return found["sections"] if found else None


def put(portal: Portal, place: Place, sections: list[Record]) -> None:
    reset(portal, place)
    collection(portal).add({**asdict(place), "sections": sections})


def reset(portal: Portal, place: Place) -> None:
    for found in collection(portal).find(**asdict(place)):
        collection(portal).delete(found["ID"])


def force_common(portal: Portal, kind: int, part: int) -> None:
    """Everybody has the common card from now on: people's own settings are gone."""
    for found in collection(portal).find(kind=kind, part=part, scope=PERSONAL):
        collection(portal).delete(found["ID"])


def checked(data: Any) -> list[Record]:
    """The sections of `data`. Raises in the host's words."""
    if not isinstance(data, (list, dict)):
        raise errors.worded("Parameter 'data' must be array.")
    if not data:
        raise errors.worded("There are no data to write.")
    if isinstance(data, dict):
        raise errors.worded("The data must be indexed array.")
    return [_section(number, as_map(given)) for number, given in enumerate(data)]


def _section(number: int, given: dict[str, Any]) -> Record:
    at = f"Section at index {number}"
    if given.get("type") != "section":
        raise errors.worded(f"{at} have type {given.get('type', '')}. The expected type is 'section'.")
    for name in ("name", "title"):
        if not given.get(name):
            raise errors.worded(f"{at} does not have {name}.")
    elements = [_element(number, place, as_map(one)) for place, one in enumerate(as_list(given.get("elements")))]
    return {"name": str(given["name"]), "title": str(given["title"]), "type": "section", "elements": elements}


def _element(section: int, number: int, given: dict[str, Any]) -> Record:
    if not given.get("name"):
        raise errors.worded(f"Element at index {number} in section at index {section} does not have name.")
    flag = "1" if as_int(given.get("optionFlags")) == 1 else "0"
    element: Record = {"name": str(given["name"]), "optionFlags": flag}
    options = as_map(given.get("options"))
    return {**element, "options": options} if options else element
