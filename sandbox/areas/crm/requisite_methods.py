"""crm.requisite.*, crm.requisite.bankdetail.*, .link.*, crm.address.* on the wire (crm/requisites/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.crm import errors, requisites
from sandbox.areas.crm.field import Field
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list, as_map
from sandbox.query import Column
from sandbox.store import Collection, Record

LINK_TITLES = {
    "ENTITY_TYPE_ID": "ID типа объекта",
    "ENTITY_ID": "ID объекта",
    "REQUISITE_ID": "Привязка к реквизитам",
    "BANK_DETAIL_ID": "Привязка к банковским реквизитам",
    "MC_REQUISITE_ID": "Привязка к реквизитам моей компании",
    "MC_BANK_DETAIL_ID": "Привязка к банковским реквизитам моей компании",
}


def _columns(fields: list[str]) -> dict[str, Column]:
    return {n: Column(n, "integer" if n in requisites.NUMBERS else "string") for n in ["ID", *fields]}


def _listed(call: Call, stored: Collection, fields: list[str], *, with_id: bool = True) -> Page:
    columns = _columns(fields)
    condition = query.where(as_map(call.get_any_case("filter")), columns, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), columns, strict=False)
    found = stored.select(condition.sql, condition.args, order=order)
    wanted = [str(name) for name in as_list(call.get_any_case("select"))]
    chosen = fields if not wanted or "*" in wanted else [name for name in fields if name in wanted]
    return page_of([requisites.shown(r, chosen, with_id=with_id) for r in found], call)


def _found(call: Call, stored: Collection, words: str) -> Record:
    record = stored.get(as_int(call.get_any_case("id")))
    if record is None:
        raise errors.classic(words)
    return record


def _described(fields: list[str]) -> dict[str, Any]:
    def field(name: str) -> dict[str, Any]:
        kind = "integer" if name in requisites.NUMBERS else "string"
        return Field(name, kind, name, readonly=name in requisites.READ_ONLY).described(upper_name=False)

    return {name: field(name) for name in ["ID", *fields]}


@method("crm.requisite.fields", scope="crm")
def fields(call: Call) -> Any:
    return _described(requisites.FIELDS)


@method("crm.requisite.add", scope="crm")
def add(call: Call) -> int:
    given = call.fields()
    kind_id, item_id = as_int(given.get("ENTITY_TYPE_ID")), as_int(given.get("ENTITY_ID"))
    if kind_id not in (3, 4):
        raise errors.classic("ENTITY_TYPE_ID is not defined or invalid.")
    if item_id <= 0:
        raise errors.classic("ENTITY_ID is not defined or invalid.")
    if as_int(given.get("PRESET_ID")) <= 0:
        raise errors.classic("PRESET_ID is not defined or invalid.")
    if not requisites.owner_exists(call.portal, kind_id, item_id):
        raise errors.classic("Entity not found.")
    return requisites.add(call.portal, given, call.actor)


@method("crm.requisite.get", scope="crm")
def get(call: Call) -> Any:
    record = _requisite(call)
    return requisites.shown(record, requisites.FIELDS)


def _requisite(call: Call) -> Record:
    identifier = call.get_any_case("id")
    words = f"The Requisite with ID '{identifier}' is not found"
    return _found(call, requisites.requisites(call.portal), words)


@method("crm.requisite.list", scope="crm")
def list_requisites(call: Call) -> Page:
    return _listed(call, requisites.requisites(call.portal), requisites.FIELDS)


@method("crm.requisite.update", scope="crm")
def update(call: Call) -> bool:
    record, stored = _requisite(call), requisites.requisites(call.portal)
    requisites.change(call.portal, stored, record, call.fields(), call.actor)
    return True


@method("crm.requisite.delete", scope="crm")
def delete(call: Call) -> bool:
    requisites.delete(call.portal, _requisite(call), call.actor)
    return True


@method("crm.requisite.bankdetail.fields", scope="crm")
def bank_fields(call: Call) -> Any:
    return _described(requisites.BANK_FIELDS)


@method("crm.requisite.bankdetail.add", scope="crm")
def bank_add(call: Call) -> int:
    given = call.fields()
    owner = requisites.requisites(call.portal).get(as_int(given.get("ENTITY_ID")))
    if owner is None:
        raise errors.classic("Entity not found.")
    if not given.get("NAME"):
        raise errors.classic("NAME is not defined or invalid.")
    return requisites.add_bank(call.portal, given, call.actor)


def _bank(call: Call) -> Record:
    words = f"The BankDetail with ID '{call.get_any_case('id')}' is not found"
    return _found(call, requisites.bank_details(call.portal), words)


@method("crm.requisite.bankdetail.get", scope="crm")
def bank_get(call: Call) -> Any:
    return requisites.shown(_bank(call), requisites.BANK_FIELDS)


@method("crm.requisite.bankdetail.list", scope="crm")
def bank_list(call: Call) -> Page:
    return _listed(call, requisites.bank_details(call.portal), requisites.BANK_FIELDS)


@method("crm.requisite.bankdetail.update", scope="crm")
def bank_update(call: Call) -> bool:
    stored = requisites.bank_details(call.portal)
    requisites.change(call.portal, stored, _bank(call), call.fields(), call.actor)
    return True


@method("crm.requisite.bankdetail.delete", scope="crm")
def bank_delete(call: Call) -> bool:
    record = _bank(call)
    requisites.bank_details(call.portal).delete(record["ID"])
    call.portal.emit("ONCRMBANKDETAILDELETE", {"FIELDS": {"ID": str(record["ID"])}}, call.actor)
    return True


@method("crm.requisite.link.fields", scope="crm")
def link_fields(call: Call) -> Any:
    key = ("ENTITY_TYPE_ID", "ENTITY_ID")
    return {
        name: Field(name, "integer", title, required=True, immutable=name in key).described(upper_name=False)
        for name, title in LINK_TITLES.items()
    }


@method("crm.requisite.link.list", scope="crm")
def link_list(call: Call) -> Page:
    return _listed(call, requisites.links(call.portal), requisites.LINK_FIELDS, with_id=False)


@method("crm.requisite.link.get", scope="crm")
def link_get(call: Call) -> Any:
    found = requisites.links(call.portal).first(
        ENTITY_TYPE_ID=as_int(call.get_any_case("entityTypeId")), ENTITY_ID=as_int(call.get_any_case("entityId"))
    )
    if found is None:
        return None
    shown = requisites.shown(found, requisites.LINK_FIELDS, with_id=False)
    return {**shown, "ENTITY_TYPE_ID": found["ENTITY_TYPE_ID"], "ENTITY_ID": found["ENTITY_ID"]}


@method("crm.requisite.link.register", scope="crm")
def link_register(call: Call) -> bool:
    given = call.fields()
    record = {name: as_int(given.get(name)) for name in requisites.LINK_FIELDS}
    stored = requisites.links(call.portal)
    known = stored.first(ENTITY_TYPE_ID=record["ENTITY_TYPE_ID"], ENTITY_ID=record["ENTITY_ID"])
    if known is None:
        stored.add(record)
    else:
        stored.put(known["ID"], record)
    return True


@method("crm.requisite.link.unregister", scope="crm")
def link_unregister(call: Call) -> bool:
    stored = requisites.links(call.portal)
    kind_id, item_id = as_int(call.get_any_case("entityTypeId")), as_int(call.get_any_case("entityId"))
    for link in stored.find(ENTITY_TYPE_ID=kind_id, ENTITY_ID=item_id):
        stored.delete(link["ID"])
    return True


@method("crm.address.fields", scope="crm")
def address_fields(call: Call) -> Any:
    described = _described(requisites.ADDRESS_FIELDS)
    described.pop("ID")
    return described


@method("crm.address.list", scope="crm")
def address_list(call: Call) -> Page:
    return _listed(call, requisites.addresses(call.portal), requisites.ADDRESS_FIELDS, with_id=False)


def _address_fields(call: Call) -> dict[str, Any]:
    given = call.fields()
    for name in ("TYPE_ID", "ENTITY_TYPE_ID", "ENTITY_ID"):
        if as_int(given.get(name)) <= 0:
            raise errors.classic(f"{name} is not defined or invalid.")
    return given


@method("crm.address.add", scope="crm")
def address_add(call: Call) -> bool:
    requisites.put_address(call.portal, _address_fields(call))
    return True


@method("crm.address.update", scope="crm")
def address_update(call: Call) -> bool:
    given = _address_fields(call)
    if requisites.find_address(call.portal, given) is None:
        raise errors.classic("Address not found.")
    requisites.put_address(call.portal, given)
    return True


@method("crm.address.delete", scope="crm")
def address_delete(call: Call) -> bool:
    found = requisites.find_address(call.portal, _address_fields(call))
    if found is None:
        raise errors.classic("Address not found.")
    requisites.addresses(call.portal).delete(found["ID"])
    return True
