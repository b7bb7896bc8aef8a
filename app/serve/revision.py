"""Whether a SQLite database has the newest revision already: a restart need not load what brings it there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"
_SQLITE = "sqlite:///"


def newest() -> str:
    """Revisions are the numbers that their files begin with (a test holds it)."""
    return max(file.name.partition("_")[0] for file in MIGRATIONS.glob("[0-9]*.py"))


def is_newest(database_url: str) -> bool:
    """False for any other database, and wherever it cannot be told: then the migration looks itself."""
    if not database_url.startswith(_SQLITE):
        return False
    file = Path(database_url.removeprefix(_SQLITE).partition("?")[0])
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return rows == [(newest(),)]
