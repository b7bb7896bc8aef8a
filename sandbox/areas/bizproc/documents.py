"""CRM items as documents of business processes, and what templates may take from them («документ»)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sandbox.areas.crm import kinds
from sandbox.areas.crm.field import Field
from sandbox.portal import Portal
from sandbox.store import Record

SPACE = "Bitrix\\Crm\\Integration\\BizProc\\Document\\"
TYPES = {
    kinds.LEAD: "CCrmDocumentLead",
    kinds.DEAL: "CCrmDocumentDeal",
    kinds.QUOTE: f"{SPACE}Quote",
    kinds.INVOICE: f"{SPACE}SmartInvoice",
}
ALIASES = {
    "CREATED_BY_ID": "CREATED_BY", "MODIFY_BY_ID": "UPDATED_BY", "DATE_CREATE": "CREATED_TIME",
    "DATE_MODIFY": "UPDATED_TIME", "STATUS_ID": "STAGE_ID", "Стадия сделки": "STAGE_ID", "Направление": "CATEGORY_ID",
}  # fmt: skip
TEMPLATE = re.compile(r"\{\{=?\s*(.+?)\s*\}\}|\{=\s*(Document\s*:\s*.+?)\s*\}")
FORMATS = {"date": "%d.%m.%Y", "datetime": "%d.%m.%Y %H:%M:%S"}


def document_type(kind: int) -> list[str] | None:
    """The host's triple for an entityTypeId; None where the host has no robots."""
    if kind in TYPES:
        return ["crm", TYPES[kind], kinds.NAMES[kind]]
    if kind >= kinds.FIRST_DYNAMIC:
        return ["crm", f"{SPACE}Dynamic", f"DYNAMIC_{kind}"]
    return None


def document_id(kind: int, item_id: int) -> list[str]:
    described = document_type(kind)
    if described is None:
        raise ValueError(f"no documents of kind {kind}")
    return [*described[:2], f"{described[2]}_{item_id}"]


def render(portal: Portal, kind: int, template: Any, item: Record, wanted: str) -> Any:
    """A property's value with its templates filled in; `wanted` is its type ("user" gets `user_7`).

    Known: `{{Сумма}}` (a field by its title), `{=Document:OPPORTUNITY}`, `{{=Document:OPPORTUNITY}}`. A name that
    the document does not have gives nothing.
    """
    if isinstance(template, (list, tuple)):
        return [render(portal, kind, one, item, wanted) for one in template]
    if not isinstance(template, str):
        return template
    fields = kinds.find(portal, kind).fields
    return TEMPLATE.sub(lambda found: _value(portal, fields, found[1] or found[2], item, wanted), template)


def _value(portal: Portal, fields: dict[str, Field], name: str, item: Record, wanted: str) -> str:
    code = name.split(":", 1)[1].strip() if name.replace(" ", "").startswith("Document:") else ""
    code = code.removesuffix("_PRINTABLE") or next((f.name for f in fields.values() if f.title == name), name)
    code = ALIASES.get(code, code)
    value = item.get(code)
    values = value if isinstance(value, list) else [value]
    kind = fields[code].type if code in fields else "string"
    return ", ".join(_text(portal, kind, one, wanted) for one in values)


def _text(portal: Portal, kind: str, value: Any, wanted: str) -> str:
    if value is None or value == "":
        return ""
    if kind in ("user", "employee"):
        return f"user_{value}" if wanted == "user" else _person(portal, value)
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if kind in ("date", "datetime"):
        return datetime.fromisoformat(str(value)).strftime(FORMATS[kind])
    return str(value)


def _person(portal: Portal, user_id: Any) -> str:
    user = portal.user(int(user_id)) or {}
    return f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()
