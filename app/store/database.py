"""The database itself: SQLite or PostgreSQL by its URL, its transactions and its migrations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from app.store.faults import faults_named
from app.store.turn import Turn

_BUSY_MS = 10_000
_MIGRATION_LOCK = 0x7065_7276  # any number that no one else locks


class Database:
    """One database; safe to share by threads, to be made anew in each process."""

    def __init__(self, url: str) -> None:
        """`url`: sqlite:////path/file.db or postgresql://user@host/name."""
        self.url = _with_driver(make_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._durable = self._engine("FULL")
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._looking = self._durable.execution_options(**snapshot)
        # Leases, the bucket and the request log are no loss after a power cut: no need to wait for the disk.
        self._relaxed = self._engine("NORMAL") if self.is_sqlite else self._durable
        self._turn = Turn(self.url.database or "") if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look; no lock that a writer would wait for."""
        with faults_named(), self._looking.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """Commit at the end, roll back on any error.

        Raises StoreAway or StoreFull. `durable=False`: a power cut (not a crash) may undo the commit.
        """
        engine = self._durable if durable else self._relaxed
        writing = engine.execution_options(begin="BEGIN IMMEDIATE")
        with faults_named(), self._in_turn(), writing.connect() as connection, connection.begin():
            if not durable and not self.is_sqlite:
                connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
            yield connection

    @property
    def driver(self) -> Any:
        """The DB-API module of this kind of database: its errors, and connections that are nobody else's."""
        return self._durable.dialect.dbapi

    def migrate(self) -> None:
        """Bring the schema to the newest revision; processes that start at once wait for one another."""
        # Here and below, for it is long to load, and a restart must not wait for what it does not use.
        from app.store.migrations import upgrade  # noqa: PLC0415

        with self.write() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            upgrade(connection)

    def is_migrated(self) -> bool:
        """Whether the schema is the one that this code was written for."""
        from app.store.migrations import is_newest  # noqa: PLC0415

        with self.read() as connection:
            return is_newest(connection)

    def _in_turn(self) -> AbstractContextManager[None]:
        """SQLite has one writer at a time: who stands in line is told at once, who does not looks again and again."""
        return nullcontext() if self._turn is None else self._turn.taken()

    def dispose(self) -> None:
        if self._turn is not None:
            self._turn.close()
        self._durable.dispose()
        self._relaxed.dispose()

    def _engine(self, synchronous: str) -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True, json_serializer=_json)
        engine = create_engine(self.url, json_serializer=_json, connect_args={"timeout": _BUSY_MS / 1000})

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            prepare_sqlite(connection, synchronous)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

        return engine


def make_folder(database_url: str) -> None:
    """The folder of an embedded database, when there is none yet."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def load_driver(database_url: str) -> None:
    """Have the code of this kind of database loaded, without connecting to it."""
    _with_driver(make_url(database_url)).get_dialect().import_dbapi()


def prepare_sqlite(connection: Any, synchronous: str) -> None:
    """Set a new sqlite3 connection up: we begin transactions ourselves, WAL, patience with other writers."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL").close()
    connection.execute(f"PRAGMA synchronous={synchronous}")


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
