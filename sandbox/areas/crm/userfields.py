"""User fields of CRM kinds («пользовательские поля»): one store for crm.*.userfield.* and userfieldconfig.*."""

from __future__ import annotations

import hashlib
from typing import Any

from sandbox.areas.crm.field import Field
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

TYPES = {
    "string": "Строка",
    "integer": "Целое число",
    "double": "Число",
    "boolean": "Да/Нет",
    "date": "Дата",
    "datetime": "Дата со временем",
    "enumeration": "Список",
    "file": "Файл",
    "money": "Деньги",
    "url": "Ссылка",
    "address": "Адрес",
    "employee": "Привязка к сотруднику",
    "crm": "Привязка к элементам CRM",
    "crm_status": "Привязка к справочникам CRM",
    "iblock_section": "Привязка к разделам инфоблоков",
    "iblock_element": "Привязка к элементам инфоблоков",
    "resourcebooking": "Бронирование ресурсов",
}
OWN_TYPES = "userfield_type"
SETTINGS: dict[str, dict[str, Any]] = {
    "string": {"SIZE": 20, "ROWS": 1, "REGEXP": "", "MIN_LENGTH": 0, "MAX_LENGTH": 0, "DEFAULT_VALUE": ""},
    "integer": {"SIZE": 20, "MIN_VALUE": 0, "MAX_VALUE": 0, "DEFAULT_VALUE": None},
    "double": {"PRECISION": 2, "SIZE": 20, "MIN_VALUE": 0, "MAX_VALUE": 0, "DEFAULT_VALUE": None},
    "boolean": {"DEFAULT_VALUE": 0, "DISPLAY": "CHECKBOX", "LABEL": ["", ""], "LABEL_CHECKBOX": ""},
    "enumeration": {"DISPLAY": "LIST", "LIST_HEIGHT": 1, "CAPTION_NO_VALUE": "", "SHOW_NO_VALUE": "Y"},
    "date": {"DEFAULT_VALUE": {"TYPE": "NONE", "VALUE": ""}},
    "datetime": {"DEFAULT_VALUE": {"TYPE": "NONE", "VALUE": ""}, "USE_SECOND": "Y", "USE_TIMEZONE": "N"},
}
LONGEST_NAME = 50
KIND = "userfield"


def types(portal: Portal) -> dict[str, str]:
    """Codes and titles of the kinds of fields: the host's, and those that applications have registered."""
    own = {row["full"]: row["TITLE"] for row in portal.collection(OWN_TYPES).all()}
    return {**TYPES, **own}


def collection(portal: Portal) -> Collection:
    return portal.collection(KIND)


def of_entity(portal: Portal, entity_id: str) -> list[Record]:
    return collection(portal).find(ENTITY_ID=entity_id)


def fields_of(portal: Portal, entity_id: str) -> dict[str, Field]:
    return {record["FIELD_NAME"]: as_field(record) for record in of_entity(portal, entity_id)}


def as_field(record: Record) -> Field:
    label = record["EDIT_FORM_LABEL"].get("ru") or record["FIELD_NAME"]
    return Field(
        record["FIELD_NAME"],
        record["USER_TYPE_ID"],
        label,
        required=record["MANDATORY"] == "Y",
        multiple=record["MULTIPLE"] == "Y",
        dynamic=True,
        settings=record["SETTINGS"],
        items=[{"ID": str(e["ID"]), "VALUE": e["VALUE"]} for e in record["LIST"]],
    )


def add(portal: Portal, entity_id: str, given: dict[str, Any]) -> Record:
    """A field from settings in the old form (FIELD_NAME, USER_TYPE_ID, MULTIPLE, LIST, EDIT_FORM_LABEL…)."""
    with portal.transaction():
        record: Record = {
            "ENTITY_ID": entity_id,
            "FIELD_NAME": str(given["FIELD_NAME"]).upper(),
            "USER_TYPE_ID": str(given["USER_TYPE_ID"]),
            "XML_ID": given.get("XML_ID"),
            "SORT": as_int(given.get("SORT"), 100),
            "SETTINGS": {**SETTINGS.get(str(given["USER_TYPE_ID"]), {}), **as_map(given.get("SETTINGS"))},
            **{flag: _flag(given.get(flag), default) for flag, default in FLAGS.items()},
            **{label: labels(given.get(label)) for label in LABELS},
            "LIST": [],
        }
        record["ID"] = collection(portal).add(record)
        record["LIST"] = [
            enum_value(portal, record["ID"], as_map(value), place)
            for place, value in enumerate(as_list(given.get("LIST")))
        ]
        collection(portal).put(record["ID"], record)
        return record


FLAGS = {
    "MULTIPLE": "N",
    "MANDATORY": "N",
    "SHOW_FILTER": "N",
    "SHOW_IN_LIST": "Y",
    "EDIT_IN_LIST": "Y",
    "IS_SEARCHABLE": "N",
}
LANGUAGES = (
    "ar", "br", "de", "en", "fr", "hi", "id", "in", "it", "ja", "kz", "la", "ms", "pl", "ru", "sc", "tc", "th", "tr",
    "ua", "vn",
)  # fmt: skip
LABELS = ("EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL", "ERROR_MESSAGE", "HELP_MESSAGE")
IMMUTABLE = frozenset({"ID", "ENTITY_ID", "FIELD_NAME", "USER_TYPE_ID", "MULTIPLE"})


def _flag(value: Any, default: str) -> str:
    if value is None:
        return default
    return "Y" if as_bool(value) else "N"


def labels(value: Any) -> dict[str, Any]:
    """A label is a map by language, or one word for all."""
    if isinstance(value, dict):
        return {**dict.fromkeys(LANGUAGES, ""), **value}
    return dict.fromkeys(LANGUAGES, value) if value else {}


def enum_value(portal: Portal, field_id: int, given: dict[str, Any], place: int) -> Record:
    new = portal.collection("userfield_enum").add({"FIELD": field_id})
    text = str(given.get("VALUE", ""))
    digest = hashlib.md5(f"{new}{text}".encode(), usedforsecurity=False).hexdigest()
    return {
        "ID": new,
        "VALUE": text,
        "DEF": "Y" if as_bool(given.get("DEF")) else "N",
        "SORT": as_int(given.get("SORT"), 100 * (place + 1)),
        "XML_ID": given.get("XML_ID") or digest,
    }


def update(portal: Portal, record: Record, given: dict[str, Any]) -> Record:
    with portal.transaction():
        changed = dict(record)
        for key, value in given.items():
            if key in IMMUTABLE or key not in record or key == "LIST":
                continue
            if key in LABELS:
                changed[key] = {**record[key], **labels(value)}
            elif key in FLAGS:
                changed[key] = _flag(value, record[key])
            elif key == "SETTINGS":
                changed[key] = {**record[key], **as_map(value)}
            else:
                changed[key] = as_int(value) if key == "SORT" else value
        if "LIST" in given:
            changed["LIST"] = _merged_list(portal, record, as_list(given["LIST"]))
        collection(portal).put(record["ID"], changed)
        return changed


def _merged_list(portal: Portal, record: Record, given: list[Any]) -> list[Record]:
    """Values with a known ID are changed or deleted (DEL=Y), others are added."""
    kept = {value["ID"]: value for value in record["LIST"]}
    for place, raw in enumerate(given):
        value = as_map(raw)
        known = as_int(value.get("ID"))
        if known in kept and as_bool(value.get("DEL")):
            del kept[known]
        elif known in kept:
            kept[known] = {**kept[known], **{k: v for k, v in value.items() if k in ("VALUE", "DEF", "XML_ID")}}
        else:
            new = enum_value(portal, record["ID"], value, len(kept) + place)
            kept[new["ID"]] = new
    return list(kept.values())


def delete(portal: Portal, record: Record) -> None:
    collection(portal).delete(record["ID"])
