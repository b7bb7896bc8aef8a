"""The bulkhead: portals that do not answer have places of their own, and leave the others theirs (ADR 16)."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.portal.hearing import Hearing
from app.ports.office import Clock


@dataclass(frozen=True, slots=True, eq=False)
class Stay:
    """One thread's work for a portal, and since when."""

    portal_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class _Room:
    """Free places on both sides; below nought where silent portals hold more than theirs."""

    busy: Counter[int]
    silent: set[int]
    lively: int
    quiet: int

    def is_for(self, portal_id: int) -> bool:
        """A portal has half of what the others of its side leave."""
        return self.busy[portal_id] < (self.quiet if portal_id in self.silent else self.lively)


class Bulkhead:
    """So many places for portals that answer, and as many again for those that are silent.

    Who falls silent while a thread is at it changes sides with it, so that another thread may come in its place.
    Where there are more of them than places, they hold those of the others until they are given up.
    """

    def __init__(self, places: int, hearing: Hearing, clock: Clock) -> None:
        self._places = places
        self._hearing = hearing
        self._clock = clock
        self._threads = 0
        self._stays: list[Stay] = []
        self._lock = threading.Lock()

    def come(self) -> bool:
        """Whether one more thread may look for work; those that wait for silent portals do not count."""
        with self._lock:
            room = self._room()
            waiting = min(self._places - room.quiet, self._places)
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
            return [one for one in room.busy.keys() | room.silent if not room.is_for(one)]

    def enter(self, portal_id: int) -> Stay:
        """Take a place for what is taken on already."""
        with self._lock:
            return self._stay(portal_id)

    def ask(self, portal_id: int) -> Stay | None:
        """Take a place if there is one for the portal."""
        with self._lock:
            return self._stay(portal_id) if self._room().is_for(portal_id) else None

    def leave(self, stay: Stay) -> None:
        with self._lock:
            self._stays.remove(stay)

    def _stay(self, portal_id: int) -> Stay:
        stay = Stay(portal_id, self._clock.now())
        self._stays.append(stay)
        return stay

    def _room(self) -> _Room:
        busy = Counter(stay.portal_id for stay in self._stays)
        silent = self._hearing.silent()
        silent |= {one.portal_id for one in self._stays if self._hearing.is_waited_for(one.portal_id, one.since)}
        held = sum(busy[one] for one in silent)
        quiet = self._places - held
        lively = self._places - (busy.total() - held) + min(quiet, 0)
        return _Room(busy, silent, lively, quiet)
