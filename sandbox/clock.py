"""The portal's clock: a source of time plus a shift, in the portal's zone; it can be set («часы портала»)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class Clock:
    """`now()` is aware and whole seconds in the portal's zone, as the host writes instants."""

    def __init__(self, zone: str = "Europe/Moscow", *, source: Callable[[], float] = time.time) -> None:
        """`source` gives Unix time: of the machine, or of a test that lets it pass by hand."""
        self.zone = ZoneInfo(zone)
        self._source = source
        self._shift = timedelta()
        self._listeners: list[Callable[[], None]] = []

    def on_set(self, listener: Callable[[], None]) -> None:
        """Called whenever the clock is set or advanced by hand."""
        self._listeners.append(listener)

    def now(self) -> datetime:
        return self._now().astimezone(self.zone)

    def iso(self) -> str:
        return self.now().replace(microsecond=0).isoformat()

    def timestamp(self) -> int:
        return int(self.seconds())

    def seconds(self) -> float:
        """Unix time with its fraction."""
        return self._source() + self._shift.total_seconds()

    def set(self, moment: datetime) -> None:
        self._shift += moment - self._now()
        self._tell()

    def advance(self, by: timedelta) -> None:
        self._shift += by
        self._tell()

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._source(), UTC) + self._shift

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
