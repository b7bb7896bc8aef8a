"""Whether a database has the newest revision already: a restart need not load what brings it there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"
_QUERY = "SELECT version_num FROM alembic_version"
_PATIENCE_SECONDS = 2


def newest() -> str:
    """Revisions are the numbers that their files begin with (a test holds it)."""
    return max(file.name.partition("_")[0] for file in MIGRATIONS.glob("[0-9]*.py"))


def is_newest(database_url: str) -> bool:
    """False wherever it cannot be told: then the migration looks itself, and says what is wrong."""
    scheme, _, rest = database_url.partition("://")
    if scheme == "sqlite":
        return _rows_of_file(Path(rest.removeprefix("/").partition("?")[0])) == [(newest(),)]
    if scheme.partition("+")[0] == "postgresql":
        return _rows_of_server(f"postgresql://{rest}") == [(newest(),)]
    return False


def _rows_of_file(file: Path) -> list[tuple[str]]:
    if not file.is_file():
        return []
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            return connection.execute(_QUERY).fetchall()
    except sqlite3.Error:
        return []


def _rows_of_server(url: str) -> list[tuple[str]]:
    import psycopg  # noqa: PLC0415 (a third of a second, of no use to SQLite)

    try:
        with psycopg.connect(url, connect_timeout=_PATIENCE_SECONDS) as connection:
            return connection.execute(_QUERY).fetchall()
    except psycopg.Error:
        return []
