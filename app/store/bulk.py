"""Bulk writes: in small transactions with pauses, because they stand in the inbox's way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.mirror import RawObject
from app.ports.office import Clock
from app.store.database import Database
from app.store.mirror import StoredMirror, Values, pack_all
from app.store.scope import Scope

MOST_ROWS = 1000
LONGEST_SECONDS = 0.05
"""Of one transaction."""
_FIRST_ROWS = 200
_FEWEST_ROWS = 20


class BulkWriter:
    """Writes objects of one portal's mirror; one a thread, since it learns how many rows go at once."""

    def __init__(
        self, database: Database, portal_id: int, clock: Clock, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._database = database
        self._portal_id = portal_id
        self._clock = clock
        self._sleep = sleep
        self._rows = _FIRST_ROWS

    def put(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        """Return how many rows were new or changed. Raises StoreAway, StoreFull."""
        values = pack_all(objects)
        written = at = 0
        while at < len(values):
            part = values[at : at + self._rows]
            at += len(part)
            written += self._write(kind, part, read_at)
        return written

    def _write(self, kind: str, part: Sequence[Values], read_at: datetime) -> int:
        started = time.perf_counter()
        # Not durable: after a power cut the progress that was noted later is gone as well, and it is read again.
        with self._database.write(durable=False) as connection:
            mirror = StoredMirror(Scope(connection, self._portal_id, self._clock.now()))
            written = mirror.put_packed(kind, part, read_at=read_at)
        spent = time.perf_counter() - started
        rate = len(part) / max(spent, 1e-6)
        self._rows = max(_FEWEST_ROWS, min(MOST_ROWS, int(rate * LONGEST_SECONDS), 2 * self._rows))
        self._sleep(spent)
        return written
