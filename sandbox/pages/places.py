"""Where things stand on the portal («адреса страниц»): the same addresses as on the host."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import kinds
from sandbox.store import Record

WORDS = {kinds.DEAL: "deal", kinds.CONTACT: "contact", kinds.COMPANY: "company"}
KINDS = {word: kind for kind, word in WORDS.items()}


def card(kind_id: int, item_id: Any) -> str:
    return f"{_root(kind_id)}details/{item_id}/"


def board(kind_id: int, category_id: int | None = None, view: str = "kanban") -> str:
    return _root(kind_id) if category_id is None else f"{_root(kind_id)}{view}/category/{category_id}/"


def automation(kind_id: int, category_id: int) -> str:
    return f"{_root(kind_id)}automation/{category_id}/"


def _root(kind_id: int) -> str:
    return f"/crm/{WORDS[kind_id]}/" if kind_id in WORDS else f"/crm/type/{kind_id}/"


def title(item: Record) -> str:
    """A contact has no title but a name."""
    person = f"{item.get('NAME') or ''} {item.get('LAST_NAME') or ''}".strip()
    return str(item.get("TITLE") or person or f"№ {item['ID']}")
