"""How an answer differs in shape from a sample: keys that are absent, types that are others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# What a sample shows that belongs to its own portal or to the question it was asked with.
OWN = re.compile(r"^(uf|UF_|parentId|PARENT_ID)")
NUMBER = re.compile(r"\d+")


def differences(sample: Any, ours: Any, path: str = "result") -> Iterator[str]:
    if isinstance(sample, dict) and isinstance(ours, dict):
        yield from _of_maps(sample, ours, path)
    elif isinstance(sample, list) and isinstance(ours, list):
        if sample and ours:
            yield from differences(sample[0], ours[0], f"{path}[]")
    elif not _is_empty(sample) and not _is_empty(ours) and _kind(sample) is not _kind(ours):
        yield f"{path}: {_name(sample)} in the docs, {_name(ours)} here"


def _of_maps(sample: dict[str, Any], ours: dict[str, Any], path: str) -> Iterator[str]:
    if ours and _is_by_number(sample) and _is_by_number(ours):
        yield from differences(next(iter(sample.values())), next(iter(ours.values())), f"{path}.*")
        return
    for key, value in sample.items():
        if OWN.match(key):
            continue
        if key not in ours:
            yield f"{path}.{key} is missing"
        else:
            yield from differences(value, ours[key], f"{path}.{key}")


def _is_by_number(found: dict[str, Any]) -> bool:
    return bool(found) and all(NUMBER.fullmatch(key) for key in found)


def _is_empty(value: Any) -> bool:
    """An empty PHP map is a list, and nothing may stand for anything."""
    return value is None or value in ([], {})


def _kind(value: Any) -> type:
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


def _name(value: Any) -> str:
    return {dict: "map", list: "list", str: "string", bool: "boolean"}.get(type(value), "number")
