"""Backup and restore: a copy made while the app writes, and a database that is filled from it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app import backup
from app.errors import SettingsError
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.portals import PortalRow, Portals
from app.store.seals import Seals
from app.store.store import PortalStore
from tests.store.samples import HandClock, an_act


@pytest.fixture
def empty(database: Database, tmp_path: Path) -> Iterator[Database]:
    """A new database of the same kind with nothing in it."""
    if database.is_sqlite:
        made = Database(f"sqlite:///{tmp_path}/empty.db")
        yield made
        made.dispose()
        return
    if shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL's client programs are absent")
    server = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"pervichka_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    made = Database(database.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False))
    yield made
    made.dispose()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_what_was_copied_is_there_again(
    database: Database,
    empty: Database,
    portal: PortalRow,
    store: PortalStore,
    cipher: Cipher,
    clock: HandClock,
    tmp_path: Path,
) -> None:
    with store.transaction() as tx:
        made = tx.acts.add(an_act())
    Seals(database, portal.id).seal(clock.now())
    copy = tmp_path / "copy"
    backup.backup(database, copy)
    with store.transaction() as tx:
        tx.acts.add(an_act(origin="entry:2"))
    backup.restore(empty, copy)
    assert Portals(empty, cipher).application_token(portal.id) == "app-1"
    again = PortalStore(empty, portal.id, reactions=lambda fact: (), clock=clock, on_commit=lambda: None)
    with again.reading() as tx:
        assert tx.acts.of_deal(made.deal_id) == [made]
    assert Seals(empty, portal.id).verify(Seals(database, portal.id).head()).is_whole


def test_a_copy_is_its_owners_alone(database: Database, tmp_path: Path) -> None:
    backup.backup(database, tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600


def test_a_copy_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("older")
    with pytest.raises(SettingsError, match="уже есть"):
        backup.backup(database, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "older"


def test_a_database_that_holds_anything_is_not_filled(database: Database, portal: PortalRow, tmp_path: Path) -> None:
    backup.backup(database, tmp_path / "copy")
    with pytest.raises(SettingsError, match="не пуста"):
        backup.restore(database, tmp_path / "copy")


def test_what_is_no_copy_is_refused(empty: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"PK" + bytes(2000))
    with pytest.raises(SettingsError):
        backup.restore(empty, tmp_path / "copy")
    with pytest.raises(SettingsError, match="нет"):
        backup.restore(empty, tmp_path / "none")
