"""An upgrade of the app finds a database with somebody's data in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app.store.cipher import Cipher
from app.store.database import Database
from app.store.migrations import FOLDER
from app.store.portals import Portals
from bench import postgres

PORTAL = text(
    "INSERT INTO portal (member_id, tag, domain, client_endpoint, server_endpoint, status, lost_reason, installed_at,"
    " application_token, tokens, refresh_owner, settings)"
    " VALUES (:name, :name, '', '', '', 'active', '', 0, '', '', '', :settings)"
)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'store.db'}")
        yield opened
        opened.dispose()
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_server")) as url:
        opened = Database(url)
        yield opened
        opened.dispose()


def test_the_zone_of_a_portal_outlives_its_move_into_a_column(empty: Database, cipher: Cipher) -> None:
    bring_to(empty, "0005")
    with empty.write() as connection:
        for name, settings in {"omsk": {"zone": "Asia/Omsk", "is_complete": True}, "new": {}}.items():
            connection.execute(PORTAL, {"name": name, "settings": json.dumps(settings)})
    empty.migrate()
    portals = Portals(empty, cipher)
    omsk, new = (portals.settings(found.id) for found in (portals.by_member("omsk"), portals.by_member("new")) if found)
    assert (omsk.zone, omsk.is_complete) == ("Asia/Omsk", True)
    assert new.zone == "Europe/Moscow"


def bring_to(database: Database, revision: str) -> None:
    """The schema of an older release."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
