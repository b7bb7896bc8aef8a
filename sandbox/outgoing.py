"""What the portal posts to apps (events, robot calls): a queue in the store and one thread that sends, once.

events/index.md: no second attempt, whatever the handler answered.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import requests

from sandbox.mischief import HOLD_SECONDS, Fate, Mischief
from sandbox.params import to_pairs

if TYPE_CHECKING:
    from sandbox.portal import Portal

log = logging.getLogger(__name__)

SCHEMA = """
CREATE TABLE IF NOT EXISTS outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, client_id TEXT NOT NULL,
    url TEXT NOT NULL, form TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', position REAL NOT NULL,
    created TEXT NOT NULL, sent TEXT, status INTEGER, error TEXT, due REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS outgoing_state ON outgoing (state, position);
"""
FIELDS = ("id", "kind", "name", "client_id", "url", "form", "state", "created", "sent", "status", "error")
TIMEOUT_SECONDS = 30
LOOK_SECONDS = 0.05
KEPT_SECONDS = 2.0
"""A connection idle for longer is not used again: its other end may be closing it, and a post is not repeated."""


class Outgoing:
    """States: waiting → sent | failed (no answer or not 2xx) | dropped (on demand)."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._db = portal.store.db
        self._db.executescript(SCHEMA)
        if "due" not in {row[1] for row in self._db.execute("PRAGMA table_info(outgoing)")}:
            self._db.execute("ALTER TABLE outgoing ADD COLUMN due REAL NOT NULL DEFAULT 0")
        self.mischief = Mischief()
        self._bell = threading.Event()
        self._progress = threading.Event()
        self._paused = False
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self._sent_at = 0.0

    def put(self, *, kind: str, name: str, client_id: str, url: str, form: dict[str, Any]) -> int:
        """Queue a POST. `form` is nested as on the host; `ts` is set when it is sent."""
        with self._portal.transaction():
            fate = self.mischief.next()
            row = (kind, name, client_id, url, json.dumps(form, ensure_ascii=False))
            new = self._insert(row, fate)
            if fate.is_doubled:
                self._insert(row, Fate(seconds=fate.seconds))
            self._portal.store.after_commit(self.ring)
        return new

    def _insert(self, row: tuple[str, ...], fate: Fate) -> int:
        now = self._portal.clock.seconds()
        due = now + fate.seconds + HOLD_SECONDS * fate.hold if fate.seconds or fate.hold else 0.0
        sql = """INSERT INTO outgoing (kind, name, client_id, url, form, position, created, due, state)
                 VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)"""
        state = "dropped" if fate.is_lost else "waiting"
        new = int(self._db.execute(sql, (*row, self._portal.clock.iso(), due, state)).lastrowid or 0)
        # One that is held stands behind the next.
        self._db.execute("UPDATE outgoing SET position = ? WHERE id = ?", (new + 1.5 * fate.hold, new))
        return new

    def ring(self) -> None:
        self._bell.set()

    def start(self) -> None:
        with self._portal.transaction():
            # A post cut off by the end of the process is lost, as the host never sends twice.
            self._db.execute("UPDATE outgoing SET state = 'failed' WHERE state = 'sending'")
        self._thread = threading.Thread(target=self._run, name="sandbox-outgoing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self.ring()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self.ring()

    @property
    def is_paused(self) -> bool:
        return self._paused

    def wait_idle(self, seconds: float) -> bool:
        """True once nothing waits whose time has come, and nothing is on its way."""
        deadline = time.monotonic() + seconds
        while not self._is_idle():
            if time.monotonic() > deadline:
                return False
            self._progress.wait(LOOK_SECONDS)
            self._progress.clear()
        return True

    def _is_idle(self) -> bool:
        with self._portal.store.lock:
            sql = "SELECT 1 FROM outgoing WHERE state = 'sending' OR state = 'waiting' AND due <= ? LIMIT 1"
            return self._db.execute(sql, (self._portal.clock.seconds(),)).fetchone() is None

    def _run(self) -> None:
        while not self._stopping:
            self._bell.clear()
            row = None if self._paused else self._take()
            if row is not None:
                self._send(*row)
                self._progress.set()
            elif not self._stopping:
                self._bell.wait(timeout=self._pause())

    def _pause(self) -> float:
        """Seconds until somebody must look again: a second, or less when a late post is due."""
        with self._portal.store.lock:
            next_due = self._db.execute("SELECT MIN(due) FROM outgoing WHERE state = 'waiting'").fetchone()[0]
        return 1.0 if not next_due else min(1.0, max(LOOK_SECONDS, next_due - self._portal.clock.seconds()))

    def _take(self) -> tuple[int, str, str] | None:
        with self._portal.transaction():
            sql = """SELECT id, url, form FROM outgoing WHERE state = 'waiting' AND due <= ?
                     ORDER BY position LIMIT 1"""
            row: tuple[int, str, str] | None = self._db.execute(sql, (self._portal.clock.seconds(),)).fetchone()
            if row is not None:
                self._db.execute("UPDATE outgoing SET state = 'sending' WHERE id = ?", (row[0],))
        return row

    def _send(self, row_id: int, url: str, form: str) -> None:
        body = {**json.loads(form), "ts": str(self._portal.clock.timestamp())}
        status, error = None, None
        if time.monotonic() > self._sent_at + KEPT_SECONDS:
            self._session.close()
        try:
            answer = self._session.post(
                url, data=to_pairs(body), timeout=TIMEOUT_SECONDS, headers={"User-Agent": "Bitrix24 Webhook Engine"}
            )
            status = answer.status_code
        except requests.RequestException as failure:
            error = str(failure)
            log.info("a handler did not answer: %s", error)
        self._sent_at = time.monotonic()
        state = "sent" if status is not None and status < HTTPStatus.MULTIPLE_CHOICES else "failed"
        with self._portal.transaction():
            sql = "UPDATE outgoing SET state = ?, sent = ?, status = ?, error = ? WHERE id = ?"
            self._db.execute(sql, (state, self._portal.clock.iso(), status, error, row_id))

    def rows(self, state: str = "", limit: int = 500) -> list[dict[str, Any]]:
        """The newest first; `form` is decoded."""
        sql = f"SELECT {', '.join(FIELDS)} FROM outgoing WHERE ? IN ('', state) ORDER BY id DESC LIMIT ?"  # noqa: S608
        with self._portal.store.lock:
            found = self._db.execute(sql, (state, limit)).fetchall()
        return [{**dict(zip(FIELDS, row, strict=True)), "form": json.loads(row[5])} for row in found]

    def drop(self, row_id: int) -> None:
        with self._portal.transaction():
            self._db.execute("UPDATE outgoing SET state = 'dropped' WHERE id = ? AND state = 'waiting'", (row_id,))

    def duplicate(self, row_id: int) -> int | None:
        """Send the same call once more."""
        with self._portal.store.lock:
            sql = "SELECT kind, name, client_id, url, form FROM outgoing WHERE id = ?"
            row = self._db.execute(sql, (row_id,)).fetchone()
        if row is None:
            return None
        return self.put(kind=row[0], name=row[1], client_id=row[2], url=row[3], form=json.loads(row[4]))

    def reorder(self, row_ids: list[int]) -> None:
        """Waiting rows leave in the order given."""
        with self._portal.transaction():
            places = sorted(row_ids)
            for place, row_id in zip(places, row_ids, strict=True):
                self._db.execute("UPDATE outgoing SET position = ? WHERE id = ?", (place, row_id))
