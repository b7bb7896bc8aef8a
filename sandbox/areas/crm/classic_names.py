"""Old names and forms of fields (crm/leads/, crm/deals/, crm/contacts/, crm/companies/, crm/quote/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import contacts, kinds, values
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.kinds import Kind
from sandbox.call import Call
from sandbox.params import as_list
from sandbox.query import Column
from sandbox.store import Record

RENAMED = {
    "CREATED_TIME": "DATE_CREATE",
    "UPDATED_TIME": "DATE_MODIFY",
    "CREATED_BY": "CREATED_BY_ID",
    "UPDATED_BY": "MODIFY_BY_ID",
    "MOVED_BY": "MOVED_BY_ID",
}
OWN_RENAMED = {
    kinds.COMPANY: {"TYPE_ID": "COMPANY_TYPE"},
    kinds.LEAD: {"STAGE_ID": "STATUS_ID", "STAGE_SEMANTIC_ID": "STATUS_SEMANTIC_ID"},
    kinds.QUOTE: {"STAGE_ID": "STATUS_ID"},
}
HIDDEN = {"SEARCH_CONTENT", "OBSERVERS", "ORDER_STAGE", "EMAIL", "PHONE", "IMOL", "WEBFORM_ID", "EVENT_DATE",
          "EVENT_ID", "EVENT_DESCRIPTION", "SKYPE", "ICQ", *contacts.FLAT}  # fmt: skip
ADDRESS = ("ADDRESS", "ADDRESS_2", "ADDRESS_CITY", "ADDRESS_POSTAL_CODE", "ADDRESS_REGION", "ADDRESS_PROVINCE",
           "ADDRESS_COUNTRY", "ADDRESS_COUNTRY_CODE", "ADDRESS_LOC_ADDR_ID")  # fmt: skip
HIDDEN_OF_QUOTES = {"STORAGE_TYPE_ID", "STORAGE_ELEMENT_IDS", "COMMENTS_TYPE", "CONTENT_TYPE", "TERMS_TYPE",
                    "IS_MANUAL_OPPORTUNITY"}  # fmt: skip
WITH_DETAILS = frozenset({kinds.LEAD, kinds.CONTACT, kinds.COMPANY})


def classic_name(kind: Kind, name: str) -> str:
    return {**RENAMED, **OWN_RENAMED.get(kind.id, {})}.get(name, name)


def fields_by_name(kind: Kind) -> dict[str, Field]:
    """The fields that classic methods show, by their old names."""
    return {
        classic_name(kind, field.name): field
        for field in kind.fields.values()
        if not field.off and field.name not in _hidden(kind) and field.type != "crm_multifield"
    }


def _hidden(kind: Kind) -> set[str]:
    if kind.id == kinds.QUOTE:
        return HIDDEN | HIDDEN_OF_QUOTES
    return HIDDEN if kind.id == kinds.DEAL else HIDDEN | {"CATEGORY_ID"}


def always_null(kind: Kind) -> dict[str, None]:
    """Fields that only old methods show; addresses live in requisites."""
    if kind.id == kinds.QUOTE:
        return {"LAST_COMMUNICATION_TIME": None}
    if kind.id not in WITH_DETAILS:
        return {}
    legal = [f"REG_{name}" for name in ADDRESS] if kind.id == kinds.COMPANY else []
    return dict.fromkeys([*ADDRESS, *legal])


def columns(kind: Kind) -> dict[str, Column]:
    shown_fields = fields_by_name(kind).items()
    return {name: Column(f.name, f.type, f.multiple) for name, f in shown_fields if f.type != "file"}


def shown(call: Call, kind: Kind, item: Record, names: dict[str, Field]) -> dict[str, Any]:
    """Scalars are strings, absent links null, multiple user fields lists."""
    return {name: _value(call, kind, field, item) for name, field in names.items()}


def _value(call: Call, kind: Kind, field: Field, item: Record) -> Any:
    value = item.get(field.name)
    if field.type == "file":
        found = [_file(call, kind, item, field, n) for n in as_list(value)]
        return found if field.multiple else (found[0] if found else None)
    if field.multiple:
        return value or []
    if value is None:
        return "" if field.type in ("date", "datetime") or (field.dynamic and field.type == "string") else None
    if field.dynamic and field.type == "boolean":
        return "1" if value else "0"
    if field.name in ("OPPORTUNITY", "TAX_VALUE", "REVENUE"):
        return f"{float(value):.2f}"
    return str(value)


def _file(call: Call, kind: Kind, item: Record, field: Field, file_id: int) -> dict[str, Any]:
    shown_file = values.file_shown(call, kind.id, item["ID"], field, file_id)
    return {"id": file_id, "showUrl": shown_file["url"], "downloadUrl": shown_file["urlMachine"]}


def details(item: Record, types: tuple[str, ...] = contacts.TYPES) -> dict[str, Any]:
    """PHONE, EMAIL … as lists of entries; a type with none is absent."""
    out: dict[str, Any] = {}
    for entry in item.get("FM") or []:
        if entry["TYPE_ID"] in types:
            row = {"ID": str(entry["ID"]), "VALUE_TYPE": entry["VALUE_TYPE"], "VALUE": entry["VALUE"]}
            out.setdefault(entry["TYPE_ID"], []).append({**row, "TYPE_ID": entry["TYPE_ID"]})
    return out


def to_fields(kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    """Old names to the record's own; PHONE and EMAIL join into `FM`."""
    back = {old: field.name for old, field in fields_by_name(kind).items()}
    fields = {back[name]: value for name, value in given.items() if name in back}
    if kind.id not in WITH_DETAILS:
        return fields
    entries = contacts.entries(given)
    return {**fields, "FM": entries} if entries else fields


def described(kind: Kind) -> dict[str, Any]:
    """crm.*.fields"""
    shown_fields = fields_by_name(kind)
    out = {name: field.described(upper_name=False) for name, field in shown_fields.items()}
    for name, field in shown_fields.items():
        if field.dynamic:
            out[name] |= {"title": name, "formLabel": field.title, "listLabel": field.title}
    if kind.has_stages:
        out[classic_name(kind, "STAGE_ID")]["statusType"] = kind.stage_entity(0)
    if kind.id == kinds.QUOTE:
        out["TITLE"]["isRequired"] = True
    for name in always_null(kind):
        out[name] = Field(name, "string", name).described(upper_name=False)
    if kind.id in WITH_DETAILS:
        for type_id in contacts.TYPES:
            out[type_id] = Field(type_id, "crm_multifield", type_id, multiple=True).described(upper_name=False)
    return out
