"""The portal's clock at work in processes («время ожидания»): delays end, answers that do not come are given up."""

from __future__ import annotations

import threading

from sandbox.areas.bizproc import workflows
from sandbox.portal import Portal
from sandbox.store import Record


class Waits:
    """One thread a portal; it sleeps while no run has a time. Who sets the clock finds the due ones woken at once."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._bell = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="sandbox-waits", daemon=True)

    def start(self) -> None:
        self._portal.clock.on_set(self._clock_set)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._bell.set()
        self._thread.join(timeout=5)

    def _clock_set(self) -> None:
        self._wake()
        self._bell.set()

    def changed(self, run: Record) -> None:
        if run["until"]:
            self._portal.store.after_commit(self._bell.set)

    def _work(self) -> None:
        while not self._stopping:
            self._bell.clear()
            pause = self._wake()
            if not self._stopping:
                self._bell.wait(timeout=pause)

    def _wake(self) -> float | None:
        """Wake what is due. Seconds until somebody must look again; None: until the bell rings."""
        with self._portal.transaction():
            timed = [run for run in workflows.living(self._portal) if run["until"]]
            now = self._portal.clock.seconds()
            for run in timed:
                if run["until"] <= now:
                    workflows.wake(self._portal, run)
            later = [run["until"] - now for run in timed if run["until"] > now]
        return max(min(later), 0.01) if later else None
