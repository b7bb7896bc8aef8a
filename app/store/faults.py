"""What a database's errors mean to us: away (try later), full, or a bug of ours (let through)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError

from app.errors import StoreAway, StoreFull

_FULL_SQLITE = frozenset({sqlite3.SQLITE_FULL})
_AWAY_SQLITE = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN,
     sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL}
)  # fmt: skip
_FULL_POSTGRES = ("53100",)
_AWAY_POSTGRES = ("08", "40", "53", "55P03", "57")
"""SQLSTATE classes: connection, rollback (deadlock), resources, lock timeout, operator intervention."""


def fault_of(error: BaseException | None) -> StoreAway | None:
    """Return what to raise for a driver's error, or None where it is a bug and must be seen as one."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _fault(code & 0xFF in _FULL_SQLITE, code & 0xFF in _AWAY_SQLITE)
    state = getattr(error, "sqlstate", None)
    if state:
        return _fault(state.startswith(_FULL_POSTGRES), state.startswith(_AWAY_POSTGRES))
    # psycopg has no SQLSTATE for a connection that broke or never was.
    return _fault(False, type(error).__name__ == "OperationalError")


def _fault(full: bool, away: bool) -> StoreAway | None:
    if full:
        return StoreFull("На диске базы данных нет места: освободите место, приложение продолжит само.")
    return StoreAway("База данных не отвечает: повторите через минуту.") if away else None


@contextmanager
def faults_named() -> Iterator[None]:
    """Raise StoreAway or StoreFull for what the driver says; anything else passes as it is."""
    try:
        yield
    except DBAPIError as error:
        fault = fault_of(error.orig)
        if fault:
            raise fault from error
        raise
    except StatementError as error:
        # What a column type of ours refuses (a part of a kopeck) is our error, not the database's.
        raise (error.orig or error) from None
