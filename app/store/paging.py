"""Pages of a register by key: rows that come or go meanwhile neither repeat nor hide any."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, or_

from app.errors import InboundRefused
from app.store.schema import document

SORTS: dict[str, Column[Any]] = {
    "date": document.c.issued_on,
    "number": document.c.number_key,
    "amount": document.c.amount,
    "client": document.c.client_key,
    "state": document.c.state,
    "title": document.c.title,
    "paid": document.c.paid,
    "payment": document.c.payment,
}
_MONEY = frozenset({"amount", "paid"})


@dataclass(frozen=True, slots=True)
class Order:
    """`-date`, `number`…: by a column of SORTS, a minus for the greatest first; ties by id the same way."""

    name: str
    is_descending: bool

    @classmethod
    def parse(cls, sort: str) -> Order:
        """Raises InboundRefused for a column that registers are not sorted by."""
        name = sort.removeprefix("-")
        if name not in SORTS:
            raise InboundRefused(f"cannot sort by {name[:40]!r}", 400)
        return cls(name, sort.startswith("-"))

    @property
    def column(self) -> Column[Any]:
        return SORTS[self.name]

    def clauses(self, *, is_backward: bool = False) -> list[ColumnElement[Any]]:
        down = self.is_descending != is_backward
        return [col.desc() if down else col.asc() for col in (self.column, document.c.id)]

    def beyond(self, at: Cursor) -> ColumnElement[bool]:
        """Rows after the cursor in its own direction of reading."""
        down = self.is_descending != at.is_backward
        further = self.column < at.value if down else self.column > at.value
        tie = document.c.id < at.id if down else document.c.id > at.id
        return or_(further, and_(self.column == at.value, tie))


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: where the next one goes on, or, backward, the one before."""

    order: Order
    value: Any
    id: int
    is_backward: bool

    def encode(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, date) else str(self.value)
        body = json.dumps([self.order.name, self.order.is_descending, value, self.id, self.is_backward])
        return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, order: Order) -> Cursor:
        """Raises InboundRefused for what is no cursor of ours, or one of another order."""
        try:
            body = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            name, is_descending, value, row_id, is_backward = body
            cursor = cls(order, _typed(order, str(value)), int(row_id), bool(is_backward))
        except (binascii.Error, ValueError, TypeError, ArithmeticError):
            raise InboundRefused("no cursor of ours", 400) from None
        if (name, is_descending) != (order.name, order.is_descending):
            raise InboundRefused("the cursor belongs to another order", 400)
        return cursor


def _typed(order: Order, value: str) -> Any:
    if order.name == "date":
        return date.fromisoformat(value)
    return Decimal(value) if order.name in _MONEY else value
