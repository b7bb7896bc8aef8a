"""Limits of the portal: the leaky bucket of requests, the operating time of methods, and what commands cost.

settings/performance/limits.md: 50 deep, 2 a second (Enterprise 250, 5) per portal and source address; ten buckets of
a minute per method and app, each counted for ten minutes from its first call.
"""

from __future__ import annotations

import fnmatch
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from sandbox import errors

DEPTH, DRAIN = 50.0, 2.0
ENTERPRISE_DEPTH, ENTERPRISE_DRAIN = 250.0, 5.0
WINDOW_SECONDS = 600
BUCKET_SECONDS = 60
OPERATING_SECONDS = 480.0


@dataclass(frozen=True)
class Cost:
    """What each command of the methods that fit `method` (a glob) takes, in seconds, besides its own work.

    `waits`: the caller waits that long; else it is only counted as operating time.
    """

    method: str
    seconds: float
    waits: bool = True


NOTHING = Cost("*", 0.0)


@dataclass
class _Minute:
    """The operating time of one minute; it is forgotten at `until`."""

    until: float
    seconds: float = 0.0


class Limiter:
    """Thread-safe. `is_on` is the switch; depth and drain may be set for another tariff. `now`: the portal's clock."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.is_on = True
        self.buy("ru_std")
        self.operating_limit = OPERATING_SECONDS
        self._now = now
        self._levels: dict[str, tuple[float, float]] = {}
        self._spent: dict[tuple[str, str], dict[int, _Minute]] = defaultdict(dict)
        self._costs: list[Cost] = []
        self._lock = threading.Lock()

    def buy(self, licence: str) -> None:
        """Take a tariff by its code, as app.info names it: ru_std, ru_pro100, ru_ent250…"""
        self.licence = licence
        is_enterprise = licence.partition("_")[2].startswith("ent")
        self.depth, self.drain = (ENTERPRISE_DEPTH, ENTERPRISE_DRAIN) if is_enterprise else (DEPTH, DRAIN)

    def admits(self, address: str) -> bool:
        """Count one request from `address`; False when its bucket overflows."""
        if not self.is_on:
            return True
        now = self._now()
        with self._lock:
            level, then = self._levels.get(address, (0.0, now))
            level = max(0.0, level - max(0.0, now - then) * self.drain)
            admitted = level + 1 <= self.depth
            self._levels[address] = (level + 1 if admitted else level, now)
            return admitted

    def check(self, address: str) -> None:
        """Raises QUERY_LIMIT_EXCEEDED."""
        if not self.admits(address):
            raise errors.query_limit_exceeded()

    def spend(self, who: str, method: str, seconds: float) -> tuple[float, int]:
        """Add the time of a call. Returns (operating seconds in the window, unix time of the next reset)."""
        now = self._now()
        with self._lock:
            minutes = self._live(who, method, now)
            this = minutes.setdefault(int(now // BUCKET_SECONDS), _Minute(now + WINDOW_SECONDS))
            this.seconds += seconds
            return sum(m.seconds for m in minutes.values()), int(min(m.until for m in minutes.values()))

    def _live(self, who: str, method: str, now: float) -> dict[int, _Minute]:
        minutes = self._spent[(who, method)]
        for old in [number for number, minute in minutes.items() if minute.until <= now]:
            del minutes[old]
        return minutes

    def is_blocked(self, who: str, method: str) -> bool:
        """Looked at before a call: the one that went over the limit was still let through."""
        if not self.is_on:
            return False
        with self._lock:
            minutes = self._live(who, method, self._now())
            return sum(minute.seconds for minute in minutes.values()) > self.operating_limit

    def charge(self, cost: Cost) -> None:
        """Set a cost; zero seconds take it back."""
        with self._lock:
            others = [known for known in self._costs if known.method != cost.method]
            self._costs = [*others, cost] if cost.seconds > 0 else others

    def costs(self) -> list[Cost]:
        return list(self._costs)

    def cost(self, method: str) -> Cost:
        """The last one set that fits."""
        fitting = (known for known in reversed(self._costs) if fnmatch.fnmatch(method, known.method.lower()))
        return next(fitting, NOTHING)

    def forget(self) -> None:
        """Empty all buckets."""
        with self._lock:
            self._levels.clear()
            self._spent.clear()
