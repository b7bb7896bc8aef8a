"""crm.requisite.preset.* and crm.requisite.preset.field.* on the wire (crm/requisites/presets/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import rights
from sandbox.areas.crm.field import Field, classic
from sandbox.areas.presets import errors, presets
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.query import Column
from sandbox.store import Record

FIELDS = [
    Field("ID", "integer", "ID", readonly=True),
    Field("ENTITY_TYPE_ID", "integer", "ID типа объекта", required=True, immutable=True),
    Field("COUNTRY_ID", "integer", "ID страны", required=True, immutable=True),
    Field("NAME", "string", "Название", required=True),
    Field("DATE_CREATE", "datetime", "Дата создания", readonly=True),
    Field("DATE_MODIFY", "datetime", "Дата изменения", readonly=True),
    Field("CREATED_BY_ID", "user", "Создал", readonly=True),
    Field("MODIFY_BY_ID", "user", "Изменил", readonly=True),
    Field("ACTIVE", "char", "Активен"),
    Field("SORT", "integer", "Сортировка"),
    Field("XML_ID", "string", "Внешний ключ"),
]
FIELD_FIELDS = [
    Field("ID", "integer", "ID", readonly=True),
    Field("FIELD_NAME", "string", "Имя", required=True),
    Field("FIELD_TITLE", "string", "Название в шаблоне"),
    Field("SORT", "integer", "Сортировка"),
    Field("IN_SHORT_LIST", "char", "Показывать в кратком списке"),
]
COLUMNS = {field.name: Column(field.name, field.type) for field in FIELDS}


def _check(call: Call) -> None:
    """Contacts and companies are open to whoever has any access to CRM here."""
    if rights.access(call.portal, call.user_id) == "none":
        raise errors.access_denied()


def _found(call: Call) -> Record:
    _check(call)
    return presets.find(call.portal, call.get_any_case("id"))


def _shown(record: Record) -> dict[str, Any]:
    return {field.name: None if record[field.name] is None else str(record[field.name]) for field in FIELDS}


@method("crm.requisite.preset.countries", scope="crm")
def countries(call: Call) -> Any:
    return [{"ID": number, "CODE": code, "TITLE": title} for number, code, title in presets.COUNTRIES]


@method("crm.requisite.preset.fields", scope="crm")
def fields(call: Call) -> Any:
    return classic(FIELDS)


@method("crm.requisite.preset.add", scope="crm")
def add(call: Call) -> int:
    _check(call)
    return presets.add(call.portal, call.fields(), call.actor)


@method("crm.requisite.preset.get", scope="crm")
def get(call: Call) -> Any:
    return _shown(_found(call))


@method("crm.requisite.preset.update", scope="crm")
def update(call: Call) -> bool:
    presets.update(call.portal, _found(call), call.fields(), call.actor)
    return True


@method("crm.requisite.preset.delete", scope="crm")
def delete(call: Call) -> bool:
    presets.delete(call.portal, _found(call))
    return True


@method("crm.requisite.preset.list", scope="crm")
def listed(call: Call) -> Page:
    _check(call)
    condition = query.where(as_map(call.get_any_case("filter")), COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), COLUMNS, strict=False)
    rows = presets.collection(call.portal).select(condition.sql, condition.args, order=order)
    wanted = {str(name) for name in as_list(call.get_any_case("select"))}
    everything = not wanted or "*" in wanted
    shown = [{k: v for k, v in _shown(row).items() if everything or k in wanted} for row in rows]
    return page_of(shown, call)


def _preset(call: Call) -> Record:
    """The template that the parameter `preset` names."""
    _check(call)
    number = as_map(call.get_any_case("preset")).get("ID")
    if as_int(number) <= 0:
        raise errors.invalid("ID")
    return presets.find(call.portal, number)


@method("crm.requisite.preset.field.fields", scope="crm")
def field_fields(call: Call) -> Any:
    return classic(FIELD_FIELDS)


@method("crm.requisite.preset.field.availabletoadd", scope="crm")
def field_available(call: Call) -> Any:
    number = as_int(as_map(call.get_any_case("preset")).get("ID"))
    found = presets.collection(call.portal).get(number)
    if found is None:
        raise errors.nothing_to_add_to()
    return presets.available(call.portal, found)


@method("crm.requisite.preset.field.add", scope="crm")
def field_add(call: Call) -> int:
    return presets.add_field(call.portal, _preset(call)["ID"], call.fields())


@method("crm.requisite.preset.field.get", scope="crm")
def field_get(call: Call) -> Any:
    return presets.field(_preset(call), call.get_any_case("id"))


@method("crm.requisite.preset.field.list", scope="crm")
def field_list(call: Call) -> Any:
    return sorted(_preset(call)["FIELDS"], key=lambda one: (one["SORT"], one["ID"]))


@method("crm.requisite.preset.field.update", scope="crm")
def field_update(call: Call) -> bool:
    preset = _preset(call)
    presets.update_field(call.portal, preset, presets.field(preset, call.get_any_case("id")), call.fields())
    return True


@method("crm.requisite.preset.field.delete", scope="crm")
def field_delete(call: Call) -> bool:
    preset = _preset(call)
    presets.delete_field(call.portal, preset, presets.field(preset, call.get_any_case("id")))
    return True
