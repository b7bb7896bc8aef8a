"""Events («события») of a portal, many in one transaction: a burst of them must not hold up anything else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from app.errors import StoreAway
from app.ports import Context
from app.ports.office import Clock
from app.store.events import EventTurns
from app.store.queue import InboxRow
from app.store.store import EventsTaken, PortalStore

AT_ONCE = 500
"""Rows a transaction: some tens of milliseconds in which nobody else can write to SQLite."""
MANY = 100
LONGEST_PAUSE_SECONDS = 0.1
_CAUSE = "Вместе с другими не обработано: пробуется отдельно."

log = structlog.get_logger()


class Events:
    """One thread a process does it: the others have rows to work on. Safe in many processes."""

    def __init__(
        self,
        turns: EventTurns,
        clock: Clock,
        *,
        open_context: Callable[[int], Context],
        open_store: Callable[[int], PortalStore],
        run: Callable[[Context, EventsTaken], None],
    ) -> None:
        self._turns = turns
        self._clock = clock
        self._open_context = open_context
        self._open_store = open_store
        self._run = run
        self._busy = threading.Lock()

    def take(self) -> int:
        """Handle the fresh events of the portal whose turn it is; return how many are done. Raises StoreAway."""
        if not self._busy.acquire(blocking=False):
            return 0
        try:
            portal_id = self._turns.next(self._clock.now())
            return 0 if portal_id is None else self._take_of(portal_id)
        finally:
            self._busy.release()

    def _take_of(self, portal_id: int) -> int:
        started = time.monotonic()
        # Before the transaction: other transactions wait for this one.
        context, store = self._open_context(portal_id), self._open_store(portal_id)
        rows: list[InboxRow] = []
        try:
            with store.events(AT_ONCE) as taken:
                rows = taken.rows
                self._run(context, taken)
        except StoreAway:
            raise
        except Exception as error:  # the outermost edge: what one of them is refused for, it is told when it goes alone
            log.warning("events_go_one_by_one", portal=portal_id, count=len(rows), cause=repr(error))
            store.part_events(rows, _CAUSE)
            return 1
        if len(rows) >= MANY:
            # The portals' posts stand in line for the same database: they have their turn now.
            time.sleep(min(time.monotonic() - started, LONGEST_PAUSE_SECONDS))
        return len(rows)
