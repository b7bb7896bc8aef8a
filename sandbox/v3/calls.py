"""The table of methods of REST 3.0 that areas fill, and the two methods about fields that every object has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.call import Call, Method
from sandbox.v3 import errors
from sandbox.v3.dto import DESCRIPTION, Dto, Field
from sandbox.v3.selecting import selection

ID = Field("id", "int", required=True)
FIELDS = Field("fields", "object", required=True)
SELECT = Field("select", "array")
FILTER = Field("filter", "array")
ORDER = Field("order", "object")
PAGINATION = Field("pagination", "object")
LISTING = (SELECT, FILTER, ORDER, PAGINATION)
# Their own errors stand where they are read: INVALIDSELECT…, INVALIDFILTER…, INVALIDORDER…, INVALIDPAGINATION….
READ_APART = ("select", "filter", "order", "pagination", "cursor")
Run = Callable[[Call], Any]


@dataclass(frozen=True)
class ThirdMethod(Method):
    """`takes`: its parameters; `changes`: whether a repeat by Idempotency-Key must not happen twice."""

    takes: tuple[Field, ...] = ()
    changes: bool = False

    def check(self, params: dict[str, Any]) -> None:
        """Raises REQUESTVALIDATIONEXCEPTION with all that is wrong."""
        wrong = [found for field in self.takes if (found := _wrong(field, params))]
        if wrong:
            raise errors.invalid_request(*wrong)


def _wrong(field: Field, params: dict[str, Any]) -> tuple[str, str] | None:
    if params.get(field.name) is None:
        return errors.not_given(field.name) if field.required else None
    return None if field.name in READ_APART else field.wrong(params[field.name])


@dataclass(frozen=True)
class Bare:
    """An answer outside the envelope (rest.documentation.openapi)."""

    body: dict[str, Any]


METHODS: dict[str, ThirdMethod] = {}


def method(
    name: str, *takes: Field, scope: str = "", admin_only: bool = False, changes: bool = False
) -> Callable[[Run], Run]:
    """Register a function as a method of REST 3.0; it returns what stands in `result`."""

    def register(run: Run) -> Run:
        if name in METHODS:
            raise ValueError(f"{name} is registered twice")
        METHODS[name] = ThirdMethod(name, scope, run, admin_only=admin_only, takes=takes, changes=changes)
        return run

    return register


def describe(prefix: str, dto: Dto, *, scope: str, admin_only: bool = False) -> None:
    """Register `<prefix>.field.get` and `<prefix>.field.list`."""

    @method(f"{prefix}.field.list", SELECT, scope=scope, admin_only=admin_only)
    def field_list(call: Call) -> dict[str, Any]:
        asked = selection(DESCRIPTION, call.get("select"), strict=True)
        return {"items": [asked.of(field.described()) for field in dto.fields]}

    @method(f"{prefix}.field.get", Field("name", required=True), SELECT, scope=scope, admin_only=admin_only)
    def field_get(call: Call) -> dict[str, Any]:
        field = dto.find(call.get("name"))
        if field is None:
            raise errors.field_not_found(call.get("name"))
        return {"item": selection(DESCRIPTION, call.get("select"), strict=True).of(field.described())}
