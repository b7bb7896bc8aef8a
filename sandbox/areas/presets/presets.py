"""Templates of requisites («шаблоны реквизитов») and their fields: crm/requisites/presets/.

A record keeps its fields under FIELDS; their numbers are unique within the template only.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import requisites, userfields
from sandbox.areas.presets import errors
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

# Whose requisites the host knows the fields of; numbers are those of its own list of countries.
COUNTRIES = ((1, "RU", "Россия"), (4, "BY", "Беларусь"), (6, "KZ", "Казахстан"), (14, "UA", "Украина"),
             (34, "BR", "Бразилия"), (46, "DE", "Германия"), (77, "CO", "Колумбия"), (110, "PL", "Польша"),
             (122, "US", "США"), (132, "FR", "Франция"))  # fmt: skip
RUSSIA = 1
OF_RUSSIA = requisites.words(
    "RQ_NAME RQ_FIRST_NAME RQ_LAST_NAME RQ_SECOND_NAME RQ_COMPANY_NAME RQ_COMPANY_FULL_NAME RQ_COMPANY_REG_DATE "
    "RQ_DIRECTOR RQ_ACCOUNTANT RQ_ADDR RQ_CONTACT RQ_EMAIL RQ_PHONE RQ_FAX RQ_IDENT_DOC RQ_IDENT_DOC_SER "
    "RQ_IDENT_DOC_NUM RQ_IDENT_DOC_DATE RQ_IDENT_DOC_ISSUED_BY RQ_IDENT_DOC_DEP_CODE RQ_INN RQ_KPP RQ_IFNS RQ_OGRN "
    "RQ_OGRNIP RQ_OKPO RQ_OKTMO RQ_OKVED RQ_ST_CERT_SER RQ_ST_CERT_NUM RQ_ST_CERT_DATE RQ_SIGNATURE RQ_STAMP"
)
# The docs list the fields of Russia only: another country may have any that the sandbox knows.
OF_OTHERS = (*(name for name in requisites.FIELDS if name.startswith("RQ_")), "RQ_ADDR", "RQ_SIGNATURE", "RQ_STAMP")
FIRST = {
    "Организация": "RQ_INN RQ_COMPANY_NAME RQ_COMPANY_FULL_NAME RQ_OGRN RQ_KPP RQ_COMPANY_REG_DATE RQ_OKPO RQ_OKTMO "
                   "RQ_DIRECTOR RQ_ACCOUNTANT RQ_ADDR RQ_SIGNATURE RQ_STAMP",
    "ИП": "RQ_INN RQ_LAST_NAME RQ_FIRST_NAME RQ_SECOND_NAME RQ_OGRNIP RQ_OKPO RQ_OKVED RQ_ADDR RQ_SIGNATURE RQ_STAMP",
    "Физ. лицо": "RQ_LAST_NAME RQ_FIRST_NAME RQ_SECOND_NAME RQ_IDENT_DOC RQ_IDENT_DOC_SER RQ_IDENT_DOC_NUM RQ_ADDR",
}  # fmt: skip
OWNER_TYPE = requisites.OWNER_TYPE
WRITABLE = ("NAME", "XML_ID", "ACTIVE", "SORT")
STEP = 10


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_preset")


def install(portal: Portal) -> None:
    with portal.transaction():
        if collection(portal).count():
            return
        for place, (name, fields) in enumerate(FIRST.items(), 1):
            given = {"NAME": name, "COUNTRY_ID": RUSSIA, "ENTITY_TYPE_ID": OWNER_TYPE, "SORT": 500 + STEP * place}
            record = collection(portal).get(add(portal, given, Actor(1))) or {}
            for field in fields.split():
                add_field(portal, record["ID"], {"FIELD_NAME": field})


def find(portal: Portal, preset_id: Any) -> Record:
    """Raises "The Preset with ID … is not found"."""
    found = collection(portal).get(as_int(preset_id))
    if found is None:
        raise errors.not_found(preset_id)
    return found


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> int:
    """Raises "… is not defined or invalid"."""
    if as_int(given.get("ENTITY_TYPE_ID")) != OWNER_TYPE:
        raise errors.invalid("ENTITY_TYPE_ID")
    country = as_int(given.get("COUNTRY_ID"))
    if country not in {number for number, _, _ in COUNTRIES}:
        raise errors.invalid("COUNTRY_ID")
    if not given.get("NAME"):
        raise errors.invalid("NAME")
    fixed: Record = {"ENTITY_TYPE_ID": OWNER_TYPE, "COUNTRY_ID": country, "DATE_CREATE": portal.clock.iso(),
                     "DATE_MODIFY": "", "CREATED_BY_ID": actor.user_id, "MODIFY_BY_ID": None, "FIELDS": []}  # fmt: skip
    return collection(portal).add({"XML_ID": "", "ACTIVE": "Y", "SORT": 500, **fixed, **_accepted(given)})


def update(portal: Portal, record: Record, given: dict[str, Any], actor: Actor) -> None:
    changes = {**_accepted(given), "DATE_MODIFY": portal.clock.iso(), "MODIFY_BY_ID": actor.user_id}
    collection(portal).change(record["ID"], **changes)


def delete(portal: Portal, record: Record) -> None:
    """Raises «Вы не можете удалить шаблон…» while there are requisites made by it."""
    if requisites.requisites(portal).first(PRESET_ID=record["ID"]):
        raise errors.in_use()
    collection(portal).delete(record["ID"])


def _accepted(given: dict[str, Any]) -> Record:
    accepted: Record = {name: str(given[name]) for name in WRITABLE if given.get(name) is not None}
    if "SORT" in accepted:
        accepted["SORT"] = as_int(accepted["SORT"])
    if "ACTIVE" in accepted:
        accepted["ACTIVE"] = "N" if accepted["ACTIVE"] == "N" else "Y"
    return accepted


def available(portal: Portal, record: Record) -> list[str]:
    """Fields of the country, and the user's own, that the template does not have yet."""
    own = [field["FIELD_NAME"] for field in userfields.of_entity(portal, "CRM_REQUISITE")]
    country = OF_RUSSIA if record["COUNTRY_ID"] == RUSSIA else OF_OTHERS
    has = {field["FIELD_NAME"] for field in record["FIELDS"]}
    return [name for name in (*country, *own) if name not in has]


def field(record: Record, field_id: Any) -> Record:
    """Raises "The PresetField with ID … is not found"."""
    fields: list[Record] = record["FIELDS"]
    found = next((one for one in fields if one["ID"] == as_int(field_id)), None)
    if found is None:
        raise errors.field_not_found(field_id)
    return found


def add_field(portal: Portal, preset_id: int, given: dict[str, Any]) -> int:
    """Raises "The field … can not be added"."""
    record = find(portal, preset_id)
    name = given.get("FIELD_NAME")
    if name not in available(portal, record):
        raise errors.field_refused(name)
    fields: list[Record] = record["FIELDS"]
    new = max((one["ID"] for one in fields), default=0) + 1
    last = max((one["SORT"] for one in fields), default=500)
    empty = {"ID": new, "FIELD_TITLE": "", "IN_SHORT_LIST": "N", "SORT": last + STEP}
    collection(portal).change(preset_id, FIELDS=[*fields, {**empty, **_field_values(given)}])
    return new


def update_field(portal: Portal, record: Record, changed: Record, given: dict[str, Any]) -> None:
    """Raises "The field … can not be added" for a name that the template cannot have."""
    name = given.get("FIELD_NAME", changed["FIELD_NAME"])
    if name != changed["FIELD_NAME"] and name not in available(portal, record):
        raise errors.field_refused(name)
    new = {**changed, **_field_values(given)}
    collection(portal).change(record["ID"], FIELDS=[new if one is changed else one for one in record["FIELDS"]])


def delete_field(portal: Portal, record: Record, gone: Record) -> None:
    collection(portal).change(record["ID"], FIELDS=[one for one in record["FIELDS"] if one is not gone])


def _field_values(given: dict[str, Any]) -> Record:
    values: Record = {name: str(given[name]) for name in ("FIELD_NAME", "FIELD_TITLE") if name in given}
    if "SORT" in given:
        values["SORT"] = as_int(given["SORT"])
    if "IN_SHORT_LIST" in given:
        values["IN_SHORT_LIST"] = "Y" if given["IN_SHORT_LIST"] == "Y" else "N"
    return values
