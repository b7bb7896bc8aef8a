"""The host's leaky bucket of one portal, shared by all processes (limits.md of its docs)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from app.ports.office import Clock
from app.store.database import Database
from app.store.inserting import insert_once
from app.store.schema import bucket

CAPACITY = 50.0
DRAIN_PER_SECOND = 2.0


class LeakyBucket:
    """Implements Bucket in one row; `capacity` and `drain` are those of the portal's tariff."""

    def __init__(
        self,
        database: Database,
        portal_id: int,
        clock: Clock,
        *,
        capacity: float = CAPACITY,
        drain: float = DRAIN_PER_SECOND,
    ) -> None:
        self._database = database
        self._portal_id = portal_id
        self._clock = clock
        self._capacity = capacity
        self._drain = drain

    def take(self, hits: int = 1) -> float:
        # More than the bucket holds would never fit: then it must be empty.
        wanted = min(float(hits), self._capacity)
        with self._database.write(durable=False) as connection:
            level = self._level(connection)
            over = level + wanted - self._capacity
            if over > 0:
                return over / self._drain
            self._set(connection, level + hits)
        return 0.0

    def book(self, within: float) -> float | None:
        with self._database.write(durable=False) as connection:
            level = self._level(connection)
            wait = max(level + 1.0 - self._capacity, 0.0) / self._drain
            if wait > within:
                return None
            # Above the brim: nobody takes before this has drained, and whoever books next comes after it.
            self._set(connection, level + 1.0)
        return wait

    def room(self) -> float:
        query = select(bucket.c.level, bucket.c.at).where(bucket.c.portal_id == self._portal_id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return self._capacity - (self._drained(row.level, row.at) if row else 0.0)

    def overflow(self) -> None:
        with self._database.write(durable=False) as connection:
            self._set(connection, max(self._level(connection), self._capacity))

    def _level(self, connection: Connection) -> float:
        """The level now; makes the row when the portal has none yet, and locks it."""
        insert_once(connection, bucket, {"portal_id": self._portal_id, "level": 0.0, "at": self._clock.now()})
        query = select(bucket.c.level, bucket.c.at).where(bucket.c.portal_id == self._portal_id)
        level, at = connection.execute(query.with_for_update()).one()
        return self._drained(level, at)

    def _drained(self, level: float, at: datetime) -> float:
        drained = max((self._clock.now() - at).total_seconds(), 0.0) * self._drain
        return max(float(level) - float(drained), 0.0)

    def _set(self, connection: Connection, level: float) -> None:
        values = {"level": level, "at": self._clock.now()}
        connection.execute(update(bucket).where(bucket.c.portal_id == self._portal_id).values(values))
