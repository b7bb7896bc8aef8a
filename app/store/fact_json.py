"""Facts as JSON and back, by the names of their classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from app.domain.facts import Fact


def pack(fact: Fact) -> dict[str, Any]:
    """Return the fact's fields as JSON values."""
    packed: dict[str, Any] = _adapter(type(fact).__name__).dump_python(fact, mode="json")
    return packed


def unpack(name: str, body: Mapping[str, Any]) -> Fact:
    """Raises KeyError for a name that no fact has, pydantic's ValidationError for fields that do not fit it."""
    return _adapter(name).validate_python(body)


@cache
def _adapter(name: str) -> TypeAdapter[Fact]:
    return TypeAdapter({kind.__name__: kind for kind in _below(Fact)}[name])


def _below(kind: type[Fact]) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
