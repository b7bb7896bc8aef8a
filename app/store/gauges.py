"""Gauges («Показатели»): how every portal's work stands now, read from the database and kept nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from app.ports.office import Clock
from app.store.database import Database
from app.store.mirror import certificate_of
from app.store.portals import PortalStatus
from app.store.schema import STUCK, certificate, dirty, history, inbox, outbox, portal, reader

_STATES = ("state = 'waiting'", "state = 'leased'", STUCK)
"""In the words of the partial indexes: done rows are history, not to be counted each time somebody looks."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure; `portal` is our tag of it, not its address: figures travel further than the database does."""

    name: str
    value: float
    portal: str
    labels: tuple[tuple[str, str], ...] = ()


class Gauges:
    """Names and their meaning: docs/deployment.md."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read(self) -> list[Gauge]:
        with self._database.read() as connection:
            named = connection.execute(select(portal.c.id, portal.c.tag))
            tags = defaultdict(str, {row.id: row.tag for row in named})
            found = [*self._portals(connection), *self._queues(connection, tags), *self._waits(connection, tags)]
            found += [*self._marks(connection, tags), *self._history(connection, tags)]
            found += self._certificates(connection, tags)
        # What came while its portal was being erased is nobody's: it must not keep the others' figures from anyone.
        return [one for one in found if one.portal]

    def _portals(self, connection: Connection) -> Iterator[Gauge]:
        looked = portal.outerjoin(reader, reader.c.portal_id == portal.c.id)
        for row in connection.execute(select(portal.c.tag, portal.c.status, reader.c.done_at).select_from(looked)):
            yield Gauge("portal_authorised", float(row.status == PortalStatus.ACTIVE), row.tag)
            if row.done_at is not None:
                age = (self._clock.now() - row.done_at).total_seconds()
                yield Gauge("portal_looked_at_seconds", age, row.tag)

    def _queues(self, connection: Connection, tags: dict[int, str]) -> Iterator[Gauge]:
        for table in (inbox, outbox):
            for states in _STATES:
                counted = select(table.c.portal_id, table.c.state, func.count()).where(text(states))
                for portal_id, state, count in connection.execute(counted.group_by(table.c.portal_id, table.c.state)):
                    yield Gauge("queue_rows", count, tags[portal_id], (("queue", table.name), ("state", state)))

    def _waits(self, connection: Connection, tags: dict[int, str]) -> Iterator[Gauge]:
        for table in (inbox, outbox):
            oldest = func.min(table.c.due, type_=table.c.due.type).label("oldest")
            query = select(table.c.portal_id, oldest).where(text(_STATES[0])).group_by(table.c.portal_id)
            for row in connection.execute(query):
                late = max((self._clock.now() - row.oldest).total_seconds(), 0.0)
                yield Gauge("queue_lag_seconds", late, tags[row.portal_id], (("queue", table.name),))

    def _marks(self, connection: Connection, tags: dict[int, str]) -> Iterator[Gauge]:
        for portal_id, count in connection.execute(select(dirty.c.portal_id, func.count()).group_by(dirty.c.portal_id)):
            yield Gauge("dirty_marks", count, tags[portal_id])

    def _history(self, connection: Connection, tags: dict[int, str]) -> Iterator[Gauge]:
        plain = select(history.c.portal_id, func.count()).where(history.c.seal.is_(None))
        for portal_id, count in connection.execute(plain.group_by(history.c.portal_id)):
            yield Gauge("history_unsealed_rows", count, tags[portal_id])

    def _certificates(self, connection: Connection, tags: dict[int, str]) -> Iterator[Gauge]:
        for row in connection.execute(select(certificate)).mappings():
            found = certificate_of(row)
            figures = {
                "mirror_portal_rows": found.portal_count,
                "mirror_rows": found.mirror_count,
                "mirror_equal": float(found.is_equal),
                "mirror_compared_seconds": (self._clock.now() - found.at).total_seconds(),
            }
            for name, value in figures.items():
                yield Gauge(name, value, tags[row["portal_id"]], (("kind", found.kind),))
