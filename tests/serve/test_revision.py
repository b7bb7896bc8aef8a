"""A restart skips the migration only where the database certainly has the newest revision."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.serve import revision
from app.store.database import Database


def test_the_newest_file_is_the_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(revision.MIGRATIONS.parent))
    assert ScriptDirectory.from_config(config).get_heads() == [revision.newest()]


def test_a_migrated_database_is_newest(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.db")
    database.migrate()
    database.dispose()
    assert revision.is_newest(f"sqlite:///{tmp_path}/new.db")


def test_an_older_one_is_not(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    assert not revision.is_newest(f"sqlite:///{tmp_path}/old.db")


@pytest.mark.parametrize("name", ["absent.db", "text.db", "empty.db"])
def test_what_cannot_be_told_is_not(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.db").write_text("not a database at all, but long enough to be looked at as one " * 9)
    sqlite3.connect(tmp_path / "empty.db").close()
    assert not revision.is_newest(f"sqlite:///{tmp_path}/{name}")
    assert not (tmp_path / "absent.db").exists()


@pytest.mark.parametrize("url", ["postgresql://user@127.0.0.1:1/name", "mysql://user@host/name"])
def test_a_server_that_does_not_say_is_left_to_the_migration(url: str) -> None:
    assert not revision.is_newest(url)


def test_either_database_is_asked(database_url: str) -> None:
    database = Database(database_url)
    assert revision.is_newest(database_url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    database.dispose()
    assert not revision.is_newest(database_url)
