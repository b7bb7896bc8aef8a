"""The bulkhead: portals that do not answer have places of their own, and leave the others theirs (ADR 16)."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

from app.portal.hearing import Hearing, Wait


@dataclass(frozen=True, slots=True)
class _Room:
    """Free places on both sides; below nought where silent portals hold more than theirs."""

    busy: Counter[int]
    silent: set[int]
    lively: int
    quiet: int

    def left_for(self, portal_id: int) -> int:
        """Free places of the portal's side, less those that it holds: it has half of what the others leave."""
        return (self.quiet if portal_id in self.silent else self.lively) - self.busy[portal_id]


class Bulkhead:
    """So many places for portals that answer, and as many again for those that are silent.

    Who falls silent while a thread is at it changes sides with it, so that another thread may come in its place. A
    portal has one place until it has answered just now: what it can hold before it is known to be silent is no more.
    """

    def __init__(self, places: int, hearing: Hearing) -> None:
        self._places = places
        self._hearing = hearing
        self._threads = 0
        self._waits: list[Wait] = []
        self._lock = threading.Lock()

    def come(self) -> bool:
        """Whether one more thread may look for work; those that wait for silent portals do not count."""
        with self._lock:
            waiting = min(self._places - self._room().quiet, self._places)
            if self._threads - waiting >= self._places:
                return False
            self._threads += 1
            return True

    def go(self) -> None:
        with self._lock:
            self._threads -= 1

    def crowded(self) -> list[int] | None:
        """Portals that have no place now; None: nobody has."""
        with self._lock:
            room = self._room()
            if room.lively <= 0:
                return None
            return [one for one in room.busy.keys() | room.silent if not self._admits(room, one)]

    def enter(self, portal_id: int) -> Wait:
        """Take a place for what is taken on already."""
        with self._lock:
            return self._take(portal_id)

    def ask(self, portal_id: int) -> Wait | None:
        """Take a place if there is one for the portal."""
        with self._lock:
            return self._take(portal_id) if self._admits(self._room(), portal_id) else None

    def leave(self, wait: Wait) -> None:
        with self._lock:
            self._waits.remove(wait)
        self._hearing.end(wait)

    def _take(self, portal_id: int) -> Wait:
        wait = self._hearing.begin(portal_id)
        self._waits.append(wait)
        return wait

    def _admits(self, room: _Room, portal_id: int) -> bool:
        is_known = not room.busy[portal_id] or self._hearing.speaks(portal_id)
        return is_known and room.left_for(portal_id) > 0

    def _room(self) -> _Room:
        busy, silent = Counter(wait.portal_id for wait in self._waits), self._hearing.silent()
        held = sum(busy[one] for one in silent)
        quiet = self._places - held
        lively = self._places - (busy.total() - held) + min(quiet, 0)
        return _Room(busy, silent, lively, quiet)
