"""Accepting: on disk before it returns, once a key, from many threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import InboundRefused, PortalGone, StoreAway
from app.store.database import Database
from app.store.erasing import Erasing
from app.store.inbox import Inbox
from app.store.portals import PortalRow
from app.store.schema import inbox as table
from tests.store.samples import HandClock, Rings


@pytest.fixture
def inbox(database: Database, rings: Rings) -> Iterator[Inbox]:
    opened = Inbox(database, on_accept=rings)
    yield opened
    opened.close()


def accept(inbox: Inbox, portal_id: int, key: str, clock: HandClock, **payload: Any) -> None:
    inbox.accept(portal_id, key=key, kind="robot", code="make_act", payload=payload, lane="deal:40", now=clock.now())


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_a_call_delivered_twice_is_one_row_but_each_portal_has_its_own(
    inbox: Inbox, database: Database, portal: PortalRow, other_portal: PortalRow, clock: HandClock, rings: Rings
) -> None:
    for portal_id in (portal.id, portal.id, other_portal.id):
        accept(inbox, portal_id, "robot:abc", clock, сумма="1 000,00")
    assert count(database) == 2
    assert rings.count == 3
    with database.read() as connection:
        assert connection.scalars(select(table.c.payload)).first() == {"сумма": "1 000,00"}


def test_many_threads_lose_nothing(inbox: Inbox, database: Database, portal: PortalRow, clock: HandClock) -> None:
    def bring(name: int) -> None:
        for n in range(20):
            accept(inbox, portal.id, f"robot:{name}:{n}", clock)

    threads = [threading.Thread(target=bring, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 160


def test_rows_of_a_portal_that_is_being_erased_are_refused_and_no_others(
    inbox: Inbox, database: Database, portal: PortalRow, other_portal: PortalRow, clock: HandClock
) -> None:
    erasing = Erasing(database, other_portal.id)
    erasing.begin()
    refused: list[str] = []

    def bring(name: int) -> None:
        for portal_id in (portal.id, other_portal.id) * 5:
            try:
                accept(inbox, portal_id, f"robot:{name}", clock)
            except PortalGone:
                refused.append(f"robot:{name}")

    threads = [threading.Thread(target=bring, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (count(database), len(refused)) == (8, 40)
    erasing.run(30.0)
    with pytest.raises(PortalGone):
        accept(inbox, other_portal.id, "robot:late", clock)
    assert count(database) == 8


def test_a_text_that_no_database_takes_is_refused_alone(
    inbox: Inbox, database: Database, portal: PortalRow, clock: HandClock
) -> None:
    with pytest.raises(InboundRefused):
        accept(inbox, portal.id, "robot:\ud800", clock)
    accept(inbox, portal.id, "robot:fine", clock)
    assert count(database) == 1


def test_a_database_that_is_away_is_said_so(tmp_path: Path, clock: HandClock) -> None:
    database = Database(f"sqlite:///{tmp_path / 'absent' / 'store.db'}")
    inbox = Inbox(database, on_accept=lambda: None)
    with pytest.raises(StoreAway):
        accept(inbox, 1, "robot:abc", clock)
    server = Database("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    inbox = Inbox(server, on_accept=lambda: None)
    with pytest.raises(StoreAway):
        accept(inbox, 1, "robot:abc", clock)
    with pytest.raises(StoreAway), server.write():
        pass
    server.dispose()
    database.dispose()
