"""The worker's own wiring: one application, drain and sweep a process, made at its first task."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.bootstrap import Application, build
from app.jobs.bell import Bell
from app.jobs.bulkhead import Bulkhead
from app.jobs.celery_app import make_celery, ringing
from app.jobs.chores import Chore, Chores
from app.jobs.drain import Drain, Hands
from app.jobs.pulse import Pulse
from app.jobs.sweep import Sweep
from app.ports import Context
from app.ports.office import Clock
from app.services import mirror, sweeping
from app.services.calls import warn_of_failure
from app.store.blobs import StoredBlobs
from app.store.chores import ChoreTimes
from app.store.events import EventTurns
from app.store.old_rows import OldRows
from app.store.queue import Queue, Row
from app.store.readers import Readers
from app.store.requests import Requests
from app.store.seals import Seals
from app.store.store import PortalStore
from config.settings import Settings

BUDGET_SECONDS = 5.0
"""A drain gives its thread back after that, so that the sweep of a busy worker is not starved."""


FREE_THREADS = 2
"""So many neither wait for a portal nor drain: chores are done, and places looked for, whatever the portals do."""
_SIDES = 4
"""Rows and readings, each for portals that answer and for those that do not: as many places for each."""


@dataclass(frozen=True, slots=True)
class Jobs:
    drain: Drain
    sweep: Sweep


class Worker:
    """Builds its application in the process that works: a fork must not carry sockets and threads over."""

    def __init__(self, settings: Settings, *, threads: int) -> None:
        self._settings = settings
        self._threads = threads
        self._jobs: Jobs | None = None
        self._building = threading.Lock()
        self.pulse = Pulse(lambda: self._open().sweep.run(BUDGET_SECONDS))

    def drain(self) -> int:
        return self._open().drain.run(BUDGET_SECONDS)

    def sweep(self) -> int:
        self.pulse.struck()
        return self._open().sweep.run(BUDGET_SECONDS)

    def _open(self) -> Jobs:
        with self._building:
            if self._jobs is None:
                bell = Bell(ringing(make_celery(self._settings.redis_url)))
                places = max(1, (self._threads - FREE_THREADS) // _SIDES)
                self._jobs = jobs_of(build(self._settings, ring=bell), places=places)
            return self._jobs


def jobs_of(application: Application, *, places: int = 1) -> Jobs:
    """Drain and sweep of an application, whoever starts them; `places`: of each side of both bulkheads."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    clock: Clock = application.clock
    database = application.database

    def store_of(portal_id: int) -> PortalStore:
        return application.store(application.portals.get(portal_id))

    def tidy(portal_id: int, now: datetime) -> None:
        requests = Requests(database, portal_id)
        while requests.prune(now):
            pass  # portion after portion: a long removal would stand in the inbox's way
        StoredBlobs(database, portal_id, clock).prune(now)
        OldRows(database, portal_id).prune(now)

    def warn(context: Context, row: Row, cause: str) -> None:
        warn_of_failure(context, lane=row.lane, key=row.key, what=row.what, cause=cause)

    def seal(portal_id: int, now: datetime) -> None:
        Seals(database, portal_id).seal(now)

    def compare(portal_id: int, now: datetime) -> None:
        sweeping.begin(application.context_of(portal_id))

    def look_into(portal_id: int, now: datetime) -> None:
        # One look a minute: until it is settled, every reading is refused.
        application.upkeep.queue_mending(portal_id, now.replace(second=0, microsecond=0))

    chores = Chores(
        ChoreTimes(database),
        [
            Chore("tidy", timedelta(hours=1), tidy, in_all=True),
            Chore("seal", timedelta(minutes=1), seal, in_all=True),
            Chore("compare", timedelta(hours=1), compare),
            Chore("mend", timedelta(hours=1), application.upkeep.queue_mending),
            Chore("part", timedelta(minutes=1), application.upkeep.see_off, in_all=True),
        ],
    )
    hands = Hands(
        application.context_of, store_of, application.run_events, application.run_inbox, application.run_outbox, warn
    )
    rows, readings = (Bulkhead(places, application.hearing) for _ in range(2))
    drain = Drain(Queue(database), EventTurns(database), hands, clock, owner=owner, bulkhead=rows)
    sweep = Sweep(
        drain, Readers(database, full=mirror.BATCH),
        open_context=application.context_of, refresh=mirror.refresh, on_refused=look_into,
        chores=chores, clock=clock, owner=owner, bulkhead=readings,
    )  # fmt: skip
    return Jobs(drain, sweep)
