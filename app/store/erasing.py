"""Erasing a portal: all that any table of ours holds of it, in portions that let other writers in."""

from __future__ import annotations

import time

from sqlalchemy import Table, column, delete, exists, select, table, tuple_, update

from app.store.database import Database
from app.store.portals import PortalStatus
from app.store.queue_tables import metadata
from app.store.schema import document, inbox, outbox, portal

PORTION = 1000
_FOUND = table("document_search", column("rowid"))


class Erasing:
    """Safe to repeat. Every table with a `portal_id` is emptied, whoever added it."""

    def __init__(self, database: Database, portal_id: int) -> None:
        self._database = database
        self._portal_id = portal_id

    def begin(self) -> None:
        """From now on nobody works in the portal and nobody speaks for it."""
        nobody = {"status": PortalStatus.ERASING, "tokens": "", "application_token": "", "settings": {}}
        with self._database.write() as connection:
            connection.execute(update(portal).where(portal.c.id == self._portal_id).values(nobody))

    def run(self, budget_seconds: float) -> bool:
        """Whether nothing is left; a worker that is still at a row of the portal leaves the rest to the next run."""
        ends_at = time.monotonic() + budget_seconds
        is_busy = self._is_busy()
        for found in tables():
            while self._erase(found):
                if time.monotonic() > ends_at:
                    return False
        if is_busy:
            return False
        with self._database.write() as connection:
            connection.execute(delete(portal).where(portal.c.id == self._portal_id))
        return True

    def _is_busy(self) -> bool:
        with self._database.read() as connection:
            return any(
                connection.scalar(
                    select(exists().where(queue.c.portal_id == self._portal_id, queue.c.state == "leased"))
                )
                for queue in (inbox, outbox)
            )

    def _erase(self, found: Table) -> bool:
        """Whether there may be more; half of the time is left to others."""
        began = time.monotonic()
        keys = list(found.primary_key.columns)
        some = select(*keys).where(found.c.portal_id == self._portal_id).order_by(*keys).limit(PORTION)
        with self._database.write() as connection:
            if found is document and self._database.is_sqlite:
                connection.execute(delete(_FOUND).where(_FOUND.c.rowid.in_(some)))
            count = connection.execute(delete(found).where(tuple_(*keys).in_(some))).rowcount
        if count == PORTION:
            time.sleep(time.monotonic() - began)
        return count == PORTION


def tables() -> list[Table]:
    return [found for found in metadata.sorted_tables if "portal_id" in found.c]
