"""crm.{lead,deal,contact,company,quote,requisite}.userfield.* and userfieldconfig.* on the wire."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox import events
from sandbox.areas.crm import errors, userfields
from sandbox.areas.crm.field import camel
from sandbox.call import Call, Page, method, page_of
from sandbox.errors import HostError
from sandbox.params import as_int, as_map
from sandbox.store import Record

CLASSIC = {name: f"CRM_{name.upper()}" for name in ("lead", "deal", "contact", "company", "quote", "requisite")}
PREFIX = "UF_CRM_"
NAME = re.compile(r"[A-Z0-9_]+")
EVENT_NAMES = {entity: entity.replace("_", "") for entity in CLASSIC.values()}

events.declare("crm", *(f"ON{name}USERFIELD{what}" for name in EVENT_NAMES.values()
                        for what in ("ADD", "UPDATE", "DELETE", "SETENUMVALUES")))  # fmt: skip
events.declare("crm", *(f"ONCRMTYPEUSERFIELD{what}" for what in ("ADD", "UPDATE", "DELETE", "SETENUMVALUES")))


def core_error(words: str) -> HostError:
    return HostError("ERROR_CORE", words, 400)


def _check_name(call: Call, entity: str, name: str, user_type: str) -> None:
    if len(name) > userfields.LONGEST_NAME:
        raise core_error("Имя поля слишком длинное (больше 50-ти символов).")
    if not NAME.fullmatch(name):
        raise core_error("Имя поля содержит недопустимые символы. Допустимыми являются: A-Z, 0-9 и _.")
    if user_type not in userfields.types(call.portal):
        raise core_error("Указан неверный пользовательский тип.")
    if any(f["FIELD_NAME"] == name for f in userfields.of_entity(call.portal, entity)):
        raise core_error(f"Поле {name} для объекта {entity} уже существует.")


def _tell(call: Call, what: str, record: Record) -> None:
    name = EVENT_NAMES.get(record["ENTITY_ID"], "CRMTYPE")
    fields = {"ID": str(record["ID"]), "ENTITY_ID": record["ENTITY_ID"], "FIELD_NAME": record["FIELD_NAME"]}
    call.portal.emit(f"ON{name}USERFIELD{what}", {"FIELDS": fields}, call.actor)


def _classic_shown(record: Record, *, languages: bool) -> dict[str, Any]:
    """`get` has labels by language, `list` one word."""
    shown = {key: value for key, value in record.items() if key != "LIST"}
    for name in userfields.LABELS:
        words = record[name]
        shown[name] = (words if languages else words.get("ru") or words.get("en")) or None
    shown |= {"ID": str(record["ID"]), "SORT": str(record["SORT"])}
    if record["USER_TYPE_ID"] == "enumeration":
        shown["LIST"] = [{**value, "ID": str(value["ID"]), "SORT": str(value["SORT"])} for value in record["LIST"]]
    return shown


def _classic_known(call: Call, entity: str) -> Record:
    record = userfields.collection(call.portal).get(as_int(call.get_any_case("id")))
    if record is None or record["ENTITY_ID"] != entity:
        raise errors.classic(f"The entity with ID '{call.get_any_case('id')}' is not found.")
    return record


def _classic_add(call: Call, entity: str) -> int:
    _admin_classic(call)
    given = call.fields()
    for key in ("USER_TYPE_ID", "FIELD_NAME"):
        if not given.get(key):
            raise errors.classic(f"The '{key}' field is not found.")
    field_name = PREFIX + str(given["FIELD_NAME"]).upper().removeprefix(PREFIX)
    _check_name(call, entity, field_name, str(given["USER_TYPE_ID"]))
    given["EDIT_FORM_LABEL"] = given.get("EDIT_FORM_LABEL") or given.get("LABEL")
    record = userfields.add(call.portal, entity, {**given, "FIELD_NAME": field_name})
    _tell(call, "ADD", record)
    return int(record["ID"])


def _classic_get(call: Call, entity: str) -> Any:
    return _classic_shown(_classic_known(call, entity), languages=True)


def _classic_list(call: Call, entity: str) -> Page:
    asked = {k.upper().lstrip("="): v for k, v in as_map(call.get_any_case("filter")).items()}
    found = userfields.of_entity(call.portal, entity)
    rows = [f for f in found if all(str(f.get(k)) == str(v) for k, v in asked.items() if k in f)]
    return page_of([_classic_shown(f, languages=False) for f in rows], call)


def _classic_update(call: Call, entity: str) -> bool:
    _admin_classic(call)
    _tell(call, "UPDATE", userfields.update(call.portal, _classic_known(call, entity), call.fields()))
    return True


def _classic_delete(call: Call, entity: str) -> bool:
    _admin_classic(call)
    record = _classic_known(call, entity)
    userfields.delete(call.portal, record)
    _tell(call, "DELETE", record)
    return True


VERBS: dict[str, Callable[[Call, str], Any]] = {
    "add": _classic_add,
    "get": _classic_get,
    "list": _classic_list,
    "update": _classic_update,
    "delete": _classic_delete,
}


def _register_classic(name: str, entity: str, verb: str) -> None:
    @method(f"crm.{name}.userfield.{verb}", scope="crm")
    def run(call: Call) -> Any:
        return VERBS[verb](call, entity)


def _admin_classic(call: Call) -> None:
    if not call.is_admin:
        raise errors.classic("Access denied.")


for _name, _entity in CLASSIC.items():
    for _verb in VERBS:
        _register_classic(_name, _entity, _verb)


@method("crm.userfield.types", scope="crm")
def types(call: Call) -> Any:
    return [{"ID": code, "title": title} for code, title in userfields.types(call.portal).items()]


KEYS = ("ENTITY_ID", "FIELD_NAME", "USER_TYPE_ID", "XML_ID", "SORT", *userfields.FLAGS, "SETTINGS", *userfields.LABELS)
BY_CAMEL = {camel(key): key for key in KEYS}


def _config_shown(record: Record, *, whole: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": str(record["ID"])}
    shown |= {name: str(record[key]) if key == "SORT" else record[key] for name, key in BY_CAMEL.items()}
    shown["languageId"] = {"ru": "ru", "en": "en"}
    for key in userfields.LABELS:
        words = record[key]
        shown[camel(key)] = {"en": words.get("en"), "ru": words.get("ru")}
    if whole and record["USER_TYPE_ID"] == "enumeration":
        shown["enum"] = [
            {"id": str(v["ID"]), "userFieldId": str(record["ID"]), "value": v["VALUE"], "def": v["DEF"],
             "sort": str(v["SORT"]), "xmlId": v["XML_ID"]}
            for v in record["LIST"]
        ]  # fmt: skip
    return shown


def _config_given(call: Call) -> dict[str, Any]:
    """`field` of the call in the old form."""
    field = as_map(call.require("field"))
    given = {BY_CAMEL[name]: value for name, value in field.items() if name in BY_CAMEL}
    if "enum" in field:
        values = field["enum"].values() if isinstance(field["enum"], dict) else field["enum"]
        given["LIST"] = [{camel_key.upper(): v for camel_key, v in _enum_keys(value).items()} for value in values]
    return given


def _enum_keys(value: Any) -> dict[str, Any]:
    return {"XML_ID" if key == "xmlId" else key: inner for key, inner in as_map(value).items()}


def _module(call: Call) -> None:
    if call.require("moduleId") != "crm":
        raise errors.classic("No settings for UserFieldAccess")
    if "crm" not in call.scope:
        raise errors.classic("The current method required more scopes. (crm)")
    if not call.is_admin:
        raise errors.classic("Access denied")


def _config(call: Call) -> Record:
    record = userfields.collection(call.portal).get(as_int(call.require("id")))
    if record is None:
        raise errors.classic("Вы не можете просматривать настройки пользовательских полей")
    return record


@method("userfieldconfig.add", scope="userfieldconfig")
def config_add(call: Call) -> Any:
    _module(call)
    given = _config_given(call)
    for key in ("USER_TYPE_ID", "FIELD_NAME"):
        if not given.get(key):
            raise errors.classic(f"The '{key}' field is not found.")
    entity = str(given.get("ENTITY_ID"))
    if not str(given["FIELD_NAME"]).upper().startswith(f"UF_{entity}_"):
        raise errors.classic("Вы не можете создавать пользовательские поля")
    _check_name(call, entity, str(given["FIELD_NAME"]).upper(), str(given["USER_TYPE_ID"]))
    record = userfields.add(call.portal, entity, {k: v for k, v in given.items() if k != "SHOW_IN_LIST"})
    _tell(call, "ADD", record)
    return {"field": _config_shown(record, whole=True)}


@method("userfieldconfig.update", scope="userfieldconfig")
def config_update(call: Call) -> Any:
    _module(call)
    record = userfields.update(call.portal, _config(call), _config_given(call))
    _tell(call, "UPDATE", record)
    return {"field": _config_shown(record, whole=True)}


@method("userfieldconfig.get", scope="userfieldconfig")
def config_get(call: Call) -> Any:
    _module(call)
    return {"field": _config_shown(_config(call), whole=True)}


@method("userfieldconfig.delete", scope="userfieldconfig")
def config_delete(call: Call) -> None:
    _module(call)
    record = _config(call)
    userfields.delete(call.portal, record)
    _tell(call, "DELETE", record)


@method("userfieldconfig.list", scope="userfieldconfig")
def config_list(call: Call) -> Page:
    _module(call)
    asked = {BY_CAMEL.get(k.lstrip("="), k.lstrip("=").upper()): v for k, v in as_map(call.get("filter")).items()}
    found = userfields.collection(call.portal).all()
    rows = [f for f in found if all(str(f.get(k)) == str(v) for k, v in asked.items())]
    return page_of([_config_shown(f, whole=False) for f in rows], call, "fields")


@method("userfieldconfig.getTypes", scope="userfieldconfig")
def config_types(call: Call) -> Any:
    _module(call)
    known = userfields.types(call.portal)
    return {"types": {code: {"userTypeId": code, "description": title} for code, title in known.items()}}
