"""Our database as one portal sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select, update

from app.domain.mirror import RawObject
from app.domain.policy import PortalSettings
from app.ports.office import Clock
from app.store.bulk import BulkWriter
from app.store.database import Database
from app.store.schema import deal_version, portal
from app.store.scope import Scope
from app.store.transaction import Reactions, StoreTransaction

_SETTINGS: TypeAdapter[PortalSettings] = TypeAdapter(PortalSettings)


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
    def reading(self) -> Iterator[StoreTransaction]:
        """The same registers, to look at only: no lock that a writer would wait for, and nothing is kept."""
        with self._database.read() as connection:
            yield StoreTransaction(Scope(connection, self._portal_id, self._clock.now()), self._reactions)
            connection.rollback()

    def put_in_bulk(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        return self._bulk.put(kind, objects, read_at=read_at)

    def save_settings(self, settings: PortalSettings) -> None:
        body = _SETTINGS.dump_python(settings, mode="json")
        with self._database.write() as connection:
            connection.execute(update(portal).where(portal.c.id == self._portal_id).values(settings=body))

    def deal_version(self, deal_id: int) -> int:
        """A number that grows whenever anything of the deal changes here; 0 at first."""
        query = select(deal_version.c.version).where(
            deal_version.c.portal_id == self._portal_id, deal_version.c.deal_id == deal_id
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one_or_none() or 0)
