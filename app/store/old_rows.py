"""Rows that nobody asks about any more: done long ago, and known to the history for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, select, true

from app.domain.journal import RowState
from app.store.database import Database
from app.store.schema import inbox, outbox

EVENTS_KEPT = timedelta(days=4)
"""As long as the log of requests: the portal's events are many, and each says only that something changed."""
KEPT = timedelta(days=90)
"""Calls and effects: as long as somebody may ask in the journal what became of them."""
_AT_ONCE = 1000


class OldRows:
    """Done and cancelled rows of both queues of one portal; what failed or is unknown stays until it is decided."""

    def __init__(self, database: Database, portal_id: int) -> None:
        self._database = database
        self._portal_id = portal_id

    def prune(self, now: datetime) -> int:
        """Remove portion after portion: a long removal would stand in the inbox's way. Return how many went."""
        events = inbox.c.kind == "event"
        return (
            self._remove(inbox, events, now - EVENTS_KEPT)
            + self._remove(inbox, ~events, now - KEPT)
            + self._remove(outbox, true(), now - KEPT)
        )

    def _remove(self, table: Table, which: ColumnElement[bool], before: datetime) -> int:
        ended = table.c.state.in_([RowState.DONE, RowState.CANCELLED])
        mine = select(table.c.id).where(table.c.portal_id == self._portal_id, ended, which, table.c.created_at < before)
        removed = 0
        while True:
            with self._database.write(durable=False) as connection:
                portion = mine.order_by(table.c.id).limit(_AT_ONCE)
                count = connection.execute(delete(table).where(table.c.id.in_(portion))).rowcount
            removed += count
            if count < _AT_ONCE:
                return removed
