"""The pace of a bulk reading: how many requests at once, how many commands in each, and when to rest (limits.md)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.portal.batch import MAX_COMMANDS
from app.portal.values import mapping, number

MOST_AT_ONCE = 50
FEWEST_AT_ONCE = 2
LONG_SECONDS = 20.0
"""Of a request that is ended at sixty: then fewer commands go into one."""
SHORT_SECONDS = 8.0
OPERATING_SECONDS = 300.0
"""Of a method in ten minutes; the portal blocks it at 420 (on-premise) or 480."""
_SLOWER = 3.0
_FEWEST_COMMANDS = 5


class Pace:
    """Starts with the free space of the bucket; falls by a half where the portal grows slow, rises by one else."""

    def __init__(self, room: float, most: int = MOST_AT_ONCE) -> None:
        self._most = most
        self._at_once = float(min(max(int(room), FEWEST_AT_ONCE), most))
        self._best = math.inf
        self._seconds = 1.0
        self.commands = MAX_COMMANDS
        self.rest_until: datetime | None = None
        """The portal wants to be left alone until then."""

    def at_once(self, room: float, drain: float) -> int:
        """Requests that may be under way: when the bucket is full, as many as keep it so."""
        if room >= 1:
            return int(self._at_once)
        # Twice, for what an answer takes on its way and here; and one that waits at the bucket's door.
        return min(int(self._at_once), math.ceil(2 * drain * self._seconds) + 2)

    def learn(self, time: Mapping[str, Any], commands: int, times: Iterable[Any]) -> None:
        """Look at an answer: `time` of the batch, `times` of its commands."""
        seconds = float(number(time.get("duration")) or 0)
        self._seconds = seconds
        each = seconds / max(commands, 1)
        self._best = min(self._best, max(each, 0.001))
        if each > _SLOWER * self._best and seconds > 1:
            self.slow_down()
        else:
            self._at_once = min(self._at_once + 1, self._most)
        if seconds > LONG_SECONDS:
            self.commands = max(_FEWEST_COMMANDS, int(commands * LONG_SECONDS / seconds / 2))
        elif seconds < SHORT_SECONDS and commands >= self.commands:
            self.commands = min(MAX_COMMANDS, self.commands * 2)
        self._look_at_operating(times)

    def cut(self) -> None:
        """No answer in time: half as many commands, half as many requests."""
        self.slow_down()
        self.commands = max(_FEWEST_COMMANDS, self.commands // 2)

    def slow_down(self) -> None:
        """Half as many requests at once."""
        self._at_once = max(self._at_once / 2, FEWEST_AT_ONCE)

    def _look_at_operating(self, times: Iterable[Any]) -> None:
        for one in times:
            told = mapping(one)
            operating, reset = number(told.get("operating")), number(told.get("operating_reset_at"))
            if operating is not None and reset is not None and operating > OPERATING_SECONDS:
                self.rest_until = datetime.fromtimestamp(int(reset), UTC)
