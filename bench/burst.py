"""Burst («Всплеск»): a bulk edit of ten thousand deals: each event answered 200, their state read in a few requests."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from app.store.schema import deal
from bench.forms import deal_event
from bench.stand import Stand, database_of
from demo.portal import DEAL
from demo.seeing import expect, until

READ_SECONDS = 300.0
"""How long the reading may last before it counts as stuck."""


def measure(*, deals: int, database: str) -> None:
    """Print what happens, and at last one JSON object."""
    with (
        database_of(database) as url,
        tempfile.TemporaryDirectory(prefix="pervichka-bench-") as folder,
        Stand(Path(folder), database_url=url) as stand,
    ):
        stand.install()
        print(json.dumps(burst(stand, deals) | {"database": database}))


def burst(stand: Stand, count: int) -> dict[str, float]:
    """`accept_s`: from the first post to the last answer; `read_s`: from there until every deal's state is ours."""
    filled = stand.portal.control("crm/fill", kind=DEAL, count=count)
    numbers = range(filled["first"], filled["last"] + 1)
    until(lambda: expect(stand.marks() == 0, "приложение свободно", stand.marks()))
    before = stand.requests()
    print(f"Всплеск: {count} событий о {count} сделках", flush=True)
    told = _post(stand, numbers)
    posted = time.monotonic()
    until(lambda: _expect_read(stand, numbers), seconds=READ_SECONDS)
    return {
        "accepted": told["accepted"],
        "not_2xx": told["not_2xx"] + told["unanswered"],
        "accept_s": told["seconds"],
        "http_requests": stand.requests() - before,
        "read_s": round(time.monotonic() - posted, 1),
        "slowest_s": told["slowest_s"],
    }


def _post(stand: Stand, numbers: range) -> dict[str, float]:
    forms, auth, now = stand.folder / "forms", stand.auth(), int(time.time())
    forms.write_text("".join(f"{deal_event(auth, number, ts=now)}\n" for number in numbers))
    command = [sys.executable, "-m", "bench.poster", f"{stand.app_url}/hook/event", str(forms)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def _expect_read(stand: Stand, numbers: range) -> None:
    """Raises Unexpected while an event waits, or a deal is not ours."""
    waiting, marks = stand.events_waiting(), stand.marks()
    expect(waiting == 0 and marks == 0, "всё прочитано", f"событий {waiting}, меток {marks}")
    mine = select(func.count()).select_from(deal).where(deal.c.deal_id.between(numbers[0], numbers[-1]))
    with stand.database.read() as connection:
        read = connection.execute(mine).scalar_one()
    if read != len(numbers):
        raise SystemExit(f"Прочитано сделок {read} из {len(numbers)}.")
