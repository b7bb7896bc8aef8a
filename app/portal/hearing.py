"""Who answers («кто отвечает»): portals that let those wait who ask them; the memory of one process."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from app.ports.access import RequestLog, RequestNote
from app.ports.office import Clock

PATIENCE = timedelta(seconds=5)
"""An answer that comes later holds a thread as long as none does."""


class Hearing:
    """A portal is silent after it has let somebody wait longer than PATIENCE, until one is answered in time.

    Safe in many threads.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard_at: dict[int, datetime] = {}
        self._silent: set[int] = set()
        self._lock = threading.Lock()

    def heard(self, portal_id: int, *, asked_at: datetime) -> None:
        """An answer has come now."""
        with self._lock:
            if self._clock.now() - asked_at > PATIENCE:
                self._give_up(portal_id, asked_at)
                return
            self._heard_at[portal_id] = self._clock.now()
            self._silent.discard(portal_id)

    def unheard(self, portal_id: int, *, asked_at: datetime) -> None:
        """None will come any more."""
        with self._lock:
            self._give_up(portal_id, asked_at)

    def silent(self) -> set[int]:
        with self._lock:
            return set(self._silent)

    def is_waited_for(self, portal_id: int, since: datetime) -> bool:
        """Whether one who is at the portal since then has waited too long, and nobody else has been answered."""
        heard_at = self._heard_at.get(portal_id, since)
        return self._clock.now() - max(since, heard_at) > PATIENCE

    def _give_up(self, portal_id: int, asked_at: datetime) -> None:
        if self.is_waited_for(portal_id, asked_at):
            self._silent.add(portal_id)


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
