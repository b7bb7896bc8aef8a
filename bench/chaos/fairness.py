"""Fairness («справедливость»): twenty portals, one pours 300 events a second; how long the others wait to be read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field

import requests
from sqlalchemy import func, insert, select

from app.store.schema import cursor, deal, portal, reader
from bench.forms import deal_event
from bench.stand import Stand
from demo.portal import DEAL
from demo.seeing import expect, until

PORTALS = 20
RATE = 300
EACH_SECONDS = 1.5
"""How often a quiet portal tells of a deal."""
PATIENCE_SECONDS = 240.0
_LOOK_SECONDS = 0.05
_WORST = 0.99


@dataclass
class Quiet:
    """The other portals: rows of ours that point to the same sandbox, each with a deal list of its own."""

    members: list[str]
    told: dict[tuple[str, int], float] = field(default_factory=dict)
    """When an event of a portal about a deal was answered 200."""
    seen: dict[tuple[str, int], float] = field(default_factory=dict)
    """When that deal stood in our database as that portal's."""


def lag(stand: Stand, seconds: float) -> float:
    """The p99, in seconds, of the time from the answer to an event to the deal's state in our database."""
    filled = stand.portal.control("crm/fill", kind=DEAL, count=2_000)
    numbers = range(filled["first"], filled["last"] + 1)
    quiet = Quiet(_more_portals(stand))
    flood = _flood(stand, numbers, seconds)
    _tell_and_look(stand, quiet, numbers, seconds)
    said, _ = flood.communicate()
    told = json.loads(said.splitlines()[-1])
    print(f"Справедливость: поток {told}, тихих событий {len(quiet.told)}", flush=True)
    lags = sorted(quiet.seen.get(what, float("inf")) - at for what, at in quiet.told.items())
    return round(lags[int(len(lags) * _WORST)], 2)


def _more_portals(stand: Stand) -> list[str]:
    """Copies of the first one under names of their own: the same tokens, addresses, secret; read as far as it is."""
    with stand.database.write() as connection:
        first = dict(connection.execute(select(portal).order_by(portal.c.id)).mappings().first() or {})
        del first["id"]
        members = [f"{n:032x}" for n in range(1, PORTALS)]
        rows = [{**first, "member_id": member, "tag": f"quiet{n}"} for n, member in enumerate(members)]
        found = connection.scalars(insert(portal).returning(portal.c.id), rows).all()
        how_far = connection.execute(select(cursor.c.name, cursor.c.value).distinct()).all()
        marks = [{"portal_id": one, "name": row.name, "value": row.value} for one in found for row in how_far]
        connection.execute(insert(cursor), marks)
    until(lambda: expect(_unread(stand) == 0, "все порталы прочитаны", _unread(stand)), seconds=PATIENCE_SECONDS)
    return members


def _unread(stand: Stand) -> int:
    never = portal.outerjoin(reader, reader.c.portal_id == portal.c.id)
    query = select(func.count()).select_from(never).where(reader.c.done_at.is_(None))
    with stand.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def _flood(stand: Stand, numbers: range, seconds: float) -> subprocess.Popen[str]:
    forms, auth, now = stand.folder / "flood", stand.auth(), int(time.time())
    count = int(RATE * seconds)
    bodies = (deal_event(auth, numbers[n % len(numbers)], ts=now - 1000 + n // len(numbers)) for n in range(count))
    forms.write_text("".join(f"{body}\n" for body in bodies))
    command = [sys.executable, "-m", "bench.poster", f"{stand.app_url}/hook/event", str(forms), "--rate", str(RATE)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _tell_and_look(stand: Stand, quiet: Quiet, numbers: range, seconds: float) -> None:
    """Each quiet portal tells of the next deal in its turn; meanwhile, who has been read is noted."""
    began, auth = time.monotonic(), stand.auth()
    turns = [
        (began + (n // len(quiet.members)) * EACH_SECONDS + (n % len(quiet.members)) * EACH_SECONDS / PORTALS, n)
        for n in range(int(seconds / EACH_SECONDS) * len(quiet.members))
    ]
    with requests.Session() as session:
        while turns or (quiet.told.keys() - quiet.seen.keys() and time.monotonic() < began + PATIENCE_SECONDS):
            while turns and turns[0][0] <= time.monotonic():
                _, n = turns.pop(0)
                member, number = quiet.members[n % len(quiet.members)], numbers[n // len(quiet.members)]
                form = deal_event({**auth, "member_id": member}, number, ts=int(time.time()))
                headers = {"Content-Type": "application/x-www-form-urlencoded"}
                session.post(f"{stand.app_url}/hook/event", form, headers=headers, timeout=30).raise_for_status()
                quiet.told[member, number] = time.monotonic()
            _look(stand, quiet)
            time.sleep(_LOOK_SECONDS)


def _look(stand: Stand, quiet: Quiet) -> None:
    joined = select(portal.c.member_id, deal.c.deal_id).join(deal, deal.c.portal_id == portal.c.id)
    with stand.database.read() as connection:
        found = connection.execute(joined.where(portal.c.member_id.in_(quiet.members))).all()
    for member, number in found:
        quiet.seen.setdefault((member, number), time.monotonic())
