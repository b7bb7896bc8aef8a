"""Queues: leasing of inbox and outbox rows, one leased row a lane, portals in turn."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Update,
    and_,
    func,
    literal,
    select,
    update,
)

from app.domain.deal import deal_of
from app.domain.facts import Fact
from app.domain.journal import RowState
from app.errors import LeaseLost
from app.store.database import Database
from app.store.fact_json import unpack
from app.store.inserting import count_up
from app.store.portals import PortalStatus
from app.store.schema import deal_version, inbox, outbox, portal

_LEASING_LOCK = 0x7065_7277  # any number that no one else locks


@dataclass(frozen=True, slots=True)
class LeasedRow:
    """A row that `owner` holds for its `attempt`-th try, counted from 1."""

    id: int
    portal_id: int
    key: str
    lane: str
    attempt: int
    owner: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class InboxRow(LeasedRow):
    """A call: `kind` is robot, event or inner; `payload` is what the web parsed of it."""

    kind: str = ""
    code: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def what(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class OutboxRow(LeasedRow):
    """One reaction to one fact."""

    fact_name: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    reaction: str = ""

    @property
    def what(self) -> str:
        return self.reaction

    def fact(self) -> Fact:
        """Raises KeyError or ValidationError for a fact that this version of the app does not know."""
        return unpack(self.fact_name, self.body)


Row = InboxRow | OutboxRow


class Queue:
    """Both queues of all portals; which comes first is a matter of whose turn it is, then of age.

    A lane is one in both: while one of its rows is leased, no other is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.local()

    def lease_inbox(
        self, owner: str, now: datetime, seconds: float, *, besides: Collection[int] = ()
    ) -> InboxRow | None:
        """`besides`: portals that must wait, here and below."""
        row = self._lease(inbox, owner, now, seconds, besides)
        if row is None:
            return None
        return InboxRow(**lease_of(row), kind=row.kind, code=row.code, payload=row.payload)

    def lease_outbox(
        self, owner: str, now: datetime, seconds: float, *, besides: Collection[int] = ()
    ) -> OutboxRow | None:
        row = self._lease(outbox, owner, now, seconds, besides)
        if row is None:
            return None
        return OutboxRow(**lease_of(row), fact_name=row.fact, body=row.body, reaction=row.reaction)

    def is_anything_due(self, now: datetime) -> bool:
        """Whether a look at the queues is worth a write lock: a row is due, or a lease has run out."""
        due = [_some(table, is_waiting(table) & (table.c.due <= now)) for table in (inbox, outbox)]
        with self._database.read() as connection:
            return bool(connection.execute(select(due[0] | due[1] | _some_expired(now))).scalar_one())

    def extend(self, row: Row, now: datetime, seconds: float) -> None:
        """Hold the row longer. Raises LeaseLost."""
        with self._database.write(durable=False) as connection:
            _complete(connection, row, {"lease_until": now + timedelta(seconds=seconds)})

    def done(self, row: Row) -> None:
        """Raises LeaseLost, as all completions do: then another worker has the row."""
        with self._database.write() as connection:
            complete(connection, row)

    def retry(self, row: Row, *, at: datetime, error: str) -> None:
        self._put(row, {"state": RowState.WAITING, "due": at, "error": error})

    def postpone(self, row: Row, *, at: datetime, error: str) -> None:
        """Put the row back without counting the attempt: it could not even be tried."""
        values = {"state": RowState.WAITING, "due": at, "error": error, "attempt": row.attempt - 1}
        self._put(row, values)

    def failed(self, row: Row, error: str) -> None:
        """Pages of the deal hear of it: what they wait for does not come."""
        with self._database.write() as connection:
            _give_back(connection, row, {"state": RowState.FAILED, "error": error})
            deal_id = deal_of(row.lane)
            if deal_id is not None:
                of_deal = {"portal_id": row.portal_id, "deal_id": deal_id}
                count_up(connection, deal_version, of_deal, "version")

    def unknown(self, row: Row, error: str) -> None:
        self._put(row, {"state": RowState.UNKNOWN, "error": error})

    def counts(self, portal_id: int | None = None) -> dict[str, dict[RowState, int]]:
        """How many rows of each queue stand in which state, of one portal or of all."""
        with self._database.read() as connection:
            return {table.name: _count(connection, table, portal_id) for table in (inbox, outbox)}

    def _is_worth_a_lock(self, table: Table, now: datetime, allowed: ColumnElement[bool]) -> bool:
        leasable = is_waiting(table) & (table.c.due <= now) & allowed
        with self._database.read() as connection:
            return bool(connection.execute(select(_some(table, leasable) | _some_expired(now))).scalar_one())

    def _put(self, row: Row, values: Mapping[str, Any]) -> None:
        with self._database.write() as connection:
            _give_back(connection, row, values)

    def _lease(self, table: Table, owner: str, now: datetime, seconds: float, besides: Collection[int]) -> Any:
        others = table.c.portal_id.not_in(sorted(besides))
        allowed = others & ~is_fresh_event() if table is inbox else others
        if not self._is_worth_a_lock(table, now, allowed):
            return None
        last = getattr(self._turn, table.name, 0)
        with self._database.write(durable=False) as connection:
            if not self._database.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LEASING_LOCK})")
            _free_expired(connection, now)
            found = _next(connection, table, now, allowed & (table.c.portal_id > last))
            if found is None:
                found = _next(connection, table, now, allowed & (table.c.portal_id <= last))
            if found is None:
                return None
            lease = {
                "state": RowState.LEASED,
                "owner": owner,
                "lease_until": now + timedelta(seconds=seconds),
                "attempt": table.c.attempt + 1,
            }
            leased = update(table).where(table.c.id == found).values(lease).returning(table)
            row = connection.execute(leased).one()
        setattr(self._turn, table.name, row.portal_id)
        return row


def complete(connection: Connection, row: Row, answer: Mapping[str, Any] | None = None) -> None:
    """Mark the row done inside a transaction that also writes what came of it. Raises LeaseLost."""
    values: dict[str, Any] = {"state": RowState.DONE, "owner": "", "lease_until": None, "error": ""}
    if isinstance(row, InboxRow):
        values["answer"] = dict(answer) if answer is not None else None
    _complete(connection, row, values)


def _give_back(connection: Connection, row: Row, values: Mapping[str, Any]) -> None:
    _complete(connection, row, {**values, "owner": "", "lease_until": None})


def _complete(connection: Connection, row: Row, values: Mapping[str, Any]) -> None:
    table = inbox if isinstance(row, InboxRow) else outbox
    held: Update = update(table).where(
        table.c.portal_id == row.portal_id,
        table.c.id == row.id,
        table.c.state == RowState.LEASED,
        table.c.owner == row.owner,
        table.c.attempt == row.attempt,
    )
    if connection.execute(held.values(values)).rowcount != 1:
        raise LeaseLost(f"{table.name} row {row.id}: attempt {row.attempt} of {row.owner} is over")


def _some(table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(table.c.id).where(condition).exists()


def _some_expired(now: datetime) -> ColumnElement[bool]:
    return _some(inbox, _is_expired(inbox, now)) | _some(outbox, _is_expired(outbox, now))


def _free_expired(connection: Connection, now: datetime) -> None:
    free = {"state": RowState.WAITING, "owner": "", "lease_until": None}
    for table in (inbox, outbox):
        connection.execute(update(table).where(_is_expired(table, now)).values(free))


def _next(connection: Connection, table: Table, now: datetime, turn: ColumnElement[bool]) -> int | None:
    due = select(table.c.id).where(is_waiting(table), table.c.due <= now, turn, ~_is_held(table))
    oldest = due.order_by(table.c.portal_id, table.c.id).limit(1)
    # Rows that are being done many at once are nobody else's.
    return connection.execute(oldest.with_for_update(skip_locked=True, of=table)).scalar_one_or_none()


def is_fresh_event() -> ColumnElement[bool]:
    """An event that nobody has tried: many of them are done at once, and none is leased."""
    return and_(inbox.c.kind == "event", inbox.c.attempt == 0, inbox.c.error == "")


def _is_expired(table: Table, now: datetime) -> ColumnElement[bool]:
    # A literal, here and below, so that the planner may use the partial index.
    return and_(table.c.state == literal("leased", literal_execute=True), table.c.lease_until <= now)


def is_waiting(table: Table) -> ColumnElement[bool]:
    active = select(portal.c.id).where(portal.c.status == PortalStatus.ACTIVE)
    return and_(
        table.c.state == literal("waiting", literal_execute=True), table.c.portal_id.in_(active.scalar_subquery())
    )


def _is_held(table: Table) -> ColumnElement[bool]:
    """Whether a row of the lane is leased, in either queue."""
    held = []
    for other in (inbox.alias("held_inbox"), outbox.alias("held_outbox")):
        same_lane = and_(other.c.portal_id == table.c.portal_id, other.c.lane == table.c.lane)
        is_leased = other.c.state == literal("leased", literal_execute=True)
        held.append(select(other.c.id).where(same_lane, is_leased).exists())
    return held[0] | held[1]


def _count(connection: Connection, table: Table, portal_id: int | None) -> dict[RowState, int]:
    query = select(table.c.state, func.count()).group_by(table.c.state)
    if portal_id is not None:
        query = query.where(table.c.portal_id == portal_id)
    return {RowState(state): count for state, count in connection.execute(query)}


def lease_of(row: Any) -> dict[str, Any]:
    names = ("id", "portal_id", "key", "lane", "attempt", "owner", "created_at")
    return {name: getattr(row, name) for name in names}
