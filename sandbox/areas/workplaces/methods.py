"""crm.automatedsolution.* on the wire (crm/automated-solution/): for administrators."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm.field import Field
from sandbox.areas.workplaces import errors, workplaces
from sandbox.call import PAGE, Call, Page, method
from sandbox.params import as_int, as_map
from sandbox.query import Column
from sandbox.store import Record

FIELDS = [
    Field("ID", "integer", "ID", readonly=True),
    Field("TITLE", "string", "TITLE", required=True),
    Field("TYPE_IDS", "crm_dynamic_type", "TYPE_IDS", multiple=True),
]
COLUMNS = {"id": Column("ID", "integer"), "title": Column("title")}


def _check(call: Call) -> None:
    if not call.is_admin:
        raise errors.access_denied()


def _found(call: Call) -> Record:
    found = workplaces.collection(call.portal).get(as_int(call.require("id")))
    if found is None:
        raise errors.not_found()
    return found


def _shown(call: Call, record: Record) -> dict[str, Any]:
    return {"id": record["ID"], "title": record["title"], "typeIds": workplaces.type_ids(call.portal, record)}


@method("crm.automatedsolution.fields", scope="crm")
def fields(call: Call) -> Any:
    _check(call)
    return {field.camel: field.described() for field in FIELDS}


@method("crm.automatedsolution.add", scope="crm")
def add(call: Call) -> Any:
    _check(call)
    return {"automatedSolution": _shown(call, workplaces.add(call.portal, as_map(call.require("fields"))))}


@method("crm.automatedsolution.get", scope="crm")
def get(call: Call) -> Any:
    _check(call)
    return {"automatedSolution": _shown(call, _found(call))}


@method("crm.automatedsolution.update", scope="crm")
def update(call: Call) -> Any:
    _check(call)
    changed = workplaces.update(call.portal, _found(call), as_map(call.require("fields")))
    return {"automatedSolution": _shown(call, changed)}


@method("crm.automatedsolution.delete", scope="crm")
def delete(call: Call) -> None:
    _check(call)
    workplaces.delete(call.portal, _found(call))


@method("crm.automatedsolution.list", scope="crm")
def listed(call: Call) -> Page:
    """By `id` and `title` only."""
    _check(call)
    try:
        condition = query.where(as_map(call.get("filter")), COLUMNS, call.portal.clock.zone)
    except query.UnknownField as unknown:
        raise errors.not_allowed(unknown.name, "filter") from unknown
    try:
        order = query.order(as_map(call.get("order")), COLUMNS)
    except query.UnknownField as unknown:
        raise errors.not_allowed(unknown.name, "order") from unknown
    stored, start = workplaces.collection(call.portal), call.start
    rows = stored.select(condition.sql, condition.args, order=order, limit=PAGE, offset=max(start, 0))
    shown = {"automatedSolutions": [_shown(call, row) for row in rows]}
    if start < 0:
        return Page(shown, 0)
    total = stored.count(condition.sql, condition.args)
    return Page(shown, total, start + PAGE if start + PAGE < total else None)
