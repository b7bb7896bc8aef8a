"""What business processes run on («документ»): items of CRM and elements of lists, by the host's triples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sandbox.areas.crm import items, kinds
from sandbox.areas.lists import elements, lists
from sandbox.params import as_index, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Record

DYNAMIC = re.compile(r"DYNAMIC_(\d+)")
SPACE = "Bitrix\\Crm\\Integration\\BizProc\\Document\\"
ENTITIES = {
    kinds.LEAD: "CCrmDocumentLead", kinds.DEAL: "CCrmDocumentDeal", kinds.CONTACT: "CCrmDocumentContact",
    kinds.COMPANY: "CCrmDocumentCompany", kinds.QUOTE: f"{SPACE}Quote", kinds.INVOICE: f"{SPACE}SmartInvoice",
}  # fmt: skip
PARTS = 3
WITHOUT_ROBOTS = (kinds.CONTACT, kinds.COMPANY)
LIVE_FEED, OTHER_LISTS = "BizprocDocument", "Bitrix\\Lists\\BizprocDocumentLists"
LIST_TYPE = re.compile(r"iblock_(\d+)")
ELEMENT_FIELDS = {
    "ID": ("ID", "int"), "NAME": ("Название", "string"), "CODE": ("Символьный код", "string"),
    "CREATED_BY": ("Кем создан", "user"), "DATE_CREATE": ("Дата создания", "datetime"),
    "MODIFIED_BY": ("Кем изменен", "user"), "TIMESTAMP_X": ("Дата изменения", "datetime"),
}  # fmt: skip


class Described(NamedTuple):
    """A field of documents: its title for people and its type."""

    title: str
    type: str


@dataclass(frozen=True)
class Document:
    """`type` and `id` are triples; `values` by the codes of `fields`. `kind` is 0 outside of CRM."""

    type: list[str]
    id: list[str]
    kind: int
    item_id: int
    values: Record
    fields: Mapping[str, Described]
    url: str = ""

    @property
    def title(self) -> str:
        """A contact has no title but a name."""
        person = f"{self.values.get('NAME') or ''} {self.values.get('LAST_NAME') or ''}".strip()
        return str(self.values.get("TITLE") or person or f"№ {self.item_id}")


def document_type(kind: int) -> list[str] | None:
    """The host's triple for an entityTypeId; None where CRM has no processes."""
    if kind in ENTITIES:
        return ["crm", ENTITIES[kind], kinds.NAMES[kind]]
    return ["crm", f"{SPACE}Dynamic", f"DYNAMIC_{kind}"] if kind >= kinds.FIRST_DYNAMIC else None


def item_id(described: list[str], number: int) -> list[str]:
    return [*described[:2], f"{described[2]}_{number}"]


def robots_type(kind: int) -> list[str] | None:
    """As `document_type`; None also for companies and contacts, which have processes and no robots."""
    return None if kind in WITHOUT_ROBOTS else document_type(kind)


def type_of_list(record: Record) -> list[str]:
    entity = LIVE_FEED if record["IBLOCK_TYPE_ID"] == "bitrix_processes" else OTHER_LISTS
    return ["lists", entity, f"iblock_{record['ID']}"]


def is_type(portal: Portal, described: list[str]) -> bool:
    """Does the portal have documents of this type?"""
    found = LIST_TYPE.fullmatch(described[2])
    if found:
        record = lists.collection(portal).get(as_index(found[1]))
        return record is not None and type_of_list(record) == described
    kind = kind_of(described[2])
    is_there = kind in kinds.FIELDS or kind in {row["entityTypeId"] for row in kinds.types(portal)}
    return is_there and document_type(kind) == described


def of_item(portal: Portal, kind: int, item: Record) -> Document:
    described = document_type(kind)
    if described is None:
        raise ValueError(f"no documents of kind {kind}")
    fields = {name: Described(field.title, field.type) for name, field in kinds.find(portal, kind).fields.items()}
    number = int(item["ID"])
    return Document(described, item_id(described, number), kind, number, item, fields, _card(kind, number))


def _card(kind: int, number: int) -> str:
    is_old = kind in ENTITIES and kind != kinds.INVOICE
    return f"/crm/{kinds.NAMES[kind].lower() if is_old else f'type/{kind}'}/details/{number}/"


def of_element(portal: Portal, record: Record, element: Record) -> Document:
    """An element of a list. Its properties go by their codes; the number works too."""
    values: Record = {name: element.get(name) for name in ELEMENT_FIELDS}
    fields = {name: Described(*facts) for name, facts in ELEMENT_FIELDS.items()}
    for field in lists.fields_of(portal, record):
        if field["TYPE"] in lists.SYSTEM:
            continue
        held = [field["options"].get(one, one) for one in as_map(element["values"].get(lists.field_id(field))).values()]
        kind = "user" if field["TYPE"] == "S:employee" else "string"
        for name in (lists.field_id(field), f"PROPERTY_{field['CODE']}"):
            values[name], fields[name] = held, Described(field["NAME"], kind)
    described, number = type_of_list(record), int(element["ID"])
    is_in_feed = described[1] == LIVE_FEED
    url = f"/bizproc/processes/?livefeed=y&list_id={record['ID']}&element_id={number}"
    url = url if is_in_feed else f"/company/lists/{record['ID']}/element/0/{number}/"
    return Document(described, [*described[:2], str(number)], 0, number, values, fields, url)


def find(portal: Portal, document_id: list[str]) -> Document | None:
    """The document behind a triple, if it is there."""
    module, entity, name = document_id
    if module == "lists":
        element = elements.collection(portal).get(as_index(name))
        record = lists.collection(portal).get(element["list"]) if element else None
        found = of_element(portal, record, element) if record and element else None
        return found if found and found.type[1] == entity else None
    stem, _, number = name.rpartition("_")
    kind = kind_of(stem)
    described = document_type(kind)
    if described is None or described[:2] != [module, entity] or not is_type(portal, described):
        return None
    item = items.get(portal, kind, as_index(number))
    return of_item(portal, kind, item) if item else None


def kind_of(name: str) -> int:
    """An entityTypeId by the name of a document's type (DEAL, DYNAMIC_128); 0: there is none."""
    found = DYNAMIC.fullmatch(name)
    return as_index(found[1]) if found else next((kind for kind in ENTITIES if kinds.NAMES[kind] == name), 0)


def triple(given: Any) -> list[str]:
    """A type or an id as it came by wire. Raises ValueError: not three parts."""
    parts = [str(part) for part in as_list(given)]
    if len(parts) != PARTS or not all(parts):
        raise ValueError("a document is named by three parts")
    return parts
