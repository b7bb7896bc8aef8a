"""The drain: takes rows of inbox and outbox as they fall due, until none is due or its time is up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from app.domain.delays import DELAYS
from app.domain.facts import RobotFinished
from app.errors import AppError, AuthLost, LeaseLost, OutcomeUnknown, StaleDocument, StoreAway
from app.jobs.bulkhead import Bulkhead
from app.jobs.events import Events
from app.jobs.heartbeat import LEASE_SECONDS, beating
from app.ports import Context
from app.ports.office import Clock
from app.store.events import EventTurns
from app.store.queue import InboxRow, OutboxRow, Queue, Row
from app.store.store import EventsTaken, PortalStore

_UNTIL_AUTHORISED = timedelta(minutes=5)
_AT_ONCE = 4

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hands:
    """What the drain works with: contexts and stores by portal, and what to do with a row of either queue.

    `run_inbox` returns the values that answer the robot at once, or None when there is nothing to answer yet.
    """

    open_context: Callable[[int], Context]
    open_store: Callable[[int], PortalStore]
    run_events: Callable[[Context, EventsTaken], None]
    run_inbox: Callable[[Context, InboxRow], Mapping[str, str] | None]
    run_outbox: Callable[[Context, OutboxRow], None]
    warn: Callable[[Context, Row, str], None]
    """Tell whoever can act that a row has failed for good, and why; told twice is told once."""


class Drain:
    """Safe to run in many threads and processes at once; `owner` must be another one in each process."""

    def __init__(
        self,
        queue: Queue,
        turns: EventTurns,
        hands: Hands,
        clock: Clock,
        *,
        owner: str,
        bulkhead: Bulkhead,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        """`bulkhead`: the places of the process; a thread that finds none goes away, for the work is being done."""
        self._queue = queue
        self._events = Events(
            turns, clock, open_context=hands.open_context, open_store=hands.open_store, run=hands.run_events
        )
        self._hands = hands
        self._clock = clock
        self._owner = owner
        self._bulkhead = bulkhead
        self._leasing = threading.Lock()
        self._lease_seconds = lease_seconds

    def run(self, budget_seconds: float) -> int:
        """Work until nothing is due or the budget is spent; return how many rows were worked on."""
        if not self._bulkhead.come():
            return 0
        try:
            return self._work_until(time.monotonic() + budget_seconds)
        finally:
            self._bulkhead.go()

    def _work_until(self, ends_at: float) -> int:
        count = 0
        try:
            if not self._queue.is_anything_due(self._clock.now()):
                return 0
            while time.monotonic() < ends_at:
                worked = self._turn()
                count += worked
                if not worked:
                    break
        except StoreAway as away:
            log.warning("drain_stopped", cause=str(away))
        return count

    def _turn(self) -> int:
        """Events of one portal and one row of each queue, so that none starves the others."""
        count = self._events.take()
        for lease in (self._queue.lease_inbox, self._queue.lease_outbox):
            with self._taken(lease) as row:
                if row is not None:
                    self._work(row)
                    count += 1
        return count

    @contextmanager
    def _taken(self, lease: Callable[..., Row | None]) -> Iterator[Row | None]:
        """A row of a portal that has a place, and the place until it is worked on."""
        with self._leasing:
            crowded, row, wait = self._bulkhead.crowded(), None, None
            if crowded is not None:
                row = lease(self._owner, self._clock.now(), self._lease_seconds, besides=crowded)
            if row is not None:
                wait = self._bulkhead.enter(row.portal_id)
        try:
            yield row
        finally:
            if wait is not None:
                self._bulkhead.leave(wait)

    def _work(self, row: Row) -> None:
        with structlog.contextvars.bound_contextvars(
            portal=row.portal_id, row=row.id, key=row.key, what=row.what, attempt=row.attempt
        ):
            try:
                with beating(lambda: self._extend(row), lease_seconds=self._lease_seconds):
                    self._attempt(row)
            except LeaseLost as lost:
                log.warning("row_lost", cause=str(lost))
            except StoreAway as away:
                # Nothing can be written down: the lease runs out, and the row is tried again.
                log.warning("row_left", cause=str(away))

    def _attempt(self, row: Row) -> None:
        if row.attempt > len(DELAYS) + 1:
            log.error("row_failed", cause="its workers died")
            self._fail(row, "обработка прерывалась слишком много раз")
            return
        try:
            self._run_fresh(row)
        except (LeaseLost, StoreAway):
            raise
        except AuthLost as lost:
            log.warning("row_waits_for_authorisation", cause=str(lost))
            self._queue.postpone(row, at=self._clock.now() + _UNTIL_AUTHORISED, error=str(lost))
        except OutcomeUnknown as unknown:
            log.warning("row_unknown", cause=str(unknown))
            self._queue.unknown(row, str(unknown))
        except AppError as error:
            self._retry_or_fail(row, error)
        except Exception as error:  # the outermost edge: one row must not stop the others
            log.exception("row_failed", cause=repr(error))
            self._fail(row, "внутренняя ошибка приложения", noted=repr(error))

    def _run_fresh(self, row: Row) -> None:
        """Somebody saved the document in between: decide again on what it is now, a few times at once."""
        for _ in range(_AT_ONCE - 1):
            try:
                return self._run(row)
            except StaleDocument as stale:
                log.info("row_decided_again", cause=str(stale))
        return self._run(row)

    def _run(self, row: Row) -> None:
        context = self._hands.open_context(row.portal_id)
        if isinstance(row, OutboxRow):
            self._hands.run_outbox(context, row)
            self._queue.done(row)
            return
        values = self._hands.run_inbox(context, row)
        with self._hands.open_store(row.portal_id).transaction() as tx:
            if values is not None and row.payload.get("waits"):
                finished = RobotFinished(row.payload["event_token"], tuple(values.items()))
                tx.record(finished, lane=row.lane)
            tx.finish(row, values)

    def _retry_or_fail(self, row: Row, error: AppError) -> None:
        if error.retryable and row.attempt <= len(DELAYS):
            at = self._clock.now() + DELAYS[row.attempt - 1]
            log.warning("row_retried", cause=str(error), at=at.isoformat())
            self._queue.retry(row, at=at, error=str(error))
            return
        log.error("row_failed", cause=str(error), error=type(error).__name__)
        self._fail(row, str(error))

    def _fail(self, row: Row, cause: str, *, noted: str = "") -> None:
        """Warn first: a worker that is killed in between leaves the row to another, which warns no second time."""
        try:
            self._hands.warn(self._hands.open_context(row.portal_id), row, cause)
        except StoreAway:
            raise
        except Exception as error:  # the outermost edge: the row has failed whether or not anybody hears of it
            log.exception("warning_failed", cause=repr(error))
        self._queue.failed(row, noted or cause)

    def _extend(self, row: Row) -> None:
        self._queue.extend(row, self._clock.now(), self._lease_seconds)
