"""Who answers («кто отвечает»): portals that let those wait who ask them; the memory of one process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.ports.access import RequestLog, RequestNote
from app.ports.office import Clock

PATIENCE = timedelta(seconds=5)
"""An answer that comes later holds a thread as long as none does."""


@dataclass(frozen=True, slots=True, eq=False)
class Wait:
    """One piece of work for a portal, under way since then."""

    portal_id: int
    since: datetime


class Hearing:
    """A portal is silent after it has let somebody wait longer than PATIENCE, until one is answered in time.

    Safe in many threads.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._in_time_at: dict[int, datetime] = {}
        self._answered_at: dict[int, datetime] = {}
        self._silent: set[int] = set()
        self._waits: list[Wait] = []
        self._lock = threading.Lock()

    def begin(self, portal_id: int) -> Wait:
        """Somebody goes to the portal; when he is back, `end` must be told."""
        wait = Wait(portal_id, self._clock.now())
        with self._lock:
            self._waits.append(wait)
        return wait

    def end(self, wait: Wait) -> None:
        with self._lock:
            self._waits.remove(wait)

    def heard(self, portal_id: int, *, asked_at: datetime) -> None:
        """An answer has come now."""
        now = self._clock.now()
        with self._lock:
            self._answered_at[portal_id] = now
            if now - asked_at > PATIENCE:
                self._give_up(portal_id, asked_at)
                return
            self._in_time_at[portal_id] = now
            self._silent.discard(portal_id)

    def unheard(self, portal_id: int, *, asked_at: datetime) -> None:
        """None will come any more."""
        with self._lock:
            self._give_up(portal_id, asked_at)

    def silent(self) -> set[int]:
        with self._lock:
            return self._silent | {one.portal_id for one in self._waits if self._is_vain(one.portal_id, one.since)}

    def speaks(self, portal_id: int) -> bool:
        """Whether an answer of any kind came just now."""
        at = self._answered_at.get(portal_id)
        return at is not None and self._clock.now() - at <= PATIENCE

    def _give_up(self, portal_id: int, asked_at: datetime) -> None:
        if self._is_vain(portal_id, asked_at):
            self._silent.add(portal_id)

    def _is_vain(self, portal_id: int, since: datetime) -> bool:
        """Whether one who waits since then has waited too long, and nobody else has been answered in time."""
        in_time_at = self._in_time_at.get(portal_id, since)
        return self._clock.now() - max(since, in_time_at) > PATIENCE


class HeardLog:
    """app.ports.access.RequestLog that tells of each answer before it is written down."""

    def __init__(self, log: RequestLog, hearing: Hearing, portal_id: int) -> None:
        self._log = log
        self._hearing = hearing
        self._portal_id = portal_id

    def write(self, note: RequestNote) -> None:
        tell = self._hearing.heard if note.status else self._hearing.unheard
        tell(self._portal_id, asked_at=note.at)
        self._log.write(note)
