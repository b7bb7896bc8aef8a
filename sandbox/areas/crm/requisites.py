"""Requisites, bank details, addresses and their links («реквизиты»); crm/requisites/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import kinds
from sandbox.params import as_int
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

OWNER_TYPE = 8


def words(names: str) -> list[str]:
    return names.split()


FIELDS = words(
    "ENTITY_TYPE_ID ENTITY_ID PRESET_ID DATE_CREATE DATE_MODIFY CREATED_BY_ID MODIFY_BY_ID NAME CODE XML_ID "
    "ORIGINATOR_ID ACTIVE ADDRESS_ONLY SORT RQ_NAME RQ_FIRST_NAME RQ_LAST_NAME RQ_SECOND_NAME RQ_COMPANY_ID "
    "RQ_COMPANY_NAME RQ_COMPANY_FULL_NAME RQ_COMPANY_REG_DATE RQ_DIRECTOR RQ_ACCOUNTANT RQ_CEO_NAME RQ_CEO_WORK_POS "
    "RQ_CONTACT RQ_EMAIL RQ_PHONE RQ_FAX RQ_IDENT_TYPE RQ_IDENT_DOC RQ_IDENT_DOC_SER RQ_IDENT_DOC_NUM "
    "RQ_IDENT_DOC_DATE RQ_IDENT_DOC_ISSUED_BY RQ_IDENT_DOC_DEP_CODE RQ_INN RQ_KPP RQ_USRLE RQ_IFNS RQ_OGRN RQ_OGRNIP "
    "RQ_OKPO RQ_OKTMO RQ_OKVED RQ_EDRPOU RQ_DRFO RQ_KBE RQ_IIN RQ_BIN RQ_ST_CERT_SER RQ_ST_CERT_NUM RQ_ST_CERT_DATE "
    "RQ_VAT_ID RQ_VAT_CERT_SER RQ_VAT_CERT_NUM RQ_VAT_CERT_DATE RQ_VAT_PAYER RQ_BASE_DOC "
    "RQ_IDENT_DOC_PERS_NUM RQ_RESIDENCE_COUNTRY RQ_REGON RQ_KRS RQ_PESEL RQ_LEGAL_FORM RQ_SIRET RQ_SIREN RQ_CAPITAL "
    "RQ_RCS RQ_CNPJ RQ_STATE_REG RQ_MNPL_REG RQ_CPF"
)
BANK_FIELDS = words(
    "ENTITY_ID COUNTRY_ID DATE_CREATE DATE_MODIFY CREATED_BY_ID MODIFY_BY_ID NAME CODE XML_ID ORIGINATOR_ID ACTIVE "
    "SORT RQ_BANK_NAME RQ_BANK_CODE RQ_BANK_ADDR RQ_BANK_ROUTE_NUM RQ_BIK RQ_MFO RQ_ACC_NAME RQ_ACC_NUM RQ_ACC_TYPE "
    "RQ_IIK RQ_ACC_CURRENCY RQ_COR_ACC_NUM RQ_IBAN RQ_SWIFT RQ_BIC RQ_CODEB RQ_CODEG RQ_RIB RQ_AGENCY_NAME COMMENTS"
)
ADDRESS_FIELDS = words(
    "TYPE_ID ENTITY_TYPE_ID ENTITY_ID ADDRESS_1 ADDRESS_2 CITY POSTAL_CODE REGION PROVINCE COUNTRY COUNTRY_CODE "
    "LOC_ADDR_ID ANCHOR_TYPE_ID ANCHOR_ID"
)
LINK_FIELDS = words("ENTITY_TYPE_ID ENTITY_ID REQUISITE_ID BANK_DETAIL_ID MC_REQUISITE_ID MC_BANK_DETAIL_ID")
NUMBERS = frozenset(
    words(
        "ID ENTITY_TYPE_ID ENTITY_ID PRESET_ID CREATED_BY_ID MODIFY_BY_ID SORT COUNTRY_ID TYPE_ID ANCHOR_TYPE_ID "
        "ANCHOR_ID REQUISITE_ID BANK_DETAIL_ID MC_REQUISITE_ID MC_BANK_DETAIL_ID"
    )
)
READ_ONLY = frozenset({"ID", "DATE_CREATE", "DATE_MODIFY", "CREATED_BY_ID", "MODIFY_BY_ID"})


def requisites(portal: Portal) -> Collection:
    return portal.collection("crm_requisite")


def bank_details(portal: Portal) -> Collection:
    return portal.collection("crm_bankdetail")


def addresses(portal: Portal) -> Collection:
    return portal.collection("crm_address")


def links(portal: Portal) -> Collection:
    return portal.collection("crm_requisite_link")


def of_owner(portal: Portal, kind_id: int, item_id: int) -> list[Record]:
    return requisites(portal).find(ENTITY_TYPE_ID=kind_id, ENTITY_ID=item_id)


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> int:
    """Requisites of a company (4) or contact (3)."""
    record = _made(portal, FIELDS, given, actor) | {"ADDRESS_ONLY": given.get("ADDRESS_ONLY", "N")}
    new = requisites(portal).add(record)
    portal.emit("ONCRMREQUISITEADD", {"FIELDS": {"ID": str(new)}}, actor)
    return new


def add_bank(portal: Portal, given: dict[str, Any], actor: Actor) -> int:
    record = _made(portal, BANK_FIELDS, {"COUNTRY_ID": 1, **given}, actor)
    new = bank_details(portal).add(record)
    portal.emit("ONCRMBANKDETAILADD", {"FIELDS": {"ID": str(new)}}, actor)
    return new


def _made(portal: Portal, fields: list[str], given: dict[str, Any], actor: Actor) -> Record:
    fixed = {"DATE_CREATE": portal.clock.iso(), "DATE_MODIFY": "", "CREATED_BY_ID": actor.user_id}
    standard = {"ACTIVE": "Y", "SORT": 500}
    written = {k: v for k, v in given.items() if k not in READ_ONLY or k == "ID"}
    return {name: _typed(name, {**standard, **written, **fixed}.get(name)) for name in fields}


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    return as_int(value) if name in NUMBERS else str(value)


def change(portal: Portal, collection: Collection, record: Record, given: dict[str, Any], actor: Actor) -> None:
    changes = {k: _typed(k, v) for k, v in given.items() if k in record and k not in READ_ONLY}
    changes |= {"DATE_MODIFY": portal.clock.iso(), "MODIFY_BY_ID": actor.user_id}
    collection.change(record["ID"], **changes)
    what = "ONCRMREQUISITEUPDATE" if collection.kind == "crm_requisite" else "ONCRMBANKDETAILUPDATE"
    portal.emit(what, {"FIELDS": {"ID": str(record["ID"])}}, actor)


def delete(portal: Portal, record: Record, actor: Actor) -> None:
    """Requisites go with their bank details and addresses."""
    for bank in bank_details(portal).find(ENTITY_ID=record["ID"]):
        bank_details(portal).delete(bank["ID"])
    for address in addresses(portal).find(ENTITY_TYPE_ID=OWNER_TYPE, ENTITY_ID=record["ID"]):
        addresses(portal).delete(address["ID"])
    requisites(portal).delete(record["ID"])
    portal.emit("ONCRMREQUISITEDELETE", {"FIELDS": {"ID": str(record["ID"])}}, actor)


def put_address(portal: Portal, given: dict[str, Any]) -> None:
    """An address has no id of its own: type, owner type and owner are its key; a second add overwrites."""
    record = {name: _typed(name, given.get(name)) for name in ADDRESS_FIELDS}
    if record["ENTITY_TYPE_ID"] == OWNER_TYPE:
        owner = requisites(portal).get(record["ENTITY_ID"] or 0) or {}
        record |= {"ANCHOR_TYPE_ID": owner.get("ENTITY_TYPE_ID"), "ANCHOR_ID": owner.get("ENTITY_ID")}
    known = find_address(portal, given)
    if known is None:
        addresses(portal).add(record)
    else:
        addresses(portal).put(known["ID"], {**known, **{k: v for k, v in record.items() if v is not None}})


def find_address(portal: Portal, given: dict[str, Any]) -> Record | None:
    key = {name: as_int(given.get(name)) for name in ("TYPE_ID", "ENTITY_TYPE_ID", "ENTITY_ID")}
    return addresses(portal).first(**key)


def owner_exists(portal: Portal, kind_id: int, item_id: int) -> bool:
    return kind_id in (kinds.CONTACT, kinds.COMPANY) and kinds.items(portal, kind_id).get(item_id) is not None


def shown(record: Record, fields: list[str], *, with_id: bool = True) -> dict[str, Any]:
    """Values are strings or null."""
    names = ["ID", *fields] if with_id else fields
    return {name: None if record.get(name) is None else str(record[name]) for name in names}
