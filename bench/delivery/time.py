"""One virtual clock («виртуальные часы») for the portal and the application: it passes when somebody waits."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

BEGINNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


class VirtualTime:
    """app.bootstrap.Time; `seconds` is the portal's source of time, `skew` seconds ahead of the application's."""

    def __init__(self, *, skew: float = 0.0) -> None:
        self._now = BEGINNING
        self.skew = skew
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def reach(self, moment: datetime) -> None:
        """Let the time pass until then; never backwards."""
        with self._lock:
            self._now = max(self._now, moment)

    def seconds(self) -> float:
        """The portal's Unix time."""
        return self._now.timestamp() + self.skew
