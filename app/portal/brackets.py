"""PHP's brackets: a flat form «data[FIELDS][ID]=7» as nested values. Everything in it is hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.errors import InboundRefused

Nested = dict[str, "str | Nested"]

MAX_FIELDS = 1000
MAX_KEY = 300
MAX_VALUE = 64 * 1024
MAX_TOTAL = 512 * 1024
MAX_DEPTH = 8
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def nest(form: Mapping[str, str]) -> Nested:
    """The form as nested mappings (lists too: «0», «1»…). Raises InboundRefused."""
    if len(form) > MAX_FIELDS:
        raise malformed("слишком много полей")
    tree: Nested = {}
    total = 0
    for key, value in form.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise malformed("поле не является текстом")
        total += len(key) + len(value)
        if len(key) > MAX_KEY or len(value) > MAX_VALUE or total > MAX_TOTAL:
            raise malformed("слишком длинное поле")
        _place(tree, key, value)
    return tree


def branch(tree: Nested, key: str) -> Nested:
    """The mapping under the key; empty where there is none (PHP drops empty arrays)."""
    found = tree.get(key, "")
    if isinstance(found, str):
        if found.strip():
            raise malformed(f"{key} не является набором полей")
        return {}
    return found


def leaf(tree: Nested, key: str, *, limit: int = 2000) -> str:
    """The text under the key; empty where there is none."""
    found = tree.get(key, "")
    if not isinstance(found, str) or len(found) > limit:
        raise malformed(f"{key} не является коротким текстом")
    return found


def items(tree: Nested) -> list[str]:
    """The texts of a list, by their indexes."""
    return [value for _, value in sorted(tree.items()) if isinstance(value, str)]


def malformed(what: str) -> InboundRefused:
    return InboundRefused(f"Запрос записан неверно: {what}.", 400)


def _place(tree: Nested, key: str, value: str) -> None:
    found = _KEY.fullmatch(key)
    if not found:
        raise malformed("имя поля")
    parts = [found[1], *_PART.findall(found[2])]
    if len(parts) > MAX_DEPTH:
        raise malformed("слишком глубокая вложенность")
    for part in parts[:-1]:
        below = tree.setdefault(part or str(len(tree)), {})
        if isinstance(below, str):
            raise malformed("поле задано дважды")
        tree = below
    last = parts[-1] or str(len(tree))
    if last in tree:
        raise malformed("поле задано дважды")
    tree[last] = value
