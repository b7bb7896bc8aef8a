"""Parameters of a call as PHP reads them: brackets nest, query, form and JSON merge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

import orjson

Params = dict[str, Any]
MAX_DEPTH = 32
LARGEST = 2**63


def _keys(name: str) -> list[str]:
    head, bracket, rest = name.partition("[")
    if not bracket or not head:
        return [name]
    keys = [head]
    for part in (bracket + rest).split("["):
        if part.endswith("]"):
            keys.append(part[:-1])
    return keys[:MAX_DEPTH]


def _put(target: dict[str, Any], keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        child = target.setdefault(key or _next_index(target), {})
        if not isinstance(child, dict):
            return
        target = child
    last = keys[-1]
    target[last or _next_index(target)] = value


def _next_index(target: dict[str, Any]) -> str:
    return str(1 + max((as_index(key) for key in target), default=-1))


def _settle(value: Any) -> Any:
    """A map with the keys 0..n-1 is a list in PHP's eyes."""
    if not isinstance(value, dict):
        return value
    settled = {key: _settle(inner) for key, inner in value.items()}
    if settled and list(settled) == [str(n) for n in range(len(settled))]:
        return list(settled.values())
    return settled


def from_pairs(pairs: Iterable[tuple[str, str]]) -> Params:
    raw: dict[str, Any] = {}
    for name, value in pairs:
        _put(raw, _keys(name), value)
    return {name: _settle(value) for name, value in raw.items()}


def from_query(query: str) -> Params:
    return from_pairs(parse_qsl(query, keep_blank_values=True))


def from_json(body: bytes) -> Params:
    """A JSON object as parameters; anything else is no parameters, as on the host."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return data if isinstance(data, dict) else {}


def to_pairs(data: Any, prefix: str = "") -> list[tuple[str, str]]:
    """The host's own way of posting: nested data as bracketed form fields; empty maps disappear."""
    if isinstance(data, dict):
        items: Iterable[tuple[Any, Any]] = data.items()
    elif isinstance(data, (list, tuple)):
        items = enumerate(data)
    else:
        return [(prefix, "" if data is None else str(int(data) if isinstance(data, bool) else data))]
    pairs: list[tuple[str, str]] = []
    for key, value in items:
        pairs += to_pairs(value, f"{prefix}[{key}]" if prefix else str(key))
    return pairs


def as_list(value: Any) -> list[Any]:
    """A parameter that may come as one value, a list, or a map, as a list."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else [value]


def as_map(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    return {str(n): v for n, v in enumerate(value)} if isinstance(value, list) else {}


def as_int(value: Any, default: int = 0) -> int:
    """PHP's (int): a number or zero; what does not fit 64 bits is no number either."""
    try:
        found = int(str(value).strip())
    except (TypeError, ValueError):
        try:
            found = int(float(value))
        except (TypeError, ValueError, OverflowError):
            return default
    return found if abs(found) < LARGEST else default


def as_index(text: str) -> int:
    """A number without a sign that fits 64 bits, written in plain digits; -1 for all else (`isdigit` takes «²» too)."""
    return as_int(text, -1) if text.isascii() and text.isdigit() else -1


def as_bool(value: Any) -> bool:
    return str(value).strip().lower() in {"1", "y", "yes", "true", "on"}
