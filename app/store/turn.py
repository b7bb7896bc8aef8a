"""A turn at a SQLite file: processes wait in line for it, where SQLite itself would look again from time to time."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """Beside the database's own lock, not instead of it: whoever does not stand in line waits as ever.

    The system wakes the next process at once and takes a dead one's turn away.
    """

    def __init__(self, file: str) -> None:
        self._file = f"{file}-turn"
        self._thread = threading.RLock()
        self._depth = 0
        self._descriptor: int | None = None
        self._process = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn; whoever holds it may take it once more. Where no line can be formed, nobody waits."""
        with self._thread:
            descriptor = self._open() if self._depth == 0 else None
            if descriptor is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if descriptor is not None:
                    fcntl.flock(descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._descriptor is not None and self._process == os.getpid():
            os.close(self._descriptor)
        self._descriptor = None

    def _open(self) -> int | None:
        # A descriptor that came over a fork would share its lock with the parent.
        if self._descriptor is None or self._process != os.getpid():
            self._process = os.getpid()
            try:
                self._descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            except OSError:
                return None  # the database on the same disk will say what is wrong, in its own words
        return self._descriptor
