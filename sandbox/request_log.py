"""The request log of a portal: method, parameters without secrets, answer, caller, time («журнал запросов»).

Rows are written many at a time: when somebody looks, when enough of them wait, and when the portal closes.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from sandbox import json_text
from sandbox.params import Params

if TYPE_CHECKING:
    from sandbox.portal import Portal

SCHEMA = """
CREATE TABLE IF NOT EXISTS request_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, method TEXT NOT NULL, params TEXT NOT NULL,
    status INTEGER NOT NULL, error TEXT NOT NULL, who TEXT NOT NULL, ms REAL NOT NULL);
"""
FIELDS = ("id", "at", "method", "params", "status", "error", "who", "ms")
SECRET = frozenset({"auth", "access_token", "refresh_token", "client_secret", "application_token"})
LONGEST = 300
AT_ONCE = 200


def _scrub(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: "***" if k.lower() in SECRET else _scrub(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_scrub(v) for v in value]
    return value[:LONGEST] + "…" if isinstance(value, str) and len(value) > LONGEST else value


class RequestLog:
    """Thread-safe."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._waiting: list[tuple[Any, ...]] = []
        self._lock = threading.Lock()
        portal.store.db.executescript(SCHEMA)

    def add(self, method: str, params: Params, status: int, error: str, who: str, ms: float) -> None:
        text = json_text.dumps(_scrub(params)).decode()
        with self._lock:
            self._waiting.append((self._portal.clock.iso(), method, text, status, error, who, round(ms, 2)))
            is_full = len(self._waiting) >= AT_ONCE
        if is_full:
            self.write()

    def write(self) -> None:
        """Put on disk what waits."""
        sql = "INSERT INTO request_log (at, method, params, status, error, who, ms) VALUES (?, ?, ?, ?, ?, ?, ?)"
        with self._portal.transaction():
            with self._lock:
                rows, self._waiting = self._waiting, []
            self._portal.store.db.executemany(sql, rows)

    def rows(self, *, method: str = "", limit: int = 200) -> list[dict[str, Any]]:
        """The newest first; `method` is a beginning of a name."""
        self.write()
        sql = f"SELECT {', '.join(FIELDS)} FROM request_log WHERE method LIKE ? || '%' ORDER BY id DESC LIMIT ?"  # noqa: S608
        with self._portal.store.lock:
            found = self._portal.store.db.execute(sql, (method.lower(), limit)).fetchall()
        return [{**dict(zip(FIELDS, row, strict=True)), "params": json_text.loads(row[3])} for row in found]
