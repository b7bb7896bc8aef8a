"""The inbox: what the portal said, committed before it is answered 200."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import AppError, InboundRefused, PortalGone, StoreAway
from app.store.columns import to_microseconds
from app.store.database import Database, prepare_sqlite
from app.store.faults import fault_of
from app.store.transaction import short_key
from app.store.turn import Turn

_COLUMNS = "portal_id, key, kind, code, payload, lane, state, due, owner, attempt, error, created_at"
_INSERT = (
    f"INSERT INTO inbox ({_COLUMNS}) SELECT ?, ?, ?, ?, ?, ?, 'waiting', ?, '', 0, '', ? "  # noqa: S608
    "FROM portal WHERE id = ? AND status <> 'erasing'{lock} ON CONFLICT (portal_id, key) DO NOTHING"
)
INTO_SQLITE = _INSERT.format(lock="")
INTO_POSTGRES = _INSERT.format(lock=" FOR KEY SHARE").replace("?", "%s")
"""The lock is what a foreign key would take: an erasing waits for those who saw the portal, then deletes their rows."""
Values = tuple[Any, ...]


@dataclass(slots=True)
class _Entry:
    """A row that a thread brings; `error` is why its commit failed."""

    values: Values
    portal_id: int
    is_committed: bool = False
    error: AppError | None = None


class Inbox:
    """Accepts calls from many threads; those that come while a commit runs share the next one.

    A commit waits for the disk, and a disk does the same few hundred waits a second whatever each carries.
    `on_accept` is called after each commit (the bell).
    """

    def __init__(self, database: Database, *, on_accept: Callable[[], None]) -> None:
        self._database = database
        self._on_accept = on_accept
        self._waiting: list[_Entry] = []
        self._adding = threading.Lock()
        self._committing = threading.Lock()
        self._turn = Turn(database.url.database or "")
        self._connection: Any = None
        self._process = 0

    def accept(
        self,
        portal_id: int,
        *,
        key: str,
        kind: str,
        code: str,
        payload: Mapping[str, Any],
        lane: str,
        now: datetime,
    ) -> None:
        """Return once the row is on disk; a key that the portal has used already is no new row.

        `kind`: robot or event. `payload` has no secrets. Raises StoreAway (answer 503), StoreFull (507),
        InboundRefused for a text that no database takes (a NUL, half a character), PortalGone when it was or is
        being erased.
        """
        at = to_microseconds(now)
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        entry = _Entry((portal_id, short_key(key), kind, code, body, lane, at, at, portal_id), portal_id)
        with self._adding:
            self._waiting.append(entry)
        with self._committing:
            if not entry.is_committed and entry.error is None:
                self._commit_waiting()
        if entry.error:
            raise entry.error
        self._on_accept()

    def close(self) -> None:
        with self._committing:
            self._drop()
            self._turn.close()

    def _commit_waiting(self) -> None:
        with self._adding:
            batch, self._waiting = self._waiting, []
        try:
            self._commit(batch)
        finally:
            for entry in batch:
                if not entry.is_committed and entry.error is None:
                    entry.error = StoreAway("Строка не записана: повторите запрос.")

    def _commit(self, batch: Sequence[_Entry]) -> None:
        try:
            gone = self._insert([entry.values for entry in batch], {entry.portal_id for entry in batch})
        except (self._database.driver.Error, UnicodeError) as error:
            self._drop()
            fault = fault_of(error)
            if fault is None and len(batch) > 1:
                # One row is not to the database's liking: that must not be the others' loss.
                for entry in batch:
                    self._commit([entry])
                return
            for entry in batch:
                entry.error = fault or InboundRefused(f"the row cannot be stored: {error}", 400)
            return
        for entry in batch:
            entry.is_committed = entry.portal_id not in gone
            if not entry.is_committed:
                entry.error = PortalGone()

    def _insert(self, rows: Sequence[Values], portals: Set[int]) -> Set[int]:
        """Return those of the portals that take no rows any more."""
        try:
            return self._write(self._open(), rows, portals)
        except self._database.driver.OperationalError:
            if self._database.is_sqlite:
                raise
            # The server may have been restarted since the last call: a new connection tells.
            self._drop()
            return self._write(self._open(), rows, portals)

    def _write(self, connection: Any, rows: Sequence[Values], portals: Set[int]) -> Set[int]:
        if self._database.is_sqlite:
            with self._turn.taken():
                connection.execute("BEGIN IMMEDIATE")
                count = connection.executemany(INTO_SQLITE, rows).rowcount
                connection.execute("COMMIT")
        else:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(INTO_POSTGRES, rows)
                count = cursor.rowcount
        return frozenset() if count == len(rows) else portals - self._portals(connection)

    def _portals(self, connection: Any) -> Set[int]:
        """Asked only when a row was not inserted: mostly it was there already."""
        return {row[0] for row in connection.execute("SELECT id FROM portal WHERE status <> 'erasing'").fetchall()}

    def _open(self) -> Any:
        # A connection must not be carried over a fork.
        if self._connection is None or self._process != os.getpid():
            self._process = os.getpid()
            self._connection = _connect(self._database)
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect(database: Database) -> Any:
    if database.is_sqlite:
        file = database.url.database or ""
        connection = database.driver.connect(file, check_same_thread=False)
        prepare_sqlite(connection, "FULL")
        return connection
    url = database.url.set(drivername="postgresql")
    return database.driver.connect(url.render_as_string(hide_password=False), autocommit=True, prepare_threshold=1)
