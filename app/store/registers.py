"""The register as a page shows it («Реестры»): filtered, sorted, paged and summed by the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, Select, and_, case, func, select, text, type_coerce

from app.domain.act import Act
from app.domain.act_buttons import is_preparing
from app.domain.journal import RowState
from app.domain.letter import ActLetter
from app.domain.money import from_kopecks
from app.errors import NotFound
from app.store.acts import ADAPTER, REGISTER
from app.store.database import Database
from app.store.documents import read_body
from app.store.letters import ADAPTER as LETTERS
from app.store.paging import Cursor, Order
from app.store.register_filter import UNPAID, UNSIGNED, VOID, RegisterFilter
from app.store.schema import STUCK, deal, document, letter, outbox

_INVOICE = document.alias("invoice")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act with what stands beside it; roubles. `paid` is the act's own part of `invoice_paid`."""

    act: Act
    payment: str
    paid: Decimal
    invoice_amount: Decimal
    invoice_paid: Decimal
    deal_title: str
    due_on: date | None
    letter: ActLetter | None
    stopped: str = ""
    """Why its papers are not on their way any more: a person must do something first."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all rows of the filter; the sums leave void acts out; `debt` = `amount` - `paid`, roubles."""

    count: int
    amount: Decimal
    paid: Decimal
    debt: Decimal


@dataclass(frozen=True, slots=True)
class Presets:
    """How many rows each ready filter would show this user."""

    unsigned: int
    overdue: int
    mine: int
    unpaid: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """`first` and `last` are counted from 1, both 0 on an empty page; `next` and `prev` are cursors."""

    lines: list[ActLine]
    totals: Totals
    presets: Presets
    next: str | None
    prev: str | None
    first: int
    last: int


class RegisterView:
    """Acts of one portal. `seen_by`: the user who sees only what he is responsible for; None sees all."""

    def __init__(self, database: Database, portal_id: int, *, seen_by: int | None) -> None:
        self._database = database
        self._portal_id = portal_id
        self._seen_by = seen_by

    def page(
        self, chosen: RegisterFilter, *, sort: str, after: str | None, limit: int, user_id: int, today: date
    ) -> RegisterPage:
        """Raises InboundRefused for an unknown order or a cursor that is none."""
        order = Order.parse(sort)
        cursor = Cursor.decode(after, order) if after else None
        where = and_(self._mine(), *chosen.conditions(is_sqlite=self._database.is_sqlite))
        with self._database.read() as connection:
            rows, has_more = _rows(connection, where, order, cursor, limit)
            before = _count_before(connection, where, order, rows[0]) if rows else 0
            is_backward = cursor is not None and cursor.is_backward
            has_next = has_more if not is_backward else True
            return RegisterPage(
                lines=self._lines(connection, rows),
                totals=_totals(connection, where),
                presets=_presets(connection, self._mine(), user_id, today),
                next=_cursor(order, rows[-1], is_backward=False) if rows and has_next else None,
                prev=_cursor(order, rows[0], is_backward=True) if before else None,
                first=before + 1 if rows else 0,
                last=before + len(rows),
            )

    def every(self, chosen: RegisterFilter, *, sort: str) -> Iterator[ActLine]:
        """All rows of the filter in order, read in batches (for the export)."""
        order, cursor = Order.parse(sort), None
        where = and_(self._mine(), *chosen.conditions(is_sqlite=self._database.is_sqlite))
        has_more = True
        while has_more:
            with self._database.read() as connection:
                rows, has_more = _rows(connection, where, order, cursor, _BATCH)
                lines = self._lines(connection, rows)
            yield from lines
            if rows:
                cursor = Cursor(order, rows[-1].sort_value, rows[-1].id, is_backward=False)

    def of_deal(self, deal_id: int) -> list[ActLine]:
        """All acts of the deal, oldest first."""
        return self._found(document.c.deal_id == deal_id)

    def one(self, act_id: int) -> ActLine:
        """Raises NotFound, also for what this user may not see."""
        found = self._found(document.c.id == act_id)
        if not found:
            raise NotFound("Акт не найден: обновите страницу.")
        return found[0]

    def some(self, act_ids: Set[int]) -> dict[int, ActLine]:
        """Those of the acts that this user may see, by id."""
        return {line.act.id: line for line in self._found(document.c.id.in_(act_ids))} if act_ids else {}

    def responsibles(self) -> list[int]:
        """Users who are responsible for any act that is seen here."""
        column = document.c.responsible_id
        query = select(column).where(self._mine(), column.is_not(None)).distinct().order_by(column)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def _found(self, condition: ColumnElement[bool]) -> list[ActLine]:
        with self._database.read() as connection:
            query = _select(Order.parse("date")).where(self._mine(), condition).order_by(document.c.id)
            return self._lines(connection, connection.execute(query).all())

    def _mine(self) -> ColumnElement[bool]:
        mine = and_(document.c.portal_id == self._portal_id, document.c.register == REGISTER)
        return mine if self._seen_by is None else and_(mine, document.c.responsible_id == self._seen_by)

    def _lines(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[ActLine]:
        letters = self._letters(connection, [row.id for row in rows])
        lines = [_line(row, letters.get(row.id)) for row in rows]
        stopped = self._stopped(connection, [line.act for line in lines if is_preparing(line.act)])
        return [replace(line, stopped=stopped.get(line.act.id, "")) for line in lines]

    def _stopped(self, connection: Connection, acts: Sequence[Act]) -> dict[int, str]:
        """By act: why the last that failed for good of what makes its papers did."""
        if not acts:
            return {}
        query = select(outbox.c.body, outbox.c.error).where(
            outbox.c.portal_id == self._portal_id, text(STUCK), outbox.c.state == RowState.FAILED,
            outbox.c.lane.in_({act.lane for act in acts}), outbox.c.reaction.startswith("papers."),
        )  # fmt: skip
        return {row.body["act_id"]: row.error for row in connection.execute(query.order_by(outbox.c.id))}

    def _letters(self, connection: Connection, act_ids: Sequence[int]) -> dict[int, ActLetter]:
        """The latest letter of each act."""
        query = select(letter.c.id, letter.c.version, letter.c.body, letter.c.act_id).where(
            letter.c.portal_id == self._portal_id, letter.c.act_id.in_(act_ids)
        )
        rows = connection.execute(query.order_by(letter.c.id))
        return {row.act_id: LETTERS.validate_python(row.body | {"id": row.id, "version": row.version}) for row in rows}


def _select(order: Order) -> Select[Any]:
    joined = document.outerjoin(
        deal, and_(deal.c.portal_id == document.c.portal_id, deal.c.deal_id == document.c.deal_id)
    ).outerjoin(_INVOICE, and_(_INVOICE.c.portal_id == document.c.portal_id, _INVOICE.c.id == document.c.invoice_id))
    return select(
        *(document.c[name] for name in ("id", "version", "body", "payment", "paid", "due_on")),
        _INVOICE.c.amount.label("invoice_amount"),
        _INVOICE.c.paid.label("invoice_paid"),
        deal.c.title.label("deal_title"),
        order.column.label("sort_value"),
    ).select_from(joined)


def _rows(
    connection: Connection, where: ColumnElement[bool], order: Order, cursor: Cursor | None, limit: int
) -> tuple[list[Row[Any]], bool]:
    """A page in the order shown, and whether more rows lie beyond it in the direction of reading."""
    is_backward = cursor is not None and cursor.is_backward
    query = _select(order).where(where).order_by(*order.clauses(is_backward=is_backward)).limit(limit + 1)
    rows = list(connection.execute(query.where(order.beyond(cursor)) if cursor else query))
    page, has_more = rows[:limit], len(rows) > limit
    return (page[::-1] if is_backward else page), has_more


def _count_before(connection: Connection, where: ColumnElement[bool], order: Order, row: Row[Any]) -> int:
    earlier = order.beyond(Cursor(order, row.sort_value, row.id, is_backward=True))
    return connection.execute(select(func.count()).select_from(document).where(where, earlier)).scalar_one()


def _totals(connection: Connection, where: ColumnElement[bool]) -> Totals:
    sums = [_sum(~VOID, type_coerce(document.c[name], BigInteger)) for name in ("amount", "paid")]
    count, amount, paid = connection.execute(select(func.count(), *sums).where(where)).one()
    return Totals(count, from_kopecks(int(amount)), from_kopecks(int(paid)), from_kopecks(int(amount) - int(paid)))


def _presets(connection: Connection, where: ColumnElement[bool], user_id: int, today: date) -> Presets:
    overdue = and_(UNSIGNED, document.c.due_on < today)
    conditions = (UNSIGNED, overdue, document.c.responsible_id == user_id, UNPAID)
    row = connection.execute(select(*(_sum(condition, 1) for condition in conditions)).where(where)).one()
    return Presets(*map(int, row))


def _sum(condition: ColumnElement[bool], value: Any) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, value), else_=0)), 0)


def _line(row: Row[Any], last_letter: ActLetter | None) -> ActLine:
    zero = Decimal(0)
    return ActLine(
        act=read_body(ADAPTER, row),
        payment=row.payment,
        paid=row.paid,
        invoice_amount=row.invoice_amount if row.invoice_amount is not None else zero,
        invoice_paid=row.invoice_paid if row.invoice_paid is not None else zero,
        deal_title=row.deal_title or "",
        due_on=row.due_on,
        letter=last_letter,
    )


def _cursor(order: Order, row: Row[Any], *, is_backward: bool) -> str:
    return Cursor(order, row.sort_value, row.id, is_backward).encode()
