"""The sweep: looks though no bell rang. Reads what is marked dirty, does the chores that are due, drains."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from app.errors import AppError, AuthLost, PartlyRead, StoreAway
from app.jobs.bulkhead import Bulkhead
from app.jobs.chores import Chores
from app.jobs.drain import Drain
from app.jobs.heartbeat import LEASE_SECONDS, beating
from app.ports import Context
from app.ports.office import Clock
from app.store.readers import Readers, ReadingTurn

_AFTER_FAILURE = timedelta(seconds=15)
"""A portal that does not answer is not asked every second."""

log = structlog.get_logger()


class Sweep:
    """`refresh` reads one portal's changes; `on_refused` hears of a portal that does not know our token."""

    def __init__(
        self,
        drain: Drain,
        readers: Readers,
        *,
        open_context: Callable[[int], Context],
        refresh: Callable[[Context], None],
        on_refused: Callable[[int, datetime], None],
        chores: Chores,
        clock: Clock,
        owner: str,
        bulkhead: Bulkhead,
    ) -> None:
        """`bulkhead`: the places of those who read; what has none now is read by a later sweep."""
        self._drain = drain
        self._readers = readers
        self._open_context = open_context
        self._refresh = refresh
        self._on_refused = on_refused
        self._chores = chores
        self._clock = clock
        self._owner = owner
        self._bulkhead = bulkhead

    def run(self, budget_seconds: float) -> int:
        """Return how many rows were worked on after the portals had been read."""
        try:
            for turn in self._readers.due(self._clock.now()):
                self._enter(turn)
            self._chores.do(self._clock.now())
        except StoreAway as away:
            log.warning("sweep_stopped", cause=str(away))
            return 0
        return self._drain.run(budget_seconds)

    def _enter(self, turn: ReadingTurn) -> None:
        wait = self._bulkhead.ask(turn.portal_id)
        if wait is None:
            return
        try:
            self._read(turn)
        finally:
            self._bulkhead.leave(wait)

    def _read(self, turn: ReadingTurn) -> None:
        owner, portal_id = f"{self._owner}:{threading.get_ident()}", turn.portal_id
        if not self._readers.take(turn, owner=owner, now=self._clock.now(), seconds=LEASE_SECONDS):
            return
        rest = _AFTER_FAILURE
        try:
            with beating(lambda: self._hold(portal_id, owner)):
                self._refresh(self._open_context(portal_id))
            rest = timedelta(0)
        except AuthLost as lost:
            log.warning("portal_waits_for_authorisation", portal=portal_id, cause=str(lost))
            self._on_refused(portal_id, self._clock.now())
        except PartlyRead as partly:
            for part, error in partly.refused:
                log.warning("part_not_read", portal=portal_id, part=part, cause=str(error), error=type(error).__name__)
            rest = timedelta(0)
        except AppError as error:
            log.warning("portal_not_read", portal=portal_id, cause=str(error), error=type(error).__name__)
        except Exception as error:  # the outermost edge: one portal must not stop the others
            log.exception("portal_not_read", portal=portal_id, cause=repr(error))
        finally:
            self._readers.release(portal_id, owner=owner, now=self._clock.now(), rest=rest)

    def _hold(self, portal_id: int, owner: str) -> None:
        self._readers.hold(portal_id, owner=owner, now=self._clock.now(), seconds=LEASE_SECONDS)
