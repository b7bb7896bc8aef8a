"""Fields of CRM items: type, flags, and their two names (crm/universal/object-fields.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

FLAGS = {"ro": "readonly", "req": "required", "multi": "multiple", "off": "off", "immutable": "immutable"}
SEGMENT = re.compile(r"_([a-z0-9])")


@dataclass(frozen=True)
class Field:
    """`name` is the host's UPPER name and the key of the record; `off` fields are always null."""

    name: str
    type: str
    title: str
    readonly: bool = False
    required: bool = False
    multiple: bool = False
    off: bool = False
    immutable: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    status_type: str = ""
    dynamic: bool = False
    deprecated: bool = False
    items: list[dict[str, str]] = field(default_factory=list)

    @property
    def camel(self) -> str:
        return camel(self.name)

    def described(self, upper_name: bool = True) -> dict[str, Any]:
        """As crm.item.fields shows it; classic *.fields have no `upperName`."""
        shown: dict[str, Any] = {
            "type": self.type,
            "isRequired": self.required,
            "isReadOnly": self.readonly,
            "isImmutable": self.immutable,
            "isMultiple": self.multiple,
            "isDynamic": self.dynamic,
            "title": self.title,
        }
        if self.status_type:
            shown["statusType"] = self.status_type
        if self.items:
            shown["items"] = self.items
        if self.deprecated:
            shown["isDeprecated"] = True
        if self.settings:
            shown["settings"] = self.settings
        return {**shown, "upperName": self.name} if upper_name else shown


def classic(fields: Iterable[Field]) -> dict[str, Any]:
    """By name, as classic *.fields show them."""
    return {one.name: one.described(upper_name=False) for one in fields}


def parse(spec: str) -> dict[str, Field]:
    """Lines of `NAME type[,flag…] Title`."""
    fields = {}
    for line in filter(None, spec.splitlines()):
        name, kind, title = line.strip().split(" ", 2)
        kind, *flags = kind.split(",")
        known: dict[str, Any] = {FLAGS[flag]: True for flag in flags}
        fields[name] = Field(name, kind, title, **known)
    return fields


PARENTS = {"crm_company": 4, "crm_contact": 3, "crm_lead": 1, "crm_deal": 2, "crm_quote": 7}
DICTIONARIES = {
    "SOURCE_ID": "SOURCE",
    "INDUSTRY": "INDUSTRY",
    "EMPLOYEES": "EMPLOYEES",
    "HONORIFIC": "HONORIFIC",
    "EVENT_ID": "EVENT_TYPE",
}


def linked(fields: dict[str, Field], *, type_dictionary: str = "") -> dict[str, Field]:
    """The same fields with their dictionaries and parents named."""
    dictionaries = {**DICTIONARIES, "TYPE_ID": type_dictionary}
    done = {}
    for name, one in fields.items():
        done[name] = replace(one, status_type=dictionaries.get(name, ""), deprecated=name == "CONTACT_ID")
        if one.type in PARENTS and not one.multiple and name != "CONTACT_ID":
            done[name] = replace(done[name], settings={"parentEntityTypeId": PARENTS[one.type]})
    if "MYCOMPANY_ID" in done:
        settings = {"isMyCompany": True, "parentEntityTypeId": 4, "isEmbeddedEditorEnabled": True}
        done["MYCOMPANY_ID"] = replace(done["MYCOMPANY_ID"], settings=settings)
    return done


def camel(name: str) -> str:
    """ASSIGNED_BY_ID → assignedById; user fields by the rules of crm/universal/index.md."""
    if name.startswith("UF_CRM_"):
        return _camel_user_field(name)
    return SEGMENT.sub(lambda found: found[1].upper(), name.lower())


def upper(name: str) -> str:
    """assignedById → ASSIGNED_BY_ID"""
    return re.sub(r"([A-Z])", r"_\1", name).upper()


def _camel_user_field(name: str) -> str:
    rest = name.removeprefix("UF_CRM_")
    number, _, tail = rest.partition("_")
    if not number.isdigit() or not tail:
        number, tail = "", rest
    if tail.isdigit():
        return f"ufCrm{number}_{tail}"
    if any(ch.isdigit() for ch in tail):
        return f"ufCrm_{rest}"
    words = "".join(word.capitalize() for word in tail.split("_"))
    return f"ufCrm{number}{words}"
