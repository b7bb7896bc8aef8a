"""Dirty marks and cursors: what must be read again, and how far a stream has been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    type_coerce,
    update,
)

from app.ports.records import DirtyMark
from app.store.columns import Instant, to_microseconds
from app.store.inserting import insert_into, upsert
from app.store.schema import cursor, dirty
from app.store.scope import Scope

LONGEST = timedelta(minutes=1)
"""A mark that is due later than that was set by one whose clock is ahead: it is not put off."""


class Marks:
    """The marks and cursors of one portal, inside a transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._fresh: set[tuple[str, int]] = set()

    def mark(self, kind: str, object_id: int) -> None:
        """Set the mark, or raise the `seq` of the one that is there, when the transaction closes."""
        self._fresh.add((kind, object_id))

    def write(self) -> None:
        """Write all marks in one statement; in order, so that two who mark the same do not wait for each other."""
        if not self._fresh:
            return
        now = self._scope.now
        statement = insert_into(self._scope.connection, dirty)
        fresh = statement.excluded
        later = case((fresh.seq > dirty.c.seq, fresh.seq), else_=dirty.c.seq + 1)
        self._scope.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["portal_id", "kind", "object_id"],
                set_={"seq": later, "last_at": fresh.last_at},
            ),
            [
                {
                    "portal_id": self._scope.portal_id,
                    "kind": kind,
                    "object_id": object_id,
                    # From the clock, so that a mark set anew after a read never has the number of the read one.
                    "seq": to_microseconds(now),
                    "first_at": now,
                    "last_at": now,
                }
                for kind, object_id in sorted(self._fresh)
            ],
        )
        self._fresh.clear()

    def put_off(self, marks: Iterable[tuple[str, int]], *, soonest: timedelta, latest: timedelta) -> None:
        """`latest`: LONGEST at most."""
        self.write()
        now, told_at = self._scope.now, dirty.c.last_at
        waited_for = type_coerce(2 * to_microseconds(now) - type_coerce(told_at, BigInteger), Instant)
        due = case(
            (told_at > now - soonest, literal(now + soonest, Instant)),
            (told_at < now - latest, literal(now + latest, Instant)),
            else_=waited_for,
        )
        named = and_(
            dirty.c.portal_id == self._scope.portal_id,
            dirty.c.kind == bindparam("of_kind"),
            dirty.c.object_id == bindparam("of_id"),
        )
        rows = [{"of_kind": kind, "of_id": object_id} for kind, object_id in sorted(marks)]
        if rows:
            self._scope.connection.execute(update(dirty).where(named).values(first_at=due), rows)

    def waiting(self, limit: int, kind: str) -> list[DirtyMark]:
        self.write()
        query = select(dirty.c.kind, dirty.c.object_id, dirty.c.seq)
        of_kind = [dirty.c.kind == kind] if kind else []
        mine = query.where(dirty.c.portal_id == self._scope.portal_id, ~is_put_off(self._scope.now), *of_kind)
        rows = self._scope.connection.execute(mine.order_by(dirty.c.first_at, dirty.c.object_id).limit(limit))
        return [DirtyMark(row.kind, row.object_id, row.seq) for row in rows]

    def clean(self, marks: Sequence[DirtyMark]) -> None:
        self.write()
        seen = and_(
            dirty.c.portal_id == self._scope.portal_id,
            dirty.c.kind == bindparam("of_kind"),
            dirty.c.object_id == bindparam("of_id"),
            dirty.c.seq == bindparam("seen"),
        )
        rows = [{"of_kind": mark.kind, "of_id": mark.object_id, "seen": mark.seq} for mark in marks]
        if rows:
            self._scope.connection.execute(delete(dirty).where(seen), rows)

    def cursor(self, name: str) -> int:
        query = select(func.max(cursor.c.value)).where(
            cursor.c.portal_id == self._scope.portal_id, cursor.c.name == name
        )
        return int(self._scope.connection.execute(query).scalar() or 0)

    def set_cursor(self, name: str, value: int) -> None:
        values = {"portal_id": self._scope.portal_id, "name": name, "value": value}
        upsert(self._scope.connection, cursor, ("portal_id", "name"), values)


def is_put_off(now: datetime) -> ColumnElement[bool]:
    """Whether a mark is to be read later: it was asked for in vain."""
    return and_(dirty.c.first_at > now, dirty.c.first_at <= now + LONGEST)
