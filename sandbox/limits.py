"""Limits of the portal: the leaky bucket of requests and the operating time of methods.

settings/performance/limits.md: 50 deep, 2 a second (Enterprise 250, 5) per portal and source address.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict

from sandbox import errors

DEPTH, DRAIN = 50.0, 2.0
ENTERPRISE_DEPTH, ENTERPRISE_DRAIN = 250.0, 5.0
WINDOW_SECONDS = 600
BUCKET_SECONDS = 60


class Limiter:
    """Thread-safe. `is_on` is the switch; depth and drain may be set for another tariff."""

    def __init__(self) -> None:
        self.is_on = True
        self.buy("ru_std")
        self.operating_limit = 480.0
        self._levels: dict[str, tuple[float, float]] = {}
        self._spent: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
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
        now = time.monotonic()
        with self._lock:
            level, then = self._levels.get(address, (0.0, now))
            level = max(0.0, level - (now - then) * self.drain)
            admitted = level + 1 <= self.depth
            self._levels[address] = (level + 1 if admitted else level, now)
            return admitted

    def check(self, address: str) -> None:
        """Raises QUERY_LIMIT_EXCEEDED."""
        if not self.admits(address):
            raise errors.query_limit_exceeded()

    def spend(self, who: str, method: str, seconds: float) -> tuple[float, int]:
        """Add the cost of a call. Returns (operating seconds in the window, unix time of the next reset)."""
        minute = int(time.time() // BUCKET_SECONDS)
        with self._lock:
            buckets = self._spent[(who, method)]
            for old in [b for b in buckets if b <= minute - WINDOW_SECONDS // BUCKET_SECONDS]:
                del buckets[old]
            buckets[minute] = buckets.get(minute, 0.0) + seconds
            return sum(buckets.values()), min(buckets) * BUCKET_SECONDS + WINDOW_SECONDS

    def is_blocked(self, who: str, method: str) -> bool:
        return self.is_on and self.spend(who, method, 0.0)[0] > self.operating_limit
