"""A portal that is erased leaves nothing in any table, and nobody else loses a row."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Float, Integer, LargeBinary, Table, func, insert, select, text, update

from app.store.columns import Instant, Kopecks
from app.store.database import Database
from app.store.erasing import PORTION, Erasing, tables
from app.store.inbox import INTO_POSTGRES
from app.store.portals import PortalRow, Portals, PortalStatus
from app.store.queue_tables import metadata
from app.store.schema import document, inbox, outbox
from tests.store.samples import NOON

VALUES: tuple[tuple[type, Any], ...] = (
    (Instant, NOON), (Kopecks, Decimal(1)), (JSON, {}), (Date, date(2026, 3, 2)), (Boolean, False), (Float, 0.5),
    (LargeBinary, b"x"),
)  # fmt: skip
PLENTY = 30.0


def fill(database: Database, found: Table, portal_id: int, *, rows: int) -> None:
    """Rows of any table, whatever its columns."""
    with database.write() as connection:
        for number in range(rows):
            at = portal_id * 10_000 + number
            values = {column.name: value_of(column.type, at) for column in found.columns}
            connection.execute(insert(found).values({**values, "portal_id": portal_id}))


def value_of(kind: Any, at: int) -> Any:
    for family, value in VALUES:
        if isinstance(kind, family):
            return value
    return at if isinstance(kind, Integer) else f"v{at}"


def count(database: Database, found: Table, portal_id: int) -> int:
    with database.read() as connection:
        query = select(func.count()).select_from(found).where(found.c.portal_id == portal_id)
        return int(connection.execute(query).scalar_one())


def test_no_table_keeps_anything_of_it(
    database: Database, portals: Portals, portal: PortalRow, other_portal: PortalRow
) -> None:
    for found in tables():
        rows = 1 if [column.name for column in found.primary_key] == ["portal_id"] else 3
        fill(database, found, portal.id, rows=rows)
        fill(database, found, other_portal.id, rows=rows)
    others = {found.name: count(database, found, other_portal.id) for found in tables()}
    erasing = Erasing(database, portal.id)
    erasing.begin()
    assert erasing.run(PLENTY)
    assert {found.name: count(database, found, portal.id) for found in tables()} == {f.name: 0 for f in tables()}
    assert {found.name: count(database, found, other_portal.id) for found in tables()} == others
    assert [row.id for row in portals.all()] == [other_portal.id]


def test_every_table_says_whose_its_rows_are() -> None:
    """A table that has no `portal_id` would be forgotten."""
    assert set(metadata.tables) - {found.name for found in tables()} == {"portal"}


def test_the_search_forgets_it_too(database: Database, portal: PortalRow, other_portal: PortalRow) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL searches the documents themselves")
    for row in (portal, other_portal):
        fill(database, document, row.id, rows=1)
    with database.write() as connection:
        connection.execute(text("INSERT INTO document_search (rowid, search) SELECT id, search FROM document"))
    erasing = Erasing(database, portal.id)
    erasing.begin()
    erasing.run(PLENTY)
    with database.read() as connection:
        left = connection.execute(text("SELECT rowid FROM document_search")).scalars().all()
    assert left == [other_portal.id * 10_000]


def test_a_long_erasing_goes_on_where_it_ended(database: Database, portals: Portals, portal: PortalRow) -> None:
    fill(database, document, portal.id, rows=PORTION + 5)
    erasing = Erasing(database, portal.id)
    erasing.begin()
    assert not erasing.run(0.0)
    assert [row.status for row in portals.all()] == [PortalStatus.ERASING]
    assert portals.application_token(portal.id) == ""
    assert erasing.run(PLENTY)
    assert portals.all() == []


def test_a_worker_that_is_at_a_row_is_waited_for(database: Database, portals: Portals, portal: PortalRow) -> None:
    fill(database, outbox, portal.id, rows=1)
    with database.write() as connection:
        connection.execute(update(outbox).values(state="leased"))
    erasing = Erasing(database, portal.id)
    erasing.begin()
    assert not erasing.run(PLENTY)
    assert erasing.run(PLENTY)
    assert portals.all() == []


def test_a_row_that_was_on_its_way_is_waited_for_and_goes_too(
    database: Database, portals: Portals, portal: PortalRow
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nothing is on its way when an erasing begins")
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    erasing = Erasing(database, portal.id)
    with database.driver.connect(url) as acceptor:
        acceptor.execute(INTO_POSTGRES, (portal.id, "k", "robot", "c", "{}", "deal:1", 0, 0, portal.id))
        erasing.begin()
        thread = threading.Thread(target=erasing.run, args=(PLENTY,))
        thread.start()
        until_waiting(database)
        assert [row.id for row in portals.all()] == [portal.id]
        acceptor.commit()
        thread.join()
    assert (portals.all(), count(database, inbox, portal.id)) == ([], 0)


def until_waiting(database: Database) -> None:
    """Until somebody stands at a lock of another."""
    waiting = text("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database OR l.database IS NULL "
                   "WHERE NOT granted AND d.datname = current_database()")  # fmt: skip
    while True:
        with database.read() as connection:
            if connection.execute(waiting).scalar_one():
                return
