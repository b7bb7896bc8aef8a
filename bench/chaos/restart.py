"""Restart («перезапуск»): everything is killed, thousands of rows wait; how long until a call is accepted again."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import requests
from sqlalchemy import insert, select

from app.store.schema import inbox, portal
from bench.forms import deal_event
from bench.stand import Stand
from demo.seeing import expect, until

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 240.0
BACKLOG_SECONDS = 300.0
_OK = 200


def seconds(stand: Stand, rows: int) -> float:
    """From the start of the supervisor to the first event that is answered 200. Ends when no row waits any more."""
    form = deal_event(stand.auth(), 1, ts=int(time.time()))
    stand.kill_everything()
    _leave_waiting(stand, rows)
    began = time.monotonic()
    stand.start_again()
    while not _is_accepted(stand, form):
        if time.monotonic() - began > PATIENCE_SECONDS:
            raise SystemExit("После перезапуска приложение не отвечает.")
        time.sleep(LOOK_SECONDS)
    spent = time.monotonic() - began
    until(lambda: expect(stand.events_waiting() == 0, "накопленное разобрано", stand.events_waiting()),
          seconds=BACKLOG_SECONDS)  # fmt: skip
    return round(spent, 2)


def _is_accepted(stand: Stand, form: str) -> bool:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        return requests.post(f"{stand.app_url}/hook/event", form, headers=headers, timeout=5).status_code == _OK
    except requests.RequestException:
        return False


def _leave_waiting(stand: Stand, rows: int) -> None:
    now = datetime.now(UTC)
    with stand.database.write() as connection:
        portal_id = connection.scalars(select(portal.c.id).order_by(portal.c.id)).first()
        at = now.isoformat()
        row = {"portal_id": portal_id, "kind": "event", "code": "oncrmdealupdate", "state": "waiting", "due": now,
               "owner": "", "attempt": 0, "error": "", "created_at": now}  # fmt: skip
        body = {"code": "oncrmdealupdate", "kind": "deal", "entity_type_id": 2, "at": at}
        connection.execute(
            insert(inbox),
            [{**row, "key": f"left:{at}:{n}", "lane": f"deal:{n}", "payload": {**body, "object_id": n}}
             for n in range(1, rows + 1)],
        )  # fmt: skip
