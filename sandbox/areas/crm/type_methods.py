"""crm.type.* and crm.enum.ownertype on the wire."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import errors, kinds, types
from sandbox.areas.crm.field import Field, upper
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_map
from sandbox.query import Column
from sandbox.store import Record

NOT_LISTED = frozenset({"ID", "relations", "linkedUserFields", "customSections"})
COLUMNS = {
    "id": Column("ID", "integer"),
    "title": Column("title"),
    "entityTypeId": Column("entityTypeId", "integer"),
    "code": Column("code"),
    "createdBy": Column("createdBy", "user"),
    "createdTime": Column("createdTime", "datetime"),
    "updatedTime": Column("updatedTime", "datetime"),
    **{flag: Column(flag) for flag in types.FLAGS},
}

FIELDS = [
    Field("ID", "integer", "ID", readonly=True),
    Field("TITLE", "string", "Название", required=True),
    Field("CODE", "string", "Код"),
    Field("CREATED_BY", "user", "Кем создан", readonly=True),
    Field("ENTITY_TYPE_ID", "integer", "Идентификатор типа", immutable=True),
    Field("CUSTOM_SECTION_ID", "integer", "Цифровое рабочее место"),
    Field("CREATED_TIME", "datetime", "Когда создан", readonly=True),
    Field("UPDATED_TIME", "datetime", "Когда изменён", readonly=True),
    Field("UPDATED_BY", "user", "Кем изменён", readonly=True),
    *(Field(upper(flag), "boolean", flag) for flag in types.FLAGS),
]


def shown(record: Record) -> dict[str, Any]:
    return {"id": record["ID"], **{key: value for key, value in record.items() if key != "ID"}}


def _admin(call: Call) -> None:
    if not call.is_admin:
        raise errors.access_denied()


def _type(call: Call) -> Record:
    found = call.portal.collection(kinds.TYPES).get(as_int(call.require("id")))
    if found is None:
        raise errors.zero("Смарт-процесс не найден")
    return found


@method("crm.type.add", scope="crm")
def add(call: Call) -> Any:
    _admin(call)
    return {"type": shown(types.add(call.portal, as_map(call.require("fields")), call.actor))}


@method("crm.type.update", scope="crm")
def update(call: Call) -> Any:
    _admin(call)
    return {"type": shown(types.update(call.portal, _type(call), as_map(call.require("fields")), call.actor))}


@method("crm.type.get", scope="crm")
def get(call: Call) -> Any:
    return {"type": shown(_type(call))}


@method("crm.type.getByEntityTypeId", scope="crm")
def get_by_entity_type_id(call: Call) -> Any:
    wanted = as_int(call.require("entityTypeId"))
    found = call.portal.collection(kinds.TYPES).first(entityTypeId=wanted)
    if found is None:
        raise errors.type_not_found()
    return {"type": shown(found)}


@method("crm.type.delete", scope="crm")
def delete(call: Call) -> Any:
    _admin(call)
    types.delete(call.portal, _type(call), call.actor)
    return []


@method("crm.type.list", scope="crm")
def list_types(call: Call) -> Page:
    zone = call.portal.clock.zone
    try:
        condition = query.where(as_map(call.get("filter")), COLUMNS, zone)
        order = query.order(as_map(call.get("order")), COLUMNS)
    except query.UnknownField as unknown:
        raise errors.not_in_filter(unknown.name) from unknown
    found = call.portal.collection(kinds.TYPES).select(condition.sql, condition.args, order=order)
    rows = [{"id": r["ID"], **{k: v for k, v in r.items() if k not in NOT_LISTED}} for r in found]
    return page_of(rows, call, "types")


@method("crm.type.fields", scope="crm")
def fields(call: Call) -> Any:
    return {"fields": {field.camel: field.described() for field in FIELDS}}


@method("crm.enum.ownertype", scope="crm")
def owner_types(call: Call) -> Any:
    """crm/auxiliary/enum/crm-enum-owner-type.md"""
    rows = [
        {"ID": kind_id, "NAME": kinds.TITLES[kind_id], "SYMBOL_CODE": kinds.NAMES[kind_id],
         "SYMBOL_CODE_SHORT": kinds.SHORT[kind_id]}
        for kind_id in kinds.TITLES
    ]  # fmt: skip
    rows.append({"ID": 8, "NAME": "Реквизиты", "SYMBOL_CODE": "REQUISITE", "SYMBOL_CODE_SHORT": "RQ"})
    for record in kinds.types(call.portal):
        number = record["entityTypeId"]
        code = f"T{number:X}"
        rows.append(
            {"ID": number, "NAME": record["title"], "SYMBOL_CODE": f"DYNAMIC_{number}", "SYMBOL_CODE_SHORT": code}
        )
    return rows
