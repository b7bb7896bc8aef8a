"""crm.deal.recurring.* on the wire (crm/deals/recurring-deals/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import items, kinds, rights
from sandbox.areas.crm.field import Field, classic
from sandbox.areas.recurring import errors, templates
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_map
from sandbox.query import Column
from sandbox.store import Record

FIELDS = [
    Field("ID", "integer", "id", readonly=True),
    Field("DEAL_ID", "integer", "id регулярной сделки", required=True, immutable=True),
    Field("BASED_ID", "integer", "Создано на основании", readonly=True),
    Field("ACTIVE", "char", "Активен"),
    Field("NEXT_EXECUTION", "datetime", "Дата следующего выполнения", readonly=True),
    Field("LAST_EXECUTION", "datetime", "Дата последнего выполнения", readonly=True),
    Field("COUNTER_REPEAT", "integer", "Количество выполнений", readonly=True),
    Field("START_DATE", "date", "Дата начала расчета"),
    Field("CATEGORY_ID", "char", "Категория новой сделки"),
    Field("IS_LIMIT", "char", "Тип ограничений выполнения"),
    Field("LIMIT_REPEAT", "integer", "Ограничение по количеству выполнения"),
    Field("LIMIT_DATE", "date", "Ограничение по дате"),
    Field("PARAMS", "recurring_params", "Параметры для расчета даты следующего выполнения"),
]
PARAMS = [
    Field("MODE", "string", "Режим повторения"),
    Field("SINGLE_BEFORE_START_DATE_VALUE", "integer", "Смещение до даты расчета"),
    Field("SINGLE_BEFORE_START_DATE_TYPE", "string", "Тип смещения до даты расчета"),
    Field("MULTIPLE_TYPE", "string", "Тип повторения"),
    Field("MULTIPLE_INTERVAL", "integer", "Интервал повторения"),
    Field("OFFSET_BEGINDATE_TYPE", "string", "Тип смещения для даты начала в новой сделке"),
    Field("OFFSET_BEGINDATE_VALUE", "integer", "Смещение для даты начала в новой сделке"),
    Field("OFFSET_CLOSEDATE_TYPE", "string", "Тип смещения для даты завершения в новой сделке"),
    Field("OFFSET_CLOSEDATE_VALUE", "integer", "Смещение для даты завершения в новой сделке"),
]
COLUMNS = {field.name: Column(field.name, field.type) for field in FIELDS if field.name != "PARAMS"}
COLUMNS["CATEGORY_ID"] = Column("CATEGORY_ID", "integer")
INSTANTS = ("LIMIT_DATE", "START_DATE", "NEXT_EXECUTION", "LAST_EXECUTION")


def _check_access(call: Call, deal_id: int) -> None:
    deal = items.get(call.portal, kinds.DEAL, deal_id)
    if deal is None:
        allowed = rights.access(call.portal, call.user_id) != "none"
    else:
        allowed = rights.may(call.portal, call.user_id, kinds.DEAL, deal)
    if not allowed:
        raise errors.access_denied()


def _found(call: Call) -> Record:
    number = as_int(call.get_any_case("id"))
    if number <= 0:
        raise errors.no_identifier()
    found = templates.collection(call.portal).get(number)
    if found is None:
        raise errors.not_found()
    _check_access(call, found["DEAL_ID"])
    return found


def _given(call: Call) -> dict[str, Any]:
    given = call.get_any_case("fields")
    if not isinstance(given, dict):
        raise errors.not_a_map("fields")
    if not isinstance(given.get("PARAMS", {}), dict):
        raise errors.not_a_map("params")
    return given


def _shown(record: Record) -> dict[str, Any]:
    """Scalars are strings; an instant that is not there is an empty one, a number null."""
    scalars = (field.name for field in FIELDS if field.name not in (*INSTANTS, "PARAMS"))
    shown = {name: None if record[name] is None else str(record[name]) for name in scalars}
    return {**shown, **{name: record[name] or "" for name in INSTANTS}, "PARAMS": record["PARAMS"]}


@method("crm.deal.recurring.fields", scope="crm")
def fields(call: Call) -> Any:
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.access_denied()
    described = classic(FIELDS)
    described["PARAMS"]["definition"] = classic(PARAMS)
    return described


@method("crm.deal.recurring.add", scope="crm")
def add(call: Call) -> int:
    given = _given(call)
    deal = items.get(call.portal, kinds.DEAL, as_int(given.get("DEAL_ID")))
    if deal is None:
        raise errors.no_deal()
    _check_access(call, deal["ID"])
    return templates.add(call.portal, deal, given, call.actor)


@method("crm.deal.recurring.get", scope="crm")
def get(call: Call) -> Any:
    return _shown(_found(call))


@method("crm.deal.recurring.update", scope="crm")
def update(call: Call) -> bool:
    found = _found(call)
    templates.update(call.portal, found, _given(call), call.actor)
    return True


@method("crm.deal.recurring.delete", scope="crm")
def delete(call: Call) -> bool:
    templates.delete(call.portal, _found(call), call.actor)
    return True


@method("crm.deal.recurring.expose", scope="crm")
def expose(call: Call) -> Any:
    return {"DEAL_ID": templates.expose(call.portal, _found(call), call.actor)}


@method("crm.deal.recurring.list", scope="crm")
def listed(call: Call) -> Page:
    """An unknown field, and PARAMS, are left out of the filter."""
    asked = {name: call.get_any_case(name, {}) for name in ("filter", "order")}
    for name, value in asked.items():
        if not isinstance(value, (dict, list)):
            raise errors.not_a_map(name)
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.access_denied()
    condition = query.where(as_map(asked["filter"]), COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(asked["order"]), COLUMNS, strict=False)
    rows = templates.collection(call.portal).select(condition.sql, condition.args, order=order)
    return page_of([_shown(row) for row in rows if _may_see(call, row)], call)


def _may_see(call: Call, record: Record) -> bool:
    deal = items.get(call.portal, kinds.DEAL, record["DEAL_ID"])
    return deal is None or rights.may(call.portal, call.user_id, kinds.DEAL, deal)
