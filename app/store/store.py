"""Our database as one portal sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.mirror import RawObject
from app.ports.office import Clock
from app.store.bulk import BulkWriter
from app.store.database import Database
from app.store.events import finish_each, fresh_events, part
from app.store.joined import JoinedStore
from app.store.queue import InboxRow
from app.store.schema import deal_version
from app.store.scope import Scope
from app.store.transaction import Reactions, StoreTransaction


@dataclass(frozen=True, slots=True)
class EventsTaken:
    """Events («события») of one portal, oldest first; what `store` writes commits when all of them are done."""

    rows: list[InboxRow]
    store: JoinedStore


class PortalStore:
    """Implements Store. `on_commit` is called after a commit that wrote rows for a worker (the bell)."""

    def __init__(
        self,
        database: Database,
        portal_id: int,
        *,
        reactions: Reactions,
        clock: Clock,
        on_commit: Callable[[], None],
    ) -> None:
        self._database = database
        self._portal_id = portal_id
        self._reactions = reactions
        self._clock = clock
        self._on_commit = on_commit
        self._bulk = BulkWriter(database, portal_id, clock)

    @contextmanager
    def transaction(self) -> Iterator[StoreTransaction]:
        """Raises StoreAway and StoreFull, and StaleDocument from what is saved inside."""
        with self._database.write() as connection:
            scope = Scope(connection, self._portal_id, self._clock.now())
            transaction = StoreTransaction(scope, self._reactions)
            yield transaction
            transaction.close()
        if scope.rings:
            self._on_commit()

    @contextmanager
    def events(self, limit: int) -> Iterator[EventsTaken]:
        """Fresh events, oldest first: done with the block, or waiting as before after any error.

        Nobody leases them: a handler makes no network call, so that all are one short transaction.
        """
        with self._database.write() as connection:
            scope = Scope(connection, self._portal_id, self._clock.now())
            transaction = StoreTransaction(scope, self._reactions)
            rows = fresh_events(connection, self._portal_id, scope.now, limit=limit)
            yield EventsTaken(rows, JoinedStore(transaction, connection, self._portal_id))
            finish_each(connection, self._portal_id, rows)
            transaction.close()
        if scope.rings:
            self._on_commit()

    def part_events(self, rows: Sequence[InboxRow], cause: str) -> None:
        """Let events that were refused together be leased one by one; `cause` is for whoever looks at them."""
        with self._database.write() as connection:
            part(connection, self._portal_id, rows, cause)

    @contextmanager
    def reading(self) -> Iterator[StoreTransaction]:
        """The same registers, to look at only: no lock that a writer would wait for, and nothing is kept."""
        with self._database.read() as connection:
            scope = Scope(connection, self._portal_id, self._clock.now(), is_writing=False)
            yield StoreTransaction(scope, self._reactions)
            connection.rollback()

    def put_in_bulk(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        return self._bulk.put(kind, objects, read_at=read_at)

    def deal_version(self, deal_id: int) -> int:
        """A number that grows whenever anything of the deal changes here; 0 at first."""
        query = select(deal_version.c.version).where(
            deal_version.c.portal_id == self._portal_id, deal_version.c.deal_id == deal_id
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one_or_none() or 0)
