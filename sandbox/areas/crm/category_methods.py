"""crm.category.* on the wire (crm/universal/category/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import defaults, errors, kinds, stages
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_bool, as_int
from sandbox.store import Record

FIELDS = [
    Field("ID", "integer", "ID", readonly=True),
    Field("ENTITY_TYPE_ID", "integer", "ID типа сущности", required=True, readonly=True),
    Field("IS_DEFAULT", "boolean", "По умолчанию", readonly=True),
    Field("NAME", "string", "Название"),
    Field("SORT", "integer", "Сортировка"),
]
OF_DEALS = [
    Field("ORIGIN_ID", "string", "Внешний идентификатор"),
    Field("ORIGINATOR_ID", "string", "Внешний источник"),
]
OF_OTHERS = [Field("CODE", "string", "Код", readonly=True), Field("IS_SYSTEM", "boolean", "Системная", readonly=True)]


@method("crm.category.fields", scope="crm")
def category_fields(call: Call) -> Any:
    more = OF_DEALS if _with_funnels(call).id == kinds.DEAL else OF_OTHERS
    return {"fields": {field.camel: field.described() for field in [*FIELDS, *more]}}


@method("crm.category.list", scope="crm")
def category_list(call: Call) -> Page:
    kind = _with_funnels(call)
    return page_of([category_shown(kind, f) for f in stages.funnels(call.portal, kind.id)], call, "categories")


def _with_funnels(call: Call) -> Kind:
    kind = kinds.find(call.portal, as_int(call.require("entityTypeId")))
    if not kind.has_funnels:
        raise errors.entity_type_not_supported(kind.name)
    return kind


def category_shown(kind: Kind, funnel: Record) -> dict[str, Any]:
    shown = {
        "id": funnel["ID"],
        "name": funnel["NAME"],
        "sort": funnel["SORT"],
        "entityTypeId": kind.id,
        "isDefault": funnel["IS_DEFAULT"],
    }
    if kind.id == kinds.DEAL:
        return {**shown, "originId": funnel.get("ORIGIN_ID", ""), "originatorId": funnel.get("ORIGINATOR_ID", "")}
    return {**shown, "isSystem": "N", "code": ""}


def _funnel(call: Call, kind: Kind) -> Record:
    found = stages.categories(call.portal, kind.id).get(as_int(call.require("id")))
    if found is None or found["ENTITY_TYPE_ID"] != kind.id:
        raise errors.item_not_found()
    return found


@method("crm.category.get", scope="crm")
def category_get(call: Call) -> Any:
    kind = _with_funnels(call)
    return {"category": category_shown(kind, _funnel(call, kind))}


@method("crm.category.add", scope="crm")
def category_add(call: Call) -> Any:
    kind = _with_funnels(call)
    if not call.is_admin:
        raise errors.access_denied()
    given = call.fields()
    if not given.get("name"):
        raise errors.zero("Field 'NAME' is required")
    stage_list = defaults.stages_of(kind.id)
    new = defaults.add_funnel(call.portal, kind.id, str(given["name"]), stage_list, sort=as_int(given.get("sort"), 500))
    if as_bool(given.get("isDefault")) and kind.id != kinds.DEAL:
        _make_default(call, kind, new)
    return {"category": category_shown(kind, stages.categories(call.portal, kind.id).get(new) or {})}


def _make_default(call: Call, kind: Kind, chosen: int) -> None:
    for funnel in stages.funnels(call.portal, kind.id):
        flag = "Y" if funnel["ID"] == chosen else "N"
        stages.categories(call.portal, kind.id).change(funnel["ID"], IS_DEFAULT=flag)


@method("crm.category.update", scope="crm")
def category_update(call: Call) -> Any:
    kind = _with_funnels(call)
    funnel, given = _funnel(call, kind), call.fields()
    if not call.is_admin:
        raise errors.access_denied()
    changes: dict[str, Any] = {}
    if given.get("name"):
        changes["NAME"] = str(given["name"])
    if "sort" in given:
        changes["SORT"] = as_int(given["sort"])
    stages.categories(call.portal, kind.id).change(funnel["ID"], **changes)
    if as_bool(given.get("isDefault")):
        _make_default(call, kind, funnel["ID"])
    return {"category": category_shown(kind, stages.categories(call.portal, kind.id).get(funnel["ID"]) or {})}


@method("crm.category.delete", scope="crm")
def category_delete(call: Call) -> None:
    kind = _with_funnels(call)
    funnel = _funnel(call, kind)
    if not call.is_admin:
        raise errors.access_denied()
    in_use = kinds.items(call.portal, kind.id).first(CATEGORY_ID=funnel["ID"]) is not None
    is_deal = kind.id == kinds.DEAL
    if funnel["IS_DEFAULT"] == "Y":
        raise (errors.zero("Default deal category can not be deleted") if is_deal
               else errors.bx_error("Эта воронка является воронкой по умолчанию"))  # fmt: skip
    if in_use:
        raise (errors.zero(f"Найдены сделки, относящиеся к воронке {funnel['NAME']}") if is_deal
               else errors.bx_error("Найдены элементы, относящиеся к воронке"))  # fmt: skip
    for stage in stages.of_funnel(call.portal, kind, funnel["ID"]):
        stages.statuses(call.portal).delete(stage["ID"])
    stages.categories(call.portal, kind.id).delete(funnel["ID"])
