"""Lists of REST 3.0: `filter`, `order`, `pagination` and the `cursor` of tails (rest-v3.md#filter)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import query
from sandbox.call import Call
from sandbox.params import as_int
from sandbox.v3 import errors
from sandbox.v3.dto import Dto, Field

PREFIXES = {"=": "=", "!=": "!=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "in": "@"}
BETWEEN = "between"
MAY_BE_NOTHING = ("=", "!=")
DIRECTIONS = ("ASC", "DESC")
PAGE = 50
LONGEST = 1000
PAIR, TRIPLE = 2, 3
DEEPEST = 32


@dataclass(frozen=True)
class Part:
    """Which rows of a list a call wants."""

    offset: int
    limit: int

    def of(self, rows: list[Any]) -> list[Any]:
        return rows[self.offset : self.offset + self.limit]


def where(call: Call, dto: Dto, *, apart_from: str = "") -> query.Where:
    """The condition of the call's `filter`. Raises INVALIDFILTEREXCEPTION, UNKNOWNFILTEROPERATOREXCEPTION,
    UNKNOWNDTOPROPERTYEXCEPTION, REQUESTVALIDATIONEXCEPTION. `apart_from` is the field that a cursor has taken.
    """
    conditions = _conditions(call.get("filter") or [])
    if apart_from and any(_names(one, apart_from) for one in conditions):
        raise errors.invalid_filter(f"Cursor field {apart_from} cannot be used at filter.")
    return query.where(_group(dto, conditions, "and"), dto.columns, call.portal.clock.zone)


def equals(call: Call, name: str) -> list[Any]:
    """The values that the top level of the filter asks a field to be equal to."""
    simple = [one for one in _conditions(call.get("filter") or []) if isinstance(one, list) and one and one[0] == name]
    return [one[-1] for one in simple if len(one) == PAIR or one[1] == "="]


def order(call: Call, dto: Dto) -> str:
    """ORDER BY of the call. Raises UNKNOWNDTOPROPERTYEXCEPTION, INVALIDORDEREXCEPTION."""
    asked = call.get("order") or {}
    if not isinstance(asked, dict):
        raise errors.invalid_order(asked)
    for name, direction in asked.items():
        if not dto.field(name).sortable or str(direction).upper() not in DIRECTIONS:
            raise errors.invalid_order(asked)
    return query.order(asked, dto.columns)


def part(call: Call, usual: int = PAGE, longest: int = LONGEST) -> Part:
    """`page` with `limit` gives the offset. Raises INVALIDPAGINATIONEXCEPTION."""
    asked = call.get("pagination") or {}
    if not isinstance(asked, dict):
        raise errors.invalid_pagination(asked)
    given = {name: _whole(asked, name) for name in ("page", "limit", "offset") if asked.get(name) is not None}
    limit = given.get("limit", usual)
    if limit < 1:
        raise errors.invalid_pagination(asked)
    limit = min(limit, longest)
    offset = (max(given["page"], 1) - 1) * limit if "page" in given else given.get("offset", 0)
    return Part(offset, limit)


def _whole(asked: dict[str, Any], name: str) -> int:
    found = as_int(asked[name], -1)
    if found < 0:
        raise errors.invalid_pagination(asked)
    return found


@dataclass(frozen=True)
class Cursor:
    """Where a tail goes on from (event-log/main-eventlog-tail.md)."""

    name: str
    direction: str
    sql: str
    value: Any
    limit: int

    @property
    def beyond(self) -> str:
        return f"{self.sql} {'>' if self.direction == 'ASC' else '<'} ?"

    @property
    def order(self) -> str:
        return f"{self.sql} {self.direction}, id {self.direction}"


def cursor(call: Call, dto: Dto) -> Cursor:
    """Raises UNKNOWNDTOPROPERTYEXCEPTION, INVALIDORDEREXCEPTION, INVALIDPAGINATIONEXCEPTION."""
    asked = call.get("cursor") or {}
    if not isinstance(asked, dict):
        raise errors.invalid_pagination(asked)
    field = dto.field(str(asked.get("field", "id")))
    direction = str(asked.get("order", "ASC")).upper()
    if direction not in DIRECTIONS or not field.sortable:
        raise errors.invalid_order(asked)
    limit = as_int(asked.get("limit", PAGE))
    if limit < 1:
        raise errors.invalid_pagination(asked)
    column = dto.columns[field.name]
    return Cursor(field.name, direction, column.sql, _comparable(call, field, asked.get("value", 0)), limit)


def _comparable(call: Call, field: Field, value: Any) -> Any:
    if field.type == "datetime" and field.suits(value):
        return query.moment(value, call.portal.clock.zone).isoformat()
    return as_int(value) if field.type == "int" else str(value)


def _conditions(asked: Any) -> list[Any]:
    if not isinstance(asked, list):
        raise errors.invalid_filter(asked)
    return asked


def _names(condition: Any, name: str) -> bool:
    if isinstance(condition, dict):
        return any(_names(inner, name) for inner in _conditions(condition.get("conditions", [])))
    return isinstance(condition, list) and bool(condition) and condition[0] == name


def _group(dto: Dto, conditions: list[Any], logic: str, depth: int = 0) -> dict[str, Any]:
    """In the form of the classic filter, whose groups are under numbers."""
    return {"logic": logic} | {str(n): _one(dto, condition, depth) for n, condition in enumerate(conditions)}


def _one(dto: Dto, condition: Any, depth: int) -> dict[str, Any]:
    if isinstance(condition, dict):
        logic = str(condition.get("logic", "and")).lower()
        if logic not in ("and", "or") or not isinstance(condition.get("conditions"), list) or depth > DEEPEST:
            raise errors.invalid_filter(condition)
        return _group(dto, condition["conditions"], logic, depth + 1)
    if not isinstance(condition, list) or len(condition) not in (PAIR, TRIPLE) or not isinstance(condition[0], str):
        raise errors.invalid_filter(condition)
    name, value = condition[0], condition[-1]
    operator = condition[1] if len(condition) == TRIPLE else ("in" if isinstance(value, list) else "=")
    if operator not in (*PREFIXES, BETWEEN):
        raise errors.unknown_operator(str(operator))
    field = dto.field(name)
    if not field.filterable:
        raise errors.invalid_request(errors.attribute_needed(dto.name, name, "Filterable"))
    return _compared(field, operator, value, condition)


def _compared(field: Field, operator: str, value: Any, condition: list[Any]) -> dict[str, Any]:
    many = operator in ("in", BETWEEN)
    if many and not isinstance(value, list):
        raise errors.invalid_filter(condition)
    if operator == BETWEEN and len(value) != PAIR:
        raise errors.invalid_filter(condition)
    if not all(
        field.suits(one) or (one is None and operator in MAY_BE_NOTHING) for one in (value if many else [value])
    ):
        raise errors.invalid_request(errors.wrong_type(field.name, field.type_in_words))
    if operator == BETWEEN:
        return {f">={field.name}": value[0], f"<={field.name}": value[1]}
    return {f"{PREFIXES[operator]}{field.name}": value}
