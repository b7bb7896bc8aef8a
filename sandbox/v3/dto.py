"""An object of REST 3.0 and its fields: what a call may give, filter by, order by, select («DTO»)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from sandbox.params import LARGEST
from sandbox.query import Column
from sandbox.v3 import errors

COLUMN_TYPES = {"int": "integer", "datetime": "datetime"}
FLAGS = ("Y", "N")


def _is_instant(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return MINYEAR < datetime.fromisoformat(value).year < MAXYEAR
    except ValueError:
        return False


SUITS: dict[str, Callable[[Any], bool]] = {
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST,
    "string": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool) or value in FLAGS,
    "datetime": _is_instant,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
"""A page speaks of a number, not of a string that looks like one («значение — число, а не строка»)."""


@dataclass(frozen=True)
class Field:
    """`key` is where a record holds the value; `of` is the object that the field leads to."""

    name: str
    type: str = "string"
    key: str = ""
    filterable: bool = False
    sortable: bool = False
    editable: bool = False
    required: bool = False
    of: Dto | None = None
    element: str | None = None

    @property
    def type_in_words(self) -> str:
        return "DateTime" if self.type == "datetime" else self.type

    def suits(self, value: Any) -> bool:
        return SUITS[self.type](value)

    def wrong(self, value: Any) -> tuple[str, str] | None:
        """What is wrong with a value that a call gives; nothing may stand for no value."""
        return None if value is None or self.suits(value) else errors.wrong_type(self.name, self.type_in_words)

    def described(self) -> dict[str, Any]:
        """As *.field.list tells; an instant is an object there (event-log/main-eventlog-field-list.md)."""
        return {
            "name": self.name, "type": "object" if self.type == "datetime" else self.type, "title": self.name,
            "description": None, "validationRules": [],
            "requiredGroups": ["add"] if self.required else None, "filterable": self.filterable,
            "sortable": self.sortable, "editable": self.editable, "multiple": self.type == "array",
            "elementType": self.of.name if self.of else self.element,
        }  # fmt: skip


@dataclass(frozen=True)
class Dto:
    """`plain` are the fields of an answer to a call that selects none; all that lead nowhere, when empty."""

    name: str
    fields: tuple[Field, ...]
    plain: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Raises UNKNOWNDTOPROPERTYEXCEPTION."""
        found = self.find(name)
        if found is None:
            raise errors.unknown_property(name, self.name)
        return found

    def find(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def shown(self) -> tuple[str, ...]:
        return self.plain or tuple(field.name for field in self.fields if field.of is None)

    @property
    def columns(self) -> dict[str, Column]:
        return {f.name: Column(f.key, COLUMN_TYPES.get(f.type, "string")) for f in self.fields if f.key}

    def check(self, given: dict[str, Any]) -> None:
        """The `fields` of a call. Raises UNKNOWNDTOPROPERTYEXCEPTION, REQUESTVALIDATIONEXCEPTION."""
        wrong = [found for name, value in given.items() if (found := self._wrong(self.field(name), value))]
        if wrong:
            raise errors.invalid_request(*wrong)

    def _wrong(self, field: Field, value: Any) -> tuple[str, str] | None:
        if not field.editable:
            return errors.attribute_needed(self.name, field.name, "Editable")
        return field.wrong(value)

    def missing(self, given: dict[str, Any]) -> Iterator[str]:
        return (f.name for f in self.fields if f.required and given.get(f.name) in (None, ""))


DESCRIBED = (
    "name", "type", "title", "description", "validationRules", "requiredGroups", "filterable", "sortable", "editable",
    "multiple", "elementType",
)  # fmt: skip
DESCRIPTION = Dto("DtoFieldDto", tuple(Field(name) for name in DESCRIBED))
