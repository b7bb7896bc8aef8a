"""`select` of REST 3.0: own fields, and fields of related objects after a dot (rest-v3.md#connection)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.v3 import errors
from sandbox.v3.dto import Dto

DEEPEST = 8


@dataclass
class Selection:
    """`own` fields and, by the name of a related object, what of it."""

    own: list[str] = field(default_factory=list)
    related: dict[str, Selection] = field(default_factory=dict)

    def of(self, values: Any) -> Any:
        """What a call asked for of an object's values; of each object, where there are many."""
        if isinstance(values, list):
            return [self.of(one) for one in values]
        if not isinstance(values, dict):
            return values
        picked = {name: values[name] for name in self.own if name in values}
        return picked | {name: inner.of(values[name]) for name, inner in self.related.items() if name in values}


def selection(dto: Dto, asked: Any, plain: tuple[str, ...] | None = None, *, strict: bool = False) -> Selection:
    """An unknown own field is left out, of a related object it is an error; `strict`: it always is.

    `plain` is what a call gets that names no own field, `dto.shown` by default. Raises INVALIDSELECTEXCEPTION,
    UNKNOWNDTOPROPERTYEXCEPTION.
    """
    found = Selection()
    if not isinstance(asked or [], list):
        raise errors.invalid_select(asked)
    for path in asked or []:
        if not isinstance(path, str) or path.count(".") > DEEPEST:
            raise errors.invalid_select(asked)
        _put(found, dto, path, strict)
    if not found.own and not any("." not in path for path in asked or []):
        found.own = list(dto.shown if plain is None else plain)
    return found


def _put(into: Selection, dto: Dto, path: str, strict: bool) -> None:
    name, _, rest = path.partition(".")
    known = dto.field(name) if strict or rest else dto.find(name)
    if known is None:
        return
    if known.of is None:
        if rest:
            raise errors.unknown_property(path, dto.name)
        into.own.append(name)
        return
    inner = into.related.setdefault(name, Selection())
    if rest:
        _put(inner, known.of, rest, strict=True)
    else:
        inner.own.extend(known.of.shown)
