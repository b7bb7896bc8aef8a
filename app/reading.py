"""Reading a portal into the mirror from the command line: `python -m app mirror --portal …`, with a progress bar."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from app.bootstrap import Application
from app.domain.mirror import Reading, ReadingState
from app.errors import RestNeeded, SettingsError
from app.ports import Context
from app.services import mirroring
from app.store.portals import PortalRow

_WIDTH = 30


def read_portal(application: Application, portal: str, *, again: bool, out: TextIO = sys.stderr) -> int:
    """Read every kind here and now, from where an earlier reading stopped; `again`: from the beginning."""
    ctx = application.context(_chosen(application, portal))
    mirroring.prepare(ctx, again=again)
    for kind in mirroring.kinds(ctx.settings):
        _read(ctx, kind, out)
    return 0


def _read(ctx: Context, kind: str, out: TextIO) -> None:
    bar = _Bar(out)
    while True:
        try:
            reading = mirroring.read(ctx, kind, stop=lambda: False, told=bar.show)
        except RestNeeded as rest:
            bar.say(f"{kind}: портал просит подождать до {rest.until:%H:%M:%S} UTC")
            time.sleep(max((rest.until - ctx.clock.now()).total_seconds(), 1.0))
            continue
        bar.say(line(reading))
        return


def line(reading: Reading) -> str:
    """One line about a kind, with a bar while it is being read."""
    if reading.state is ReadingState.DONE:
        return f"{reading.kind}: прочитано строк {reading.rows}"
    full = int(reading.share * _WIDTH)
    return f"{reading.kind}: {'█' * full}{'░' * (_WIDTH - full)} {reading.share:4.0%} строк {reading.rows}"


class _Bar:
    """Redraws one line on a terminal; elsewhere only the last word on each kind is said."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def show(self, reading: Reading) -> None:
        if self._out.isatty():
            self._out.write(f"\r\x1b[K{line(reading)}")
            self._out.flush()

    def say(self, words: str) -> None:
        self._out.write(f"\r\x1b[K{words}\n" if self._out.isatty() else f"{words}\n")
        self._out.flush()


def _chosen(application: Application, portal: str) -> PortalRow:
    found = [row for row in application.portals.all() if portal in ("", row.domain, row.member_id)]
    if len(found) != 1:
        known = ", ".join(row.domain for row in application.portals.all()) or "ни одного"
        raise SettingsError(f"Назовите один портал: --portal с его адресом или member_id. Известны: {known}.")
    return found[0]
