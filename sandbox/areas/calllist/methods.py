"""crm.calllist.* on the wire (crm/call-list/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.calllist import calllists, errors
from sandbox.areas.crm import rights, stages
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.query import Column
from sandbox.store import Record

NUMBERS = ("ID", "CREATED_BY_ID", "WEBFORM_ID", "ENTITY_TYPE_ID")
COLUMNS = {**{name: Column(name, "integer") for name in NUMBERS}, "DATE_CREATE": Column("DATE_CREATE", "datetime")}
SHOWN = ("ID", "DATE_CREATE", "CREATED_BY_ID", "WEBFORM_ID", "ENTITY_TYPE_ID")


def _required(call: Call, name: str) -> Any:
    found = call.get_any_case(name)
    if found is None:
        raise errors.absent(name)
    return found


def _shown(call: Call, record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    """Strings, the instant without a zone; no form is null."""
    created = query.moment(record["DATE_CREATE"], call.portal.clock.zone).strftime("%Y-%m-%d %H:%M:%S")
    told = {name: None if record[name] is None else str(record[name]) for name in NUMBERS} | {"DATE_CREATE": created}
    return {name: told[name] for name in names}


def _found(call: Call, name: str, words: str) -> Record:
    found = calllists.collection(call.portal).get(as_int(_required(call, name)))
    if found is None or not calllists.visible(call.portal, found, call.user_id):
        raise errors.wrong_list(words)
    return found


@method("crm.calllist.statuslist", scope="crm")
def status_list(call: Call) -> Any:
    keys = ("ID", "NAME", "SORT", "STATUS_ID")
    return [{key: status[key] for key in keys} for status in stages.dictionary(call.portal, calllists.STATUSES)]


@method("crm.calllist.add", scope="crm")
def add(call: Call) -> int:
    asked, entities = _required(call, "ENTITY_TYPE"), _required(call, "ENTITIES")
    kind = calllists.KINDS.get(str(asked))
    if not isinstance(entities, (list, dict)):
        raise errors.not_a_list()
    if kind is None:
        raise errors.wrong_kind()
    numbers = calllists.members(call.portal, kind, as_list(entities), "ENTITY_ERROR")
    return calllists.add(call.portal, kind, numbers, call.get_any_case("WEBFORM_ID"), call.actor)


@method("crm.calllist.get", scope="crm")
def get(call: Call) -> Any:
    found = _found(call, "ID", "Incorrect list id")
    return {**_shown(call, found, SHOWN), "ENTITY_TYPE": calllists.NAMES[found["ENTITY_TYPE_ID"]]}


@method("crm.calllist.update", scope="crm")
def update(call: Call) -> bool:
    _required(call, "LIST_ID")
    asked, entities = _required(call, "ENTITY_TYPE"), _required(call, "ENTITIES")
    kind = calllists.KINDS.get(str(asked))
    if kind is None:
        raise errors.wrong_kind("EntityType is incorrect")
    if not isinstance(entities, (list, dict)):
        raise errors.not_a_list()
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.no_access("Access Denied")
    found = _found(call, "LIST_ID", "Incorrect list id or access denied")
    if found["ENTITY_TYPE_ID"] != kind:
        raise errors.wrong_kind("Discrepancy between the type of call participants and incoming type")
    numbers = calllists.members(call.portal, kind, as_list(entities), "ENTITIES_ERROR")
    calllists.change(call.portal, found, numbers, call.get_any_case("WEBFORM_ID"))
    return True


@method("crm.calllist.list", scope="crm")
def listed(call: Call) -> Page:
    wanted = tuple(str(name) for name in as_list(call.get_any_case("select")) if name != "*") or SHOWN
    unknown = next((name for name in wanted if name not in SHOWN), None)
    if unknown is not None:
        raise errors.unknown_field(unknown)
    try:
        condition = query.where(as_map(call.get_any_case("filter")), COLUMNS, call.portal.clock.zone)
        order = query.order(as_map(call.get_any_case("order")), COLUMNS)
    except query.UnknownField as wrong:
        raise errors.unknown_field(wrong.name) from wrong
    rows = calllists.collection(call.portal).select(condition.sql, condition.args, order=order)
    seen = [row for row in rows if calllists.visible(call.portal, row, call.user_id)]
    return page_of([_shown(call, row, wanted) for row in seen], call)


@method("crm.calllist.items.get", scope="crm")
def items_get(call: Call) -> Any:
    number = as_int(_required(call, "LIST_ID"))
    if number < 1:
        raise errors.wrong_list("List id should be positive")
    found = calllists.collection(call.portal).get(number)
    if found is None:
        raise errors.wrong_list("Call list is not found")
    if not calllists.visible(call.portal, found, call.user_id):
        raise errors.no_access("You do not have access to the participants of this call list")
    status = as_map(call.get_any_case("filter")).get("STATUS")
    if status is not None and str(status) not in calllists.statuses(call.portal):
        raise errors.wrong_status()
    rows = [row for row in found["ITEMS"] if status in (None, row["STATUS"])]
    return [{"ID": row["ID"], "STATUS": row["STATUS"], "ENTITY_TYPE": found["ENTITY_TYPE_ID"]} for row in rows]
