"""The portal's memory: one SQLite file, records of many kinds as JSON, files as blobs."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sandbox import json_text

Record = dict[str, Any]
Made = TypeVar("Made")

SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL, id INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS sequence (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, type TEXT NOT NULL, content BLOB NOT NULL);
"""
# What lists of hundreds of thousands are asked by; written as sandbox.query writes it, or SQLite will not use it.
INDEXED = ("STAGE_ID", "CATEGORY_ID", "COMPANY_ID", "CONTACT_ID", "ASSIGNED_BY_ID", "PARENT_ID_2", "CREATED_TIME",
           "UPDATED_TIME", "CLOSEDATE")  # fmt: skip
MOST_REMEMBERED = 2000
VERSION = 1


def _fold(value: object) -> str | None:
    return None if value is None else str(value).casefold()


class Store:
    """One connection, one lock: what happens inside `transaction()` is serial and all or nothing."""

    def __init__(self, path: Path | str) -> None:
        self.lock = threading.RLock()
        self.db = sqlite3.connect(
            str(path), check_same_thread=False, isolation_level="IMMEDIATE", cached_statements=512
        )
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.create_function("fold", 1, _fold, deterministic=True)
        self.db.executescript(SCHEMA)
        self._modernize()
        self.make_indexes()
        self._depth = 0
        self._after: list[Callable[[], None]] = []
        self._versions: Counter[str] = Counter()
        self._touched: set[str] = set()
        self.room: int | None = None
        self._remembered: dict[Hashable, tuple[list[int], Any]] = {}

    def _modernize(self) -> None:
        """In files of before, records did not hold their own numbers."""
        if self.db.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            with self.db:
                self.db.execute("UPDATE record SET data = json_set(data, '$.ID', id)")
            self.db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Nested uses join the outer one. An exception with a true `keep` attribute commits and goes on up."""
        after: list[Callable[[], None]] = []
        try:
            with self.lock:
                if self._depth:
                    yield
                    return
                # SQLite's module begins at the first statement that writes; a call that only reads needs nothing.
                self._depth = 1
                try:
                    yield
                except BaseException as error:
                    after = self._finish("COMMIT" if getattr(error, "keep", False) else "ROLLBACK")
                    raise
                after = self._finish("COMMIT")
        finally:
            # Outside the lock: whoever is woken may want it at once.
            for action in after:
                action()

    def _finish(self, verb: str) -> list[Callable[[], None]]:
        self._depth = 0
        if self.db.in_transaction:
            self.db.execute(verb)
        if verb == "ROLLBACK":
            self._versions.update(self._touched)
        self._touched.clear()
        after, self._after = self._after, []
        return after if verb == "COMMIT" else []

    def after_commit(self, action: Callable[[], None]) -> None:
        self._after.append(action)

    def touch(self, kind: str) -> None:
        """Records of this kind change: forget what was made of them, and again should the transaction fail."""
        self._versions[kind] += 1
        if self._depth:
            self._touched.add(kind)

    def remember(self, kinds: Iterable[str], name: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, kept until a record of one of the kinds changes. Whoever takes it must not change it."""
        with self.lock:
            versions = [self._versions[kind] for kind in kinds]
            known = self._remembered.get(name)
            if known is not None and known[0] == versions:
                return known[1]  # type: ignore[no-any-return]
            made = make()
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[name] = (versions, made)
            return made

    def make_indexes(self) -> None:
        for name in INDEXED:
            column = f"json_extract(data, '$.\"{name}\"')"
            self.db.execute(f"CREATE INDEX IF NOT EXISTS record_{name.lower()} ON record (kind, {column}, id)")

    def count_indexes(self) -> None:
        """Tell SQLite how long the kinds are, or it takes a date for no better than a walk through everything."""
        self.db.execute("ANALYZE record")

    def drop_indexes(self) -> None:
        """Before hundreds of thousands of rows; `make_indexes` sorts them afterwards at once."""
        for name in INDEXED:
            self.db.execute(f"DROP INDEX IF EXISTS record_{name.lower()}")

    def collection(self, kind: str) -> Collection:
        return Collection(self, kind)

    def close(self) -> None:
        with self.lock:
            self.db.close()

    def put_file(self, name: str, content: bytes, content_type: str = "application/octet-stream") -> int:
        with self.transaction():
            sql = "INSERT INTO file (name, type, content) VALUES (?, ?, ?)"
            return int(self.db.execute(sql, (name, content_type, content)).lastrowid or 0)

    def has_room(self, size: int) -> bool:
        """Whether files may take that many bytes more; `room` is what they may take altogether."""
        if self.room is None:
            return True
        with self.lock:
            taken = self.db.execute("SELECT COALESCE(SUM(LENGTH(content)), 0) FROM file").fetchone()[0]
        return bool(taken + size <= self.room)

    def get_file(self, file_id: int) -> tuple[str, str, bytes] | None:
        """(name, content type, content)"""
        with self.lock:
            row = self.db.execute("SELECT name, type, content FROM file WHERE id = ?", (file_id,)).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def delete_file(self, file_id: int) -> None:
        with self.transaction():
            self.db.execute("DELETE FROM file WHERE id = ?", (file_id,))


class Collection:
    """Records of one kind. A record is a JSON map; its key `ID` (int) is always the row's own."""

    def __init__(self, store: Store, kind: str) -> None:
        self.store = store
        self.kind = kind

    def add(self, data: Record, record_id: int | None = None) -> int:
        """A new record under the next number never used before, or under a given one (seeds)."""
        with self.store.transaction():
            last = self._last()
            new = last + 1 if record_id is None else record_id
            self.store.db.execute(
                "INSERT INTO sequence VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET last = excluded.last",
                (self.kind, max(last, new)),
            )
            self.store.db.execute("INSERT INTO record VALUES (?, ?, ?)", (self.kind, new, _dump(new, data)))
            self.store.touch(self.kind)
            return new

    def add_many(self, rows: Iterable[Record]) -> range:
        """New records by the thousand; the numbers they got."""
        with self.store.transaction():
            first = self._last() + 1
            numbered = ((self.kind, number, _dump(number, data)) for number, data in enumerate(rows, first))
            added = self.store.db.executemany("INSERT INTO record VALUES (?, ?, ?)", numbered).rowcount
            last = first + max(added, 0) - 1
            sql = "INSERT INTO sequence VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET last = excluded.last"
            self.store.db.execute(sql, (self.kind, last))
            self.store.touch(self.kind)
            return range(first, last + 1)

    def reserve(self) -> int:
        """The next number, for a record that is kept elsewhere."""
        with self.store.transaction():
            self.number_after(self._last() + 1)
            return self._last()

    def number_after(self, last: int) -> None:
        """The next record is `last` + 1, unless there are more already (seeds)."""
        with self.store.transaction():
            sql = "INSERT INTO sequence VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET last = MAX(last, excluded.last)"
            self.store.db.execute(sql, (self.kind, last))

    def _last(self) -> int:
        row = self.store.db.execute("SELECT last FROM sequence WHERE kind = ?", (self.kind,)).fetchone()
        return int(row[0]) if row else 0

    def get(self, record_id: int) -> Record | None:
        sql = "SELECT CAST(data AS BLOB) FROM record WHERE kind = ? AND id = ?"
        with self.store.lock:
            row = self.store.db.execute(sql, (self.kind, record_id)).fetchone()
        return json_text.loads(row[0]) if row else None

    def put(self, record_id: int, data: Record) -> None:
        with self.store.transaction():
            sql = "UPDATE record SET data = ? WHERE kind = ? AND id = ?"
            self.store.db.execute(sql, (_dump(record_id, data), self.kind, record_id))
            self.store.touch(self.kind)

    def change(self, record_id: int, **changes: Any) -> None:
        with self.store.transaction():
            record = self.get(record_id)
            if record is not None:
                self.put(record_id, {**record, **changes})

    def delete(self, record_id: int) -> bool:
        with self.store.transaction():
            sql = "DELETE FROM record WHERE kind = ? AND id = ?"
            self.store.touch(self.kind)
            return self.store.db.execute(sql, (self.kind, record_id)).rowcount > 0

    def all(self) -> list[Record]:
        return self.select()

    def find(self, **equals: Any) -> list[Record]:
        """Records whose top-level fields equal all the given values, by ID."""
        return [r for r in self.select() if all(r.get(k) == v for k, v in equals.items())]

    def first(self, **equals: Any) -> Record | None:
        return next(iter(self.find(**equals)), None)

    def select(
        self, where: str = "", args: list[Any] | None = None, *, order: str = "id", limit: int = -1, offset: int = 0
    ) -> list[Record]:
        """`where` and `order` are SQL over `id` and `data`; build them with sandbox.query, never by hand from input."""
        condition = f" AND ({where})" if where else ""
        sql = f"FROM record WHERE kind = ?{condition} ORDER BY {order} LIMIT ? OFFSET ?"
        begin = [self.kind]
        if limit >= 0 and (offset or order != "id"):
            # Whole records must neither be skipped one by one nor sorted: their numbers are found first.
            sql = f"FROM record WHERE kind = ? AND id IN (SELECT id {sql}) ORDER BY {order}"
            begin = [self.kind, self.kind]
        # One row: each one fetched is a chance for another thread to take the interpreter away.
        whole = f"SELECT CAST('[' || group_concat(data) || ']' AS BLOB) FROM (SELECT data {sql})"  # noqa: S608
        with self.store.lock:
            found = self.store.db.execute(whole, [*begin, *(args or []), limit, offset]).fetchone()[0]
        return json_text.loads(found) if found else []

    def count(self, where: str = "", args: list[Any] | None = None) -> int:
        condition = f" AND ({where})" if where else ""
        sql = f"SELECT COUNT(*) FROM record WHERE kind = ?{condition}"  # noqa: S608
        given = (self.kind, *(args or []))
        return self.store.remember(
            (self.kind,), (sql, *given), lambda: int(self.store.db.execute(sql, given).fetchone()[0])
        )


def _dump(record_id: int, data: Record) -> str:
    return json_text.dumps({"ID": record_id, **data, "ID": record_id}).decode()  # noqa: F601 -- the place, the value
