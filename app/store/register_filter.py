"""What an accountant filters a register by, as conditions on the table of documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_

from app.domain.act import ActState
from app.store.payment import Payment
from app.store.schema import document
from app.store.search import found_by

VOID = document.c.state == ActState.VOID
UNSIGNED = document.c.state.in_([ActState.DRAFT, ActState.SENT, ActState.CONFIRMING])
UNPAID = and_(~VOID, document.c.payment != Payment.PAID)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Every field of docs/api.md; roubles and the portal's dates; both ends of a range are inside it."""

    states: tuple[str, ...] = ()
    is_signed: bool | None = None
    payments: tuple[str, ...] = ()
    query: str = ""
    number: str = ""
    date_from: date | None = None
    date_to: date | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    company_id: int | None = None
    deal_id: int | None = None
    responsible_id: int | None = None
    overdue_on: date | None = None
    """Not signed though due before this day."""

    def conditions(self, *, is_sqlite: bool) -> Iterator[ColumnElement[bool]]:
        yield from self._choices()
        yield from self._ranges()
        if self.number:
            yield document.c.number.contains(self.number, autoescape=True)
        yield from found_by(self.query, is_sqlite=is_sqlite)

    def _choices(self) -> Iterator[ColumnElement[bool]]:
        if self.states:
            yield document.c.state.in_(self.states)
        if self.is_signed is not None:
            yield document.c.state == ActState.SIGNED if self.is_signed else UNSIGNED
        if self.payments:
            yield document.c.payment.in_(self.payments)
        for name in ("company_id", "deal_id", "responsible_id"):
            value = getattr(self, name)
            if value is not None:
                yield document.c[name] == value

    def _ranges(self) -> Iterator[ColumnElement[bool]]:
        if self.date_from is not None:
            yield document.c.issued_on >= self.date_from
        if self.date_to is not None:
            yield document.c.issued_on <= self.date_to
        if self.amount_from is not None:
            yield document.c.amount >= self.amount_from
        if self.amount_to is not None:
            yield document.c.amount <= self.amount_to
        if self.overdue_on is not None:
            yield and_(UNSIGNED, document.c.due_on < self.overdue_on)
