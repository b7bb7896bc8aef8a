"""Digital workplaces («цифровые рабочие места»), crm/automated-solution/: a smart process stands in one at most.

The bond is kept by the smart process, in `customSectionId`; the host keeps sections under numbers of their own.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import kinds
from sandbox.areas.workplaces import errors
from sandbox.params import as_int, as_list
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_workplace")


def add(portal: Portal, given: dict[str, Any]) -> Record:
    """Raises BX_EMPTY_REQUIRED, INVALID_ARG_VALUE."""
    title = _title(given.get("title"))
    section = portal.collection("crm_custom_section").add({"title": title})
    new = collection(portal).add({"title": title, "section": section})
    record = collection(portal).get(new) or {}
    _bind(portal, record, given)
    return record


def update(portal: Portal, record: Record, given: dict[str, Any]) -> Record:
    """What is not given stays. Raises BX_EMPTY_REQUIRED, INVALID_ARG_VALUE."""
    changed = {**record, "title": _title(given["title"]) if "title" in given else record["title"]}
    collection(portal).put(record["ID"], changed)
    portal.collection("crm_custom_section").change(record["section"], title=changed["title"])
    _bind(portal, changed, given)
    return changed


def delete(portal: Portal, record: Record) -> None:
    """Raises HAS_BOUND_TYPES while a smart process stands in it."""
    if type_ids(portal, record):
        raise errors.has_types()
    portal.collection("crm_custom_section").delete(record["section"])
    collection(portal).delete(record["ID"])


def type_ids(portal: Portal, record: Record) -> list[int]:
    return [found["ID"] for found in kinds.types(portal) if found.get("customSectionId") == record["section"]]


def _title(value: Any) -> str:
    title = str(value or "").strip()
    if not title:
        raise errors.no_title()
    return title


def _bind(portal: Portal, record: Record, given: dict[str, Any]) -> None:
    """The list given is the whole list; a process that stood elsewhere leaves its place."""
    if "typeIds" not in given:
        return
    wanted = {as_int(one) for one in as_list(given["typeIds"])}
    stored = portal.collection(kinds.TYPES)
    for type_id in wanted:
        if stored.get(type_id) is None:
            raise errors.type_not_found(type_id)
    for type_id in {*wanted, *type_ids(portal, record)}:
        stored.change(type_id, customSectionId=record["section"] if type_id in wanted else None)
