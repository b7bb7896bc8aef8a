"""CRM items as documents of business processes, and what templates may take from them («документ»)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sandbox.portal import Portal
from sandbox.store import Record

DEAL, SMART_INVOICE, FIRST_SMART_PROCESS = 2, 31, 128
SPACE = "Bitrix\\Crm\\Integration\\BizProc\\Document\\"
TITLES = {
    "ID": "ID", "Название": "TITLE", "Сумма": "OPPORTUNITY", "Валюта": "CURRENCY_ID", "Стадия": "STAGE_ID",
    "Стадия сделки": "STAGE_ID", "Воронка": "CATEGORY_ID", "Направление": "CATEGORY_ID",
    "Компания": "COMPANY_ID", "Контакт": "CONTACT_ID", "Ответственный": "ASSIGNED_BY_ID",
    "Кем создан": "CREATED_BY_ID",
    "Дата начала": "BEGINDATE", "Дата завершения": "CLOSEDATE",
    "Комментарий": "COMMENTS", "Сделка": "PARENT_ID_2",
}  # fmt: skip
USER_FIELDS = ("ASSIGNED_BY_ID", "CREATED_BY_ID", "UPDATED_BY_ID", "MOVED_BY_ID", "MODIFY_BY_ID")
TEMPLATE = re.compile(r"\{\{=?\s*(.+?)\s*\}\}|\{=\s*(Document\s*:\s*.+?)\s*\}")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")


def document_type(kind: int) -> list[str] | None:
    """The host's triple for an entityTypeId; None where the host has no robots."""
    if kind == DEAL:
        return ["crm", "CCrmDocumentDeal", "DEAL"]
    if kind == SMART_INVOICE:
        return ["crm", f"{SPACE}SmartInvoice", "SMART_INVOICE"]
    if kind >= FIRST_SMART_PROCESS:
        return ["crm", f"{SPACE}Dynamic", f"DYNAMIC_{kind}"]
    return None


def document_id(kind: int, item_id: int) -> list[str]:
    described = document_type(kind)
    if described is None:
        raise ValueError(f"no documents of kind {kind}")
    return [*described[:2], f"{described[2]}_{item_id}"]


def render(portal: Portal, template: Any, item: Record, wanted: str) -> Any:
    """A property's value with its templates filled in; `wanted` is its type ("user" gets `user_7`)."""
    if isinstance(template, (list, tuple)):
        return [render(portal, one, item, wanted) for one in template]
    if not isinstance(template, str):
        return template
    return TEMPLATE.sub(lambda found: _value(portal, found[1] or found[2], item, wanted), template)


def _value(portal: Portal, name: str, item: Record, wanted: str) -> str:
    field = name.split(":", 1)[1].strip() if name.replace(" ", "").startswith("Document:") else ""
    field = field or TITLES.get(name) or _user_field(portal, name) or name
    value = item.get(field, item.get(field.removesuffix("_PRINTABLE")))
    if isinstance(value, list):
        return ", ".join(_text(portal, field, one, wanted) for one in value)
    return _text(portal, field, value, wanted)


def _user_field(portal: Portal, title: str) -> str:
    """The code of a user field by the title that the card shows."""
    for field in portal.collection("userfield").all():
        label = field.get("EDIT_FORM_LABEL")
        if title in (label.values() if isinstance(label, dict) else [label]):
            return str(field["FIELD_NAME"])
    return ""


def _text(portal: Portal, field: str, value: Any, wanted: str) -> str:
    if value is None or value == "":
        return ""
    if field in USER_FIELDS:
        return f"user_{value}" if wanted == "user" else _person(portal, value)
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _date(str(value)) if isinstance(value, str) and ISO_DATE.fullmatch(value) else str(value)


def _date(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return moment.strftime("%d.%m.%Y" if "T" not in text else "%d.%m.%Y %H:%M:%S")


def _person(portal: Portal, user_id: Any) -> str:
    user = portal.user(int(user_id)) or {}
    return f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()
