"""Where things stand on the portal («адреса страниц»): the same addresses as on the host."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import kinds
from sandbox.areas.crm.kinds import Kind
from sandbox.store import Record

WORDS = {kinds.LEAD: "lead", kinds.DEAL: "deal", kinds.CONTACT: "contact", kinds.COMPANY: "company",
         kinds.QUOTE: "quote"}  # fmt: skip
HEADINGS = {kinds.LEAD: "Лиды", kinds.DEAL: "Сделки", kinds.CONTACT: "Контакты", kinds.COMPANY: "Компании",
            kinds.QUOTE: "Предложения", kinds.INVOICE: "Счета"}  # fmt: skip
KINDS = {word: kind for kind, word in WORDS.items()}


def card(kind_id: int, item_id: Any) -> str:
    return f"{_root(kind_id)}details/{item_id}/"


def heading(kind: Kind) -> str:
    return HEADINGS.get(kind.id, kind.title)


def board(kind_id: int, category_id: int | None = None, view: str = "kanban") -> str:
    if category_id is None:
        return _root(kind_id)
    return f"{_root(kind_id)}{view}/" + ("" if kind_id in kinds.WITHOUT_FUNNELS else f"category/{category_id}/")


def automation(kind_id: int, category_id: int) -> str:
    return f"{_root(kind_id)}automation/{category_id}/"


def _root(kind_id: int) -> str:
    return f"/crm/{WORDS[kind_id]}/" if kind_id in WORDS else f"/crm/type/{kind_id}/"


def title(item: Record) -> str:
    """A contact has no title but a name."""
    person = f"{item.get('NAME') or ''} {item.get('LAST_NAME') or ''}".strip()
    return str(item.get("TITLE") or person or f"№ {item['ID']}")
