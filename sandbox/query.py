"""Filters and orders of the host as SQL over JSON records.

Prefixes: crm/universal/crm-item-list.md (= ! > >= < <= @ !@ % =% %= !% !=% !%=; nested groups with `logic`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser as dates

from sandbox.params import LARGEST, as_int, as_list, as_map

PREFIXES = ("!=%", "!%=", ">=", "<=", "!=", "!@", "!%", "=%", "%=", "=", "!", ">", "<", "@", "%")
NUMBERS = frozenset({"integer", "double", "user", "money"})
INSTANTS = frozenset({"date", "datetime"})
TEXTS = frozenset({"string", "text"})


class UnknownField(Exception):
    """A filter or order names a field that the kind does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class InvalidValue(UnknownField):
    """A filter value that its field cannot take."""


class InvalidDirection(UnknownField):
    """An order that is neither ASC nor DESC."""

    def __init__(self, name: str, direction: str) -> None:
        super().__init__(name)
        self.direction = direction


@dataclass(frozen=True)
class Column:
    """Where a field lives in a record and how it compares."""

    key: str
    type: str = "string"
    multiple: bool = False

    @property
    def sql(self) -> str:
        if self.key == "ID":
            return "id"
        return f"json_extract(data, '{self.path}')"

    @property
    def path(self) -> str:
        return '$."' + self.key.replace('"', "").replace("'", "") + '"'


Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Where:
    sql: str
    args: list[Any]


def where(asked: Mapping[str, Any], columns: Columns, zone: ZoneInfo, *, strict: bool = True) -> Where:
    """The condition that a filter asks for. `strict`: an unknown field raises UnknownField, else it is ignored."""
    return _Condition(columns, zone, strict).group(asked)


def order(asked: Mapping[str, Any], columns: Columns, *, strict: bool = True) -> str:
    """ORDER BY of the host's `order` map; by ID when empty, ID last as a tie-break."""
    parts = []
    for name, direction in asked.items():
        column = columns.get(name)
        if column is None:
            if strict:
                raise UnknownField(name)
            continue
        word = str(direction).upper()
        if word not in ("ASC", "DESC"):
            if strict:
                raise InvalidDirection(name, str(direction))
            word = "ASC"
        parts.append(f"{column.sql} {word}")
    return ", ".join([*parts, "id"])


def split(key: str) -> tuple[str, str]:
    """(prefix, field name) of a filter key."""
    prefix = next((p for p in PREFIXES if key.startswith(p)), "")
    return prefix, key[len(prefix) :]


def moment(value: Any, zone: ZoneInfo) -> datetime:
    """An instant as the host reads one: ISO, ISO without zone (the portal's), or day first."""
    text = str(value).strip()
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        parsed = dates.parse(text, dayfirst=True)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(zone)


def known_moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """As `moment`; None for nothing, and for what is no instant."""
    try:
        return moment(value, zone) if value not in (None, "") else None
    except (ValueError, OverflowError):
        return None


class _Condition:
    def __init__(self, columns: Columns, zone: ZoneInfo, strict: bool) -> None:
        self._columns = columns
        self._zone = zone
        self._strict = strict

    def group(self, asked: Mapping[str, Any]) -> Where:
        logic = " OR " if str(asked.get("logic", asked.get("LOGIC", "AND"))).upper() == "OR" else " AND "
        parts, args = [], []
        for key, value in asked.items():
            if key.lower() == "logic":
                continue
            part = self._nested(value) if key.isdigit() else self._one(key, value)
            if part is not None:
                parts.append(f"({part.sql})")
                args += part.args
        return Where(logic.join(parts), args)

    def _nested(self, value: Any) -> Where | None:
        inner = self.group(as_map(value))
        return inner if inner.sql else None

    def _one(self, key: str, value: Any) -> Where | None:
        prefix, name = split(key)
        column = self._columns.get(name)
        if column is None:
            if self._strict:
                raise UnknownField(name)
            return None
        try:
            if column.multiple:
                return self._any_of_many(column, prefix, value)
            return self._compare(column, column.sql, prefix, value)
        except InvalidValue:
            if self._strict:
                raise
            return Where("0", [])

    def _any_of_many(self, column: Column, prefix: str, value: Any) -> Where:
        """A multiple field matches when one of its values does; negated, when none does."""
        negated = prefix.startswith("!")
        plain = prefix.lstrip("!")
        inner = self._compare(column, "item.value", plain, value)
        source = f"json_each(CASE json_type(data, '{column.path}') WHEN 'array' THEN {column.sql} ELSE '[]' END)"
        if _is_blank(value):
            filled = f"EXISTS (SELECT 1 FROM {source})"  # noqa: S608 -- paths come from the field table
            return Where(filled if negated else f"NOT {filled}", [])
        exists = f"EXISTS (SELECT 1 FROM {source} AS item WHERE {inner.sql})"  # noqa: S608
        return Where(f"NOT {exists}" if negated else exists, inner.args)

    def _compare(self, column: Column, sql: str, prefix: str, value: Any) -> Where:
        if prefix in ("%", "!%", "=%", "%=", "!=%", "!%="):
            return self._like(sql, prefix, value)
        if prefix in (">", ">=", "<", "<="):
            return Where(f"{sql} {prefix} ?", [self._value(column, value)])
        negated = prefix.startswith("!")
        if isinstance(value, (list, dict)):
            return self._among(column, sql, as_list(value), negated)
        if _is_blank(value):
            blank = f"{sql} IS NULL OR {sql} = '' OR {sql} = 0"
            return Where(f"NOT ({blank})" if negated else blank, [])
        return self._equal(column, sql, self._value(column, value), negated)

    def _equal(self, column: Column, sql: str, value: Any, negated: bool) -> Where:
        """Nothing differs from any value, and equals zero."""
        left, right = self._sides(column, sql)
        if negated:
            return Where(f"{left} <> {right} OR {sql} IS NULL", [value])
        or_nothing = f" OR {sql} IS NULL" if str(value) == "0" else ""
        return Where(f"{left} = {right}{or_nothing}", [value])

    def _among(self, column: Column, sql: str, values: list[Any], negated: bool) -> Where:
        if not values:
            return Where("1" if negated else "0", [])
        left, right = self._sides(column, sql)
        marks = ", ".join([right] * len(values))
        args = [self._value(column, v) for v in values]
        return Where(f"{left} NOT IN ({marks}) OR {sql} IS NULL" if negated else f"{left} IN ({marks})", args)

    def _sides(self, column: Column, sql: str) -> tuple[str, str]:
        """Texts compare without case, as the host's database does."""
        if column.type in TEXTS:
            return f"fold({sql})", "fold(?)"
        return sql, "?"

    def _like(self, sql: str, prefix: str, value: Any) -> Where:
        text = "" if value is None else str(value)
        negation = "NOT " if prefix.startswith("!") else ""
        if prefix in ("%", "!%"):
            return Where(f"{negation}instr(fold(coalesce({sql}, '')), fold(?)) > 0", [text])
        return Where(f"{negation}fold(coalesce({sql}, '')) LIKE fold(?)", [text])

    def _value(self, column: Column, value: Any) -> Any:
        if isinstance(value, bool):
            value = int(value) if column.type in NUMBERS else ("Y" if value else "N")
        try:
            if column.key == "ID" or column.type in NUMBERS or (column.type.startswith("crm_") and _is_number(value)):
                number = float(str(value).strip() or 0)
                return int(number) if number.is_integer() and abs(number) < LARGEST else number
            if column.type in INSTANTS:
                return moment(value, self._zone).replace(microsecond=0).isoformat()
        except (ValueError, OverflowError) as error:
            raise InvalidValue(column.key) from error
        return value if isinstance(value, float) or as_int(value, -1) == value else str(value)


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or value is False


def _is_number(value: Any) -> bool:
    return str(value).strip().lstrip("-").isdigit()
