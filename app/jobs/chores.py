"""Chores: what is done for every portal from time to time, whether or not anything happened there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from app.errors import AppError, StoreAway
from app.store.chores import ChoreTimes

_LOOKS = 4
"""How many times in the shortest period it is looked whether anything is due."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Chore:
    """`run(portal_id, now)` must be short and make no network call: what asks the host queues an inner call.

    `in_all`: also for portals that the app has lost or that have removed it.
    """

    name: str
    every: timedelta
    run: Callable[[int, datetime], None]
    in_all: bool = False


class Chores:
    """Which process of the app does a chore does not matter: one of them claims it for its period."""

    def __init__(self, times: ChoreTimes, chores: Sequence[Chore]) -> None:
        self._times = times
        self._chores = chores
        self._next_look: datetime | None = None

    def do(self, now: datetime) -> None:
        """Do what is due. Raises StoreAway; a chore that fails otherwise waits for its next time."""
        if self._next_look is not None and now < self._next_look:
            return
        for chore in self._chores:
            for portal_id in self._times.claim(chore.name, now, chore.every, in_all=chore.in_all):
                self._do(chore, portal_id, now)
        self._next_look = now + min(chore.every for chore in self._chores) / _LOOKS

    def _do(self, chore: Chore, portal_id: int, now: datetime) -> None:
        try:
            chore.run(portal_id, now)
        except StoreAway:
            raise
        except AppError as error:
            log.warning("chore_failed", chore=chore.name, portal=portal_id, cause=str(error))
        except Exception as error:  # the outermost edge: one portal's chore must not stop the others'
            log.exception("chore_failed", chore=chore.name, portal=portal_id, cause=repr(error))
