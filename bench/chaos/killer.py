"""The killer: SIGKILL to process groups, found by their pid files as anybody would («убийца»)."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from bench.chaos.plan import Kill
from bench.stand import Stand, end_group

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 240.0
"""How long the next victim may take to be restarted after its last death."""


class Killer(threading.Thread):
    def __init__(self, stand: Stand, kills: Sequence[Kill]) -> None:
        super().__init__(name="killer", daemon=True)
        self._stand = stand
        self._kills = kills
        self.killed: list[str] = []

    def run(self) -> None:
        began = time.monotonic()
        for kill in self._kills:
            time.sleep(max(0.0, began + kill.at - time.monotonic()))
            pid = self._alive(kill.name)
            if pid is not None and end_group(pid):
                self.killed.append(kill.name)

    def _alive(self, name: str) -> int | None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            pid = self._stand.pids.get(name)
            if pid is not None:
                return pid
            time.sleep(LOOK_SECONDS)
        return None
