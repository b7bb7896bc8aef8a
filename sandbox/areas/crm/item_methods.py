"""crm.item.* on the wire (crm/universal/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import errors, items, kinds, rights, stages, values
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.areas.crm.projection import Projection
from sandbox.call import PAGE, Call, Page, Raw, method
from sandbox.errors import missing_parameter
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.store import Record


def kind_of(call: Call) -> Kind:
    return kinds.find(call.portal, as_int(call.require("entityTypeId", "entitytypeid")))


def names_of(call: Call, kind: Kind) -> dict[str, Field]:
    return kind.names(as_bool(call.get("useOriginalUfNames", default="N")))


def shown(call: Call, kind: Kind, item: Record) -> dict[str, Any]:
    return _projection(call, kind, ()).shown(call, item)


def _projection(call: Call, kind: Kind, wanted: tuple[str, ...]) -> Projection:
    """`wanted`: the names of `select`, none for all."""
    original = as_bool(call.get("useOriginalUfNames", default="N"))
    return call.portal.store.remember(
        kinds.DEPENDS,
        ("projection", kind.id, original, wanted),
        lambda: Projection(kind, _selected(kind.names(original), wanted)),
    )


def upper_fields(call: Call, kind: Kind) -> dict[str, Any]:
    given = call.get("fields")
    if given is None:
        raise missing_parameter("fields")
    return upper_names(kind, as_map(given))


def upper_names(kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    """Fields by UPPER name: camel, original and UPPER names are understood, others dropped."""
    by_name = {**{f.name: f for f in kind.fields.values()}, **kind.names(True), **kind.names(False)}
    return {by_name[name].name: value for name, value in given.items() if name in by_name}


def existing(call: Call, kind: Kind) -> Record:
    item = items.get(call.portal, kind.id, as_int(call.require("id", "ID")))
    if item is None:
        raise errors.item_not_found()
    rights.check(call.portal, call.user_id, kind.id, item)
    return item


@method("crm.item.fields", scope="crm")
def fields(call: Call) -> Any:
    kind = kind_of(call)
    return {"fields": {name: _described(call, kind, field) for name, field in names_of(call, kind).items()}}


def _described(call: Call, kind: Kind, field: Field) -> dict[str, Any]:
    """Stages name the dictionary of the funnel that `categoryId` asks for, else of the default one."""
    shown_field = field.described()
    if field.name in ("STAGE_ID", "PREVIOUS_STAGE_ID"):
        funnel = as_int(call.get("categoryId"), stages.default_funnel(call.portal, kind.id))
        shown_field["statusType"] = kind.stage_entity(funnel)
    return shown_field


@method("crm.item.get", scope="crm")
def get(call: Call) -> Any:
    kind = kind_of(call)
    return {"item": shown(call, kind, existing(call, kind))}


@method("crm.item.add", scope="crm")
def add(call: Call) -> Any:
    kind = kind_of(call)
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.access_denied()
    item = items.add(call.portal, kind.id, upper_fields(call, kind), call.actor)
    return {"item": shown(call, kind, item)}


@method("crm.item.update", scope="crm")
def update(call: Call) -> Any:
    kind = kind_of(call)
    before = existing(call, kind)
    item = items.update(call.portal, kind.id, before["ID"], upper_fields(call, kind), call.actor)
    return {"item": shown(call, kind, item)}


@method("crm.item.delete", scope="crm")
def delete(call: Call) -> Any:
    kind = kind_of(call)
    items.delete(call.portal, kind.id, existing(call, kind)["ID"], call.actor)
    return []


@method("crm.item.list", scope="crm")
def list_items(call: Call) -> Page:
    kind = kind_of(call)
    condition, order = _asked(call, kind.item_columns)
    if rights.own_only(call.portal, call.user_id, kind.id):
        own = "json_extract(data, '$.ASSIGNED_BY_ID') = ?"
        joined = f"({condition.sql}) AND {own}" if condition.sql else own
        condition = query.Where(joined, [*condition.args, call.user_id])
    stored, start = kinds.items(call.portal, kind.id), call.start
    rows = stored.select(condition.sql, condition.args, order=order, limit=PAGE, offset=max(start, 0))
    wanted = tuple(str(name) for name in as_list(call.get("select", "SELECT")))
    result = {"items": _projection(call, kind, wanted).page(call, rows)}
    if start < 0:
        return Page(result, 0)
    total = stored.count(condition.sql, condition.args)
    return Page(result, total, start + PAGE if start + PAGE < total else None)


def _asked(call: Call, columns: dict[str, query.Column]) -> tuple[query.Where, str]:
    """Filter and order of the call. Raises INVALID_ARG_VALUE."""
    try:
        condition = query.where(as_map(call.get("filter", "FILTER")), columns, call.portal.clock.zone)
    except query.InvalidValue as wrong:
        raise errors.bad_filter_value(wrong.name) from wrong
    except query.UnknownField as unknown:
        raise errors.not_in_filter(unknown.name) from unknown
    try:
        # fast-bitrix24 and others send the old name `ID` here, and the host lets it pass.
        asked = {name: way for name, way in as_map(call.get("order", "ORDER")).items() if name != "ID"}
        return condition, query.order(asked, columns)
    except query.InvalidDirection as wrong:
        raise errors.bad_direction(wrong.name, wrong.direction) from wrong
    except query.UnknownField as unknown:
        raise errors.not_in_order(unknown.name) from unknown


def _selected(names: dict[str, Field], wanted: tuple[str, ...]) -> dict[str, Field]:
    """`select`: "*" is everything; names not known are left out; `fm` comes only with "*"."""
    if not wanted or "*" in wanted:
        return names
    upper = {field.name: name for name, field in names.items()}
    chosen = {upper.get(name, name) for name in wanted} | {"id"}
    return {name: f for name, f in names.items() if name in chosen and f.type != "crm_multifield"}


@method("crm.controller.item.getfile", scope="")
def get_file(call: Call) -> Raw:
    """urlMachine of a file field."""
    place = values.file_of_token(call.portal, str(call.get("token", default="")))
    found = call.portal.store.get_file(place[3]) if place else None
    if place is None or found is None:
        raise errors.item_not_found()
    item = items.get(call.portal, place[0], place[1])
    if item is None or place[3] not in as_list(item.get(place[2])):
        raise errors.item_not_found()
    rights.check(call.portal, call.user_id, place[0], item)
    return Raw(found[2], found[0], found[1])
