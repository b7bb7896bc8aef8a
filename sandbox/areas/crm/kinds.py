"""The kinds of CRM items: lead, deal, contact, company, quote, smart invoice, smart processes («типы объектов»)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sandbox.areas.crm import errors, specs, userfields
from sandbox.areas.crm.field import Field
from sandbox.areas.crm.lead_fields import LEAD as LEAD_FIELDS
from sandbox.areas.crm.quote_fields import QUOTE as QUOTE_FIELDS
from sandbox.params import as_bool, as_int
from sandbox.portal import Portal
from sandbox.query import Column
from sandbox.store import Collection, Record

LEAD, DEAL, CONTACT, COMPANY, QUOTE, INVOICE = 1, 2, 3, 4, 7, 31
FIRST_DYNAMIC = 128
TYPES = "crm_type"
DEPENDS = (TYPES, userfields.KIND)

TITLES = {LEAD: "Лид", DEAL: "Сделка", CONTACT: "Контакт", COMPANY: "Компания", QUOTE: "Предложение", INVOICE: "Счет"}
NAMES = {LEAD: "LEAD", DEAL: "DEAL", CONTACT: "CONTACT", COMPANY: "COMPANY", QUOTE: "QUOTE", INVOICE: "SMART_INVOICE"}
SHORT = {LEAD: "L", DEAL: "D", CONTACT: "C", COMPANY: "CO", QUOTE: "Q", INVOICE: "SI"}
FIELDS = {LEAD: LEAD_FIELDS, DEAL: specs.DEAL, CONTACT: specs.CONTACT, COMPANY: specs.COMPANY, QUOTE: QUOTE_FIELDS,
          INVOICE: specs.INVOICE}  # fmt: skip
WITHOUT_FUNNELS = {LEAD: "STATUS", QUOTE: "QUOTE_STATUS"}  # with the dictionary of their stages
BY_FLAG = {
    "isStagesEnabled": ("STAGE_ID", "PREVIOUS_STAGE_ID", "MOVED_BY", "MOVED_TIME"),
    "isBeginCloseDatesEnabled": ("BEGINDATE", "CLOSEDATE"),
    "isClientEnabled": ("COMPANY_ID", "CONTACT_ID", "CONTACT_IDS"),
    "isMycompanyEnabled": ("MYCOMPANY_ID",),
    "isLinkWithProductsEnabled": ("OPPORTUNITY", "IS_MANUAL_OPPORTUNITY", "TAX_VALUE", "CURRENCY_ID"),
    "isSourceEnabled": ("SOURCE_ID", "SOURCE_DESCRIPTION"),
    "isObserversEnabled": ("OBSERVERS",),
}


@dataclass(frozen=True)
class Kind:
    """One kind as one portal has it: `fields` by UPPER name include user fields and parents."""

    id: int
    name: str
    title: str
    short: str
    user_entity: str
    fields: dict[str, Field]
    has_stages: bool
    has_products: bool
    type: Record | None = None

    @property
    def is_dynamic(self) -> bool:
        """Smart processes and smart invoices share their rules and events."""
        return self.id == INVOICE or self.id >= FIRST_DYNAMIC

    @property
    def has_funnels(self) -> bool:
        """Leads and quotes have stages without funnels: their items stand in the funnel 0, which nobody sees."""
        return self.has_stages and self.id not in WITHOUT_FUNNELS

    def stage_entity(self, category_id: int) -> str:
        """The dictionary of stages of a funnel."""
        if self.id in WITHOUT_FUNNELS:
            return WITHOUT_FUNNELS[self.id]
        if self.id == DEAL:
            return f"DEAL_STAGE_{category_id}" if category_id else "DEAL_STAGE"
        prefix = "SMART_INVOICE" if self.id == INVOICE else f"DYNAMIC_{self.id}"
        return f"{prefix}_STAGE_{category_id}"

    def stage_prefix(self, category_id: int) -> str:
        if self.id in WITHOUT_FUNNELS:
            return ""
        if self.id == DEAL:
            return f"C{category_id}:" if category_id else ""
        return f"DT{self.id}_{category_id}:"

    def names(self, original: bool) -> dict[str, Field]:
        """Fields by the names that crm.item.* shows. A clash of camel names leaves the UPPER one."""
        return self._original_names if original else self._camel_names

    @cached_property
    def _original_names(self) -> dict[str, Field]:
        return self._names(original=True)

    @cached_property
    def _camel_names(self) -> dict[str, Field]:
        return self._names(original=False)

    @cached_property
    def item_columns(self) -> dict[str, Column]:
        """What crm.item.list may filter and sort by, under either name."""
        return self.columns({**self.names(True), **self.names(False)})

    def _names(self, *, original: bool) -> dict[str, Field]:
        shown: dict[str, Field] = {}
        for field in self.fields.values():
            name = field.name if original and field.name.startswith("UF_") else field.camel
            shown[field.name if name in shown else name] = field
        return shown

    def columns(self, names: dict[str, Field]) -> dict[str, Column]:
        """What may be filtered and sorted by; multifields may not."""
        usable = ((n, f) for n, f in names.items() if f.type not in ("crm_multifield", "file") and not f.off)
        return {n: Column(f.name, f.type, f.multiple) for n, f in usable}


def items(portal: Portal, kind_id: int) -> Collection:
    return portal.collection(f"item:{kind_id}")


def types(portal: Portal) -> list[Record]:
    return portal.collection(TYPES).all()


def find(portal: Portal, kind_id: int) -> Kind:
    """Raises NOT_FOUND «Смарт-процесс не найден» for a kind that the portal does not have."""
    return portal.store.remember(DEPENDS, ("kind", kind_id), lambda: _find(portal, kind_id))


def _find(portal: Portal, kind_id: int) -> Kind:
    if kind_id in FIELDS:
        fields, record = dict(FIELDS[kind_id]), None
        name, title, short = NAMES[kind_id], TITLES[kind_id], SHORT[kind_id]
        entity = f"CRM_{name}"
    else:
        record = portal.collection(TYPES).first(entityTypeId=kind_id)
        if record is None:
            raise errors.type_not_found()
        fields, title = _dynamic_fields(record), record["title"]
        name, short, entity = f"DYNAMIC_{kind_id}", f"T{kind_id:X}", f"CRM_{record['ID']}"
    fields |= _parents(portal, kind_id, record)
    fields |= userfields.fields_of(portal, entity)
    return Kind(kind_id, name, title, short, entity, fields, "STAGE_ID" in fields, "OPPORTUNITY" in fields, record)


def _dynamic_fields(record: Record) -> dict[str, Field]:
    absent = {name for flag, names in BY_FLAG.items() if not as_bool(record[flag]) for name in names}
    return {name: field for name, field in specs.DYNAMIC.items() if name not in absent}


def _parents(portal: Portal, kind_id: int, record: Record | None) -> dict[str, Field]:
    """parentId…: what this kind's own relations name, and the smart processes that name it as a child."""
    ids = {DEAL, QUOTE} if kind_id == INVOICE else set()
    if record is not None:
        ids |= {as_int(link["entityTypeId"]) for link in record["relations"]["parent"]}
    for other in types(portal):
        if any(as_int(link["entityTypeId"]) == kind_id for link in other["relations"]["child"]):
            ids.add(other["entityTypeId"])
    native = {CONTACT, COMPANY} if kind_id != DEAL else set()
    return {f"PARENT_ID_{n}": _parent(n) for n in sorted(ids - native)}


def _parent(kind_id: int) -> Field:
    title = TITLES.get(kind_id, "Родительский элемент")
    return Field(f"PARENT_ID_{kind_id}", "crm_entity", title, settings={"parentEntityTypeId": kind_id})


def by_short(portal: Portal, short: str) -> Kind | None:
    """A kind by the short code of its owner type: D, C, CO, SI, T80…"""
    for kind_id, code in SHORT.items():
        if code == short.upper():
            return find(portal, kind_id)
    for record in types(portal):
        if f"T{record['entityTypeId']:X}" == short.upper():
            return find(portal, record["entityTypeId"])
    return None
