"""Erasing a portal: all that any table of ours holds of it, in portions that let other writers in.

From `begin` on the inbox takes no row of it (`inbox._INSERT`); what was on its way then goes with the portal itself.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection, Table, column, delete, exists, select, table, tuple_, update

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
        self._finish()
        return True

    def _finish(self) -> None:
        """The portal first: that waits for rows that were begun before; then they are seen, and no other can come."""
        with self._database.write() as connection:
            connection.execute(delete(portal).where(portal.c.id == self._portal_id))
            for found in tables():
                while self._remove(connection, found) == PORTION:
                    pass

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
        with self._database.write() as connection:
            count = self._remove(connection, found)
        if count == PORTION:
            time.sleep(time.monotonic() - began)
        return count == PORTION

    def _remove(self, connection: Connection, found: Table) -> int:
        keys = list(found.primary_key.columns)
        some = select(*keys).where(found.c.portal_id == self._portal_id).order_by(*keys).limit(PORTION)
        if found is document and self._database.is_sqlite:
            connection.execute(delete(_FOUND).where(_FOUND.c.rowid.in_(some)))
        return connection.execute(delete(found).where(tuple_(*keys).in_(some))).rowcount


def tables() -> list[Table]:
    return [found for found in metadata.sorted_tables if "portal_id" in found.c]
