"""Fresh events («события») in the inbox: nobody leases them, for many of one portal are done in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, select, update

from app.domain.journal import RowState
from app.store.database import Database
from app.store.queue import InboxRow, is_fresh_event, is_waiting, lease_of
from app.store.schema import inbox


class EventTurns:
    """Whose events come next: portals take turns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.local()

    def next(self, now: datetime) -> int | None:
        """A portal with fresh events."""
        last = getattr(self._turn, "last", 0)
        fresh = select(inbox.c.portal_id).where(is_waiting(inbox), is_fresh_event(), inbox.c.due <= now)
        with self._database.read() as connection:
            for turn in (inbox.c.portal_id > last, inbox.c.portal_id <= last):
                query = fresh.where(turn).order_by(inbox.c.portal_id, inbox.c.id).limit(1)
                found = connection.execute(query).scalar_one_or_none()
                if found is not None:
                    self._turn.last = int(found)
                    return int(found)
        return None


def fresh_events(connection: Connection, portal_id: int, now: datetime, *, limit: int) -> list[InboxRow]:
    """The portal's oldest that no other transaction has taken; locked till the end of this one."""
    mine = select(inbox).where(inbox.c.portal_id == portal_id, is_waiting(inbox), is_fresh_event(), inbox.c.due <= now)
    oldest = mine.order_by(inbox.c.id).limit(limit).with_for_update(skip_locked=True, of=inbox)
    return [
        InboxRow(**lease_of(row), kind=row.kind, code=row.code, payload=row.payload)
        for row in connection.execute(oldest)
    ]


def finish_each(connection: Connection, portal_id: int, rows: Sequence[InboxRow]) -> None:
    """Mark rows done that this transaction has taken."""
    if rows:
        mine = and_(inbox.c.portal_id == portal_id, inbox.c.id.in_([row.id for row in rows]))
        connection.execute(update(inbox).where(mine).values(state=RowState.DONE))


def part(connection: Connection, portal_id: int, rows: Sequence[InboxRow], cause: str) -> None:
    """They are fresh no longer: each is leased by itself from now on."""
    if rows:
        mine = and_(inbox.c.portal_id == portal_id, inbox.c.id.in_([row.id for row in rows]))
        connection.execute(update(inbox).where(mine, is_waiting(inbox)).values(error=cause))
