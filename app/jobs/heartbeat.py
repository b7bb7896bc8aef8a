"""A heartbeat: a lease is held for as long as its holder lives, and a dead one's ends soon."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from app.errors import LeaseLost, StoreAway

LEASE_SECONDS = 20.0
"""How long the work of a killed worker waits for another one."""
_BEATS = 4
_LONGEST_SECONDS = 900.0
"""Whoever is at one row that long hangs: its lease is let go."""

log = structlog.get_logger()


@contextmanager
def beating(extend: Callable[[], object], *, lease_seconds: float = LEASE_SECONDS) -> Iterator[None]:
    """Call `extend` several times a lease, from a thread, until the block ends or the lease is lost."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(extend, stop, lease_seconds), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(extend: Callable[[], object], stop: threading.Event, lease_seconds: float) -> None:
    pause = lease_seconds / _BEATS
    for _ in range(int(_LONGEST_SECONDS / pause)):
        if stop.wait(pause):
            return
        try:
            extend()
        except LeaseLost as lost:
            log.warning("lease_lost", cause=str(lost))
            return
        except StoreAway as away:
            log.warning("lease_not_extended", cause=str(away))
