"""crm.{lead,deal,contact,company,quote}.* on the wire: frozen by the host, used by every SDK."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox import query
from sandbox.areas.crm import classic_names, contacts, errors, importing, items, kinds, rights
from sandbox.areas.crm.kinds import Kind
from sandbox.call import PAGE, Call, Page, method
from sandbox.errors import HostError
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.store import Record

METHODS = {
    "lead": kinds.LEAD,
    "deal": kinds.DEAL,
    "contact": kinds.CONTACT,
    "company": kinds.COMPANY,
    "quote": kinds.QUOTE,
}


NOT_FOUND = ("", "Not found")
QUOTE_NOT_FOUND = {  # crm/quote/crm-quote-update.md, crm-quote-delete.md
    "update": ("", "Quote is not found"),
    "delete": ("ERROR_CORE", "Элемент не найден"),
}
WITH_IMPORT = (kinds.CONTACT, kinds.QUOTE)


def _item(call: Call, kind: Kind, verb: str = "get") -> Record:
    item_id = as_int(call.get_any_case("id"))
    if item_id <= 0:
        raise errors.classic("ID is not defined or invalid.")
    item = items.get(call.portal, kind.id, item_id)
    if item is None:
        raise HostError(*(QUOTE_NOT_FOUND.get(verb, NOT_FOUND) if kind.id == kinds.QUOTE else NOT_FOUND))
    if not rights.may(call.portal, call.user_id, kind.id, item):
        raise errors.classic("Access denied.")
    return item


def _given(call: Call, kind: Kind) -> dict[str, Any]:
    given = call.get_any_case("fields", {})
    if not isinstance(given, (dict, list)):
        raise errors.classic("Parameter 'fields' must be array.")
    return classic_names.to_fields(kind, as_map(given))


def _params(call: Call) -> dict[str, Any]:
    given = call.get_any_case("params", {})
    if not isinstance(given, (dict, list)):
        raise errors.classic("Parameter 'params' must be array.")
    return as_map(given)


def _worded(act: Callable[[], Record]) -> Record:
    """Old methods have no codes, only words."""
    try:
        return act()
    except HostError as error:
        raise errors.classic(error.description) from error


def get(call: Call, kind: Kind) -> Any:
    item = _item(call, kind)
    names = classic_names.fields_by_name(kind)
    single = {name: field for name, field in names.items() if field.dynamic or not field.multiple}
    shown = classic_names.shown(call, kind, item, single)
    return {**shown, **classic_names.always_null(kind), **classic_names.details(item)}


def add(call: Call, kind: Kind) -> int:
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.classic("Access denied.")
    given, params = _given(call, kind), _params(call)
    is_import = kind.id in WITH_IMPORT and as_bool(params.get("IMPORT"))

    def act() -> Record:
        history = importing.history(call.portal, kind, given) if is_import else None
        return items.add(call.portal, kind.id, given, call.actor, history=history)

    return int(_worded(act)["ID"])


def update(call: Call, kind: Kind) -> bool:
    item, given, _ = _item(call, kind, "update"), _given(call, kind), _params(call)
    _worded(lambda: items.update(call.portal, kind.id, item["ID"], given, call.actor))
    return True


def delete(call: Call, kind: Kind) -> bool:
    items.delete(call.portal, kind.id, _item(call, kind, "delete")["ID"], call.actor)
    return True


def fields(call: Call, kind: Kind) -> Any:
    return classic_names.described(kind)


def list_items(call: Call, kind: Kind) -> Page:
    """An unknown field in the filter is ignored, unlike crm.item.list."""
    columns = classic_names.columns(kind)
    asked = {key.upper(): value for key, value in as_map(call.get_any_case("filter")).items()}
    condition = _condition(call, kind, asked, columns)
    upper_order = {str(k).upper(): v for k, v in as_map(call.get_any_case("order")).items()}
    order = query.order(upper_order, columns, strict=False)
    stored, start = kinds.items(call.portal, kind.id), call.start
    rows = stored.select(condition.sql, condition.args, order=order, limit=PAGE, offset=max(start, 0))
    shown = [_row(call, kind, row) for row in rows]
    if start < 0:
        return Page(shown, 0)
    total = stored.count(condition.sql, condition.args)
    return Page(shown, total, start + PAGE if start + PAGE < total else None)


def _condition(call: Call, kind: Kind, asked: dict[str, Any], columns: dict[str, query.Column]) -> query.Where:
    condition = query.where(asked, columns, call.portal.clock.zone, strict=False)
    parts, args = ([condition.sql], list(condition.args)) if condition.sql else ([], [])
    for type_id in ("EMAIL", "PHONE"):
        wanted = asked.get(type_id, asked.get("=" + type_id))
        if kind.id in classic_names.WITH_DETAILS and wanted is not None:
            source = "json_each(json_extract(data, '$.FM')) AS entry"
            what = "json_extract(entry.value, '$.TYPE_ID') = ? AND fold(json_extract(entry.value, '$.VALUE')) = fold(?)"
            parts.append(f"EXISTS (SELECT 1 FROM {source} WHERE {what})")  # noqa: S608 -- constants
            args += [type_id, str(wanted)]
    if rights.own_only(call.portal, call.user_id, kind.id):
        parts.append("json_extract(data, '$.ASSIGNED_BY_ID') = ?")
        args.append(call.user_id)
    return query.Where(" AND ".join(f"({part})" for part in parts), args)


def _row(call: Call, kind: Kind, item: Record) -> dict[str, Any]:
    """`select`: by default everything but user fields and phones; "UF_*" adds the former."""
    names = classic_names.fields_by_name(kind)
    wanted = [str(name).upper() for name in as_list(call.get_any_case("select"))]
    everything = not wanted or "*" in wanted
    chosen = {
        name: field
        for name, field in names.items()
        if (everything and not field.dynamic and not field.multiple)
        or name in wanted
        or (field.dynamic and "UF_*" in wanted)
        or name == "ID"
    }
    details = tuple(name for name in contacts.TYPES if name in wanted)
    nulls = classic_names.always_null(kind) if everything and kind.id in kinds.WITHOUT_FUNNELS else {}
    return {**classic_names.shown(call, kind, item, chosen), **nulls, **classic_names.details(item, details)}


VERBS: dict[str, Callable[[Call, Kind], Any]] = {
    "get": get,
    "add": add,
    "update": update,
    "delete": delete,
    "list": list_items,
    "fields": fields,
}


def _register(object_name: str, kind_id: int, verb: str) -> None:
    @method(f"crm.{object_name}.{verb}", scope="crm")
    def run(call: Call) -> Any:
        return VERBS[verb](call, kinds.find(call.portal, kind_id))


for _name, _kind_id in METHODS.items():
    for _verb in VERBS:
        _register(_name, _kind_id, _verb)
