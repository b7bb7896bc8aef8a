"""The worker's own pulse: it sweeps though nobody strikes it, while Redis is down or Celery waits to reconnect."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Pulse:
    """One thread a process. `struck` tells it that the clocks do their work; when they have not for long, it does."""

    def __init__(self, sweep: Callable[[], object], *, patience_seconds: float = 5.0) -> None:
        self._sweep = sweep
        self._patience = patience_seconds
        self._struck_at = time.monotonic()
        self._stopped = threading.Event()

    def struck(self) -> None:
        self._struck_at = time.monotonic()

    def start(self) -> None:
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(self._patience / 4):
            if time.monotonic() - self._struck_at < self._patience:
                continue
            try:
                self._sweep()
            except Exception as error:  # the outermost edge of this thread: the next pulse tries again
                log.exception("pulse_failed", cause=repr(error))
