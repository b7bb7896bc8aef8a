"""Fields that must be filled: always, or from a stage on («обязательные поля», «обязательно на стадии»)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import errors
from sandbox.areas.crm.kinds import Kind
from sandbox.portal import Portal
from sandbox.store import Record

COLLECTION = "crm_required"


def require_on_stage(portal: Portal, kind_id: int, field: str, stage_ids: list[str]) -> None:
    """What a person sets in the card: an item may not stand on these stages with the field empty."""
    record = {"KIND": kind_id, "FIELD": field, "STAGES": stage_ids}
    portal.collection(COLLECTION).add(record)


def check(portal: Portal, kind: Kind, item: Record, given: Record, *, new: bool, moved: bool = True) -> None:
    """Raises CRM_FIELD_ERROR_REQUIRED, naming the first empty field."""
    for field in kind.fields.values():
        if field.required and _is_empty(item.get(field.name)) and (new or field.name in given):
            raise errors.required(field.title)
    if not kind.has_stages or not moved:
        return
    for record in portal.collection(COLLECTION).find(KIND=kind.id):
        name = record["FIELD"]
        if item["STAGE_ID"] in record["STAGES"] and name in kind.fields and _is_empty(item.get(name)):
            raise errors.required(kind.fields[name].title)


def _is_empty(value: Any) -> bool:
    return value in (None, "", 0, []) and value is not False
