"""The bell: says "look now" to the workers, a few times a second at most, and never fails whoever rings it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Bell:
    """One thread a process calls `send`; rings that come meanwhile are one. A lost ring costs a sweep's pause."""

    def __init__(self, send: Callable[[], object], *, pause_seconds: float = 0.2) -> None:
        self._send = send
        self._pause = pause_seconds
        self._rung = threading.Event()
        self._stopped = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process = 0
        self.failures = 0
        """How often nobody could be told, since the process began."""

    def __call__(self) -> None:
        """Ring; returns at once."""
        self._rung.set()
        # A thread does not survive the fork that made this process.
        if self._process != os.getpid():
            self._start()

    def close(self) -> None:
        """Stop the thread; a ring that waits is not sent any more."""
        self._stopped.set()
        self._rung.set()
        if self._thread is not None and self._process == os.getpid():
            self._thread.join(timeout=5)

    def _start(self) -> None:
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._rung.wait()
            self._rung.clear()
            if self._stopped.is_set():
                return
            try:
                self._send()
            except Exception as error:  # the outermost edge of this thread: a dead Redis must not hurt
                self.failures += 1
                log.warning("bell_not_heard", cause=repr(error), failures=self.failures)
            if self._stopped.wait(self._pause):
                return
