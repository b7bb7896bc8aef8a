"""Lists of processes, templates and their tasks: SELECT, FILTER and ORDER of the old methods, over rows in memory.

api-reference/bizproc/: names in any case, prefixes = ! != < <= > >=; keys that a row does not have are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.params import as_list, as_map
from sandbox.store import Record

KEY = re.compile(r"(!=|!|<=|<|>=|>|=|)(.*)", re.DOTALL)


def matches(row: Record, asked: Any) -> bool:
    return all(_meets(row, *_split(key), wanted) for key, wanted in as_map(asked).items())


def _split(key: str) -> tuple[str, str]:
    found = KEY.fullmatch(key)
    return (found[1], found[2].upper()) if found else ("", key.upper())


def _meets(row: Record, sign: str, name: str, wanted: Any) -> bool:
    if name not in row:
        return True
    held, given = _text(row[name]), [_text(one) for one in as_list(wanted)] or [""]
    if sign in ("", "="):
        return held in given
    if sign.startswith("!"):
        return held not in given
    left, right = _comparable(held), _comparable(given[0])
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _comparable(text: str) -> tuple[int, float, str]:
    return (0, float(text), "") if re.fullmatch(r"-?\d+(\.\d+)?", text) else (1, 0.0, text)


def ordered(rows: list[Record], asked: Any, usual: dict[str, str]) -> list[Record]:
    found = list(rows)
    for name, direction in reversed(list((as_map(asked) or usual).items())):
        found.sort(key=_by(name.upper()), reverse=str(direction).lower() == "desc")
    return found


def _by(name: str) -> Callable[[Record], tuple[int, float, str]]:
    return lambda row: _comparable(_text(row.get(name)))


def selected(row: Record, asked: Any, usual: tuple[str, ...]) -> Record:
    """In the order of the row; `*` is all."""
    names = {str(name).upper() for name in as_list(asked)} or set(usual)
    return {name: value for name, value in row.items() if name in names or "*" in names}
