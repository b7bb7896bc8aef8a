"""The journal of one portal («Журнал»): rows of both queues as a person reads them, the newest first."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, RowMapping, Table, func, literal_column, select, text

from app.domain.journal import RowName, RowState
from app.errors import InboundRefused
from app.store.database import Database
from app.store.schema import STUCK, document, inbox, outbox
from app.store.search import found_by

_TABLES: Mapping[str, Table] = {"inbox": inbox, "outbox": outbox}
_MOST_DEALS = 200
GROUPS: Mapping[str, tuple[RowState, ...]] = {
    "unknown": (RowState.UNKNOWN,),
    "failed": (RowState.FAILED,),
    "waiting": (RowState.WAITING, RowState.LEASED),
    "done": (RowState.DONE, RowState.CANCELLED),
}
"""What the page's filters show, by their names."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row of a queue; `what` is the call's code or the reaction, `body` the call's payload or the fact's fields."""

    name: RowName
    kind: str
    """robot, event, inner; empty for an effect."""
    what: str
    fact: str
    body: Mapping[str, Any]
    lane: str
    state: RowState
    attempt: int
    error: str
    due: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class JournalPage:
    """`counts` of what waits for a person or a worker; `next` is the cursor of the following page."""

    rows: list[JournalRow]
    counts: Mapping[str, int]
    next: str | None


class Journal:
    """Reads only; decisions go through a transaction (services.journal)."""

    def __init__(self, database: Database, portal_id: int) -> None:
        self._database = database
        self._portal_id = portal_id

    def page(
        self, *, group: str = "", events: bool = False, query: str = "", after: str = "", limit: int
    ) -> JournalPage:
        """`group`: a name of GROUPS or "" for all; `events`: the portal's events instead of calls and effects.

        Raises InboundRefused for an unknown group or a cursor that is none.
        """
        if group and group not in GROUPS:
            raise InboundRefused("Такого отбора в журнале нет.", 400)
        before = _decode(after) if after else {}
        with self._database.read() as connection:
            lanes = self._lanes(connection, query) if query else None
            found: list[JournalRow] = []
            for name, table in _TABLES.items():
                if not (events and table is outbox):
                    where = [*_where(table, group, events=events), *_narrow(table, lanes)]
                    found += self._rows(connection, name, where, before.get(name), limit + 1)
            counts = self._counts(connection)
        found.sort(key=lambda row: (row.created_at, row.name.queue, row.name.id), reverse=True)
        shown = found[:limit]
        return JournalPage(shown, counts, _encode(shown, before) if len(found) > limit else None)

    def one(self, name: RowName) -> JournalRow | None:
        table = _TABLES.get(name.queue)
        if table is None:
            return None
        with self._database.read() as connection:
            return next(self._rows(connection, name.queue, [table.c.id == name.id], None, 1), None)

    def _rows(
        self, connection: Connection, queue: str, where: Sequence[ColumnElement[bool]], before: int | None, limit: int
    ) -> Iterator[JournalRow]:
        table = _TABLES[queue]
        query = select(table).where(table.c.portal_id == self._portal_id, *where)
        if before is not None:
            query = query.where(table.c.id < before)
        for row in connection.execute(query.order_by(table.c.id.desc()).limit(limit)).mappings():
            yield _row(queue, row)

    def _lanes(self, connection: Connection, query: str) -> list[str]:
        """Lanes of the deals whose documents the words find, and of the deal with that number."""
        mine = select(document.c.deal_id).where(
            document.c.portal_id == self._portal_id, *found_by(query, is_sqlite=self._database.is_sqlite)
        )
        deals = set(connection.scalars(mine.distinct().limit(_MOST_DEALS)))
        if query.strip().isdecimal():
            deals.add(int(query))
        return [f"deal:{deal_id}" for deal_id in sorted(deals)]

    def _counts(self, connection: Connection) -> dict[str, int]:
        counts = dict.fromkeys(("unknown", "failed", "waiting"), 0)
        for table in _TABLES.values():
            for states in (STUCK, "state = 'waiting'", "state = 'leased'"):
                mine = select(table.c.state, func.count()).where(table.c.portal_id == self._portal_id, text(states))
                for state, count in connection.execute(mine.group_by(table.c.state)):
                    counts["waiting" if state in GROUPS["waiting"] else state] += count
        return counts


def _where(table: Table, group: str, *, events: bool) -> Iterator[ColumnElement[bool]]:
    if table is inbox:
        yield inbox.c.kind == "event" if events else inbox.c.kind != "event"
    if group in ("unknown", "failed"):
        yield literal_column(STUCK, Boolean)  # in the words of the partial index
    if group:
        yield table.c.state.in_(GROUPS[group])


def _narrow(table: Table, lanes: Sequence[str] | None) -> Iterator[ColumnElement[bool]]:
    if lanes is not None:
        yield table.c.lane.in_(lanes)


def _row(queue: str, row: RowMapping) -> JournalRow:
    is_call = queue == "inbox"
    return JournalRow(
        name=RowName(queue, row["id"]),
        kind=row["kind"] if is_call else "",
        what=row["code"] if is_call else row["reaction"],
        fact="" if is_call else row["fact"],
        body=row["payload"] if is_call else row["body"],
        lane=row["lane"],
        state=RowState(row["state"]),
        attempt=row["attempt"],
        error=row["error"],
        due=row["due"],
        created_at=row["created_at"],
    )


def _encode(shown: Sequence[JournalRow], before: Mapping[str, int]) -> str:
    """Where each queue goes on: after the last of its rows that was shown."""
    at = dict(before)
    for row in shown:
        at[row.name.queue] = row.name.id
    return base64.urlsafe_b64encode(json.dumps(at).encode()).decode().rstrip("=")


def _decode(cursor: str) -> dict[str, int]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return {name: int(at) for name, at in found.items() if name in _TABLES}
    except (binascii.Error, ValueError, TypeError, AttributeError):
        raise InboundRefused("Курсор журнала записан неверно.", 400) from None
