"""Backup and restore of the database («Резервная копия»): `python -m app backup FILE`, `python -m app restore FILE`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect

from app.errors import SettingsError
from app.store.database import Database

_SQLITE_HEAD = b"SQLite format 3\x00"


def backup(database: Database, file: Path) -> None:
    """Write one consistent copy while the app works. Raises SettingsError when the file is there already.

    The copy holds tokens, encrypted: who has it and ENCRYPTION_KEYS has the portals. Only its owner may read it.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise SettingsError(f"Файл {file} уже есть: назовите другой.") from None
    except OSError as error:
        raise SettingsError(f"Файл {file} не создать: {error.strerror}.") from error
    try:
        if database.is_sqlite:
            _copy_sqlite(database, file)
        else:
            _postgres("pg_dump", ["--format=custom", "--no-owner", f"--file={file}"], database.url)
    except BaseException:
        file.unlink()
        raise


def restore(database: Database, file: Path) -> None:
    """Fill an empty database from a copy and bring it to the newest revision; the app must not run meanwhile.

    Raises SettingsError when the database holds anything: nothing is overwritten.
    """
    if not file.is_file():
        raise SettingsError(f"Файла {file} нет.")
    with database.read() as connection:
        is_empty = not inspect(connection).get_table_names()
    if not is_empty:
        raise SettingsError("База не пуста: уберите прежнюю (переименуйте файл или создайте новую базу) и повторите.")
    if database.is_sqlite:
        _fill_sqlite(database, file)
    else:
        _postgres("pg_restore", ["--no-owner", "--exit-on-error", f"--dbname={database.url.database}", str(file)],
                  database.url)  # fmt: skip
    database.migrate()


def _copy_sqlite(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(database.url.database or "")) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)


def _fill_sqlite(database: Database, file: Path) -> None:
    with file.open("rb") as copy:
        if copy.read(len(_SQLITE_HEAD)) != _SQLITE_HEAD:
            raise SettingsError(f"{file} не похож на копию базы SQLite.")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(database.url.database or "")) as target:
        broken = source.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
        if broken:
            raise SettingsError(f"Копия {file} повреждена: возьмите другую.")
        source.backup(target)


def _postgres(tool: str, arguments: list[str], url: URL) -> None:
    """Run a tool of PostgreSQL; the password goes by the environment, for a command line is read by everyone."""
    if shutil.which(tool) is None:
        raise SettingsError(f"Нужна программа {tool}: поставьте пакет postgresql-client.")
    named = {
        "HOST": url.host, "PORT": url.port, "USER": url.username, "PASSWORD": url.password,
        "DATABASE": url.database, **{key.upper(): value for key, value in url.query.items()},
    }  # fmt: skip
    environment = {**os.environ, **{f"PG{key}": str(value) for key, value in named.items() if value}}
    done = subprocess.run([tool, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SettingsError(f"{tool}: {done.stderr.strip()}")
