"""Events in bulk: one transaction for many, portals in turn; what one of them is refused for stops no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.journal import RowState
from app.errors import DomainError, HostUnavailable, StoreAway
from app.jobs.drain import Drain
from app.jobs.events import AT_ONCE
from app.store.database import Database
from app.store.inbox import Inbox
from app.store.portals import PortalRow, Portals
from app.store.queue import Queue
from app.store.schema import inbox
from app.store.store import PortalStore
from tests.jobs.conftest import Script
from tests.store.samples import HandClock, an_address, tokens

Make = Callable[[str], Drain]


def bring(database: Database, portal: PortalRow, clock: HandClock, *keys: str, kind: str = "event") -> None:
    entrance = Inbox(database, on_accept=lambda: None)
    for key in keys:
        entrance.accept(portal.id, key=key, kind=kind, code="x", payload={}, lane=f"deal:{key}", now=clock.now())
    entrance.close()


def states(database: Database) -> dict[str, str]:
    with database.read() as connection:
        return {row.key: row.state for row in connection.execute(select(inbox.c.key, inbox.c.state))}


def test_what_the_handlers_write_commits_with_their_rows(
    make_drain: Make, database: Database, portal: PortalRow, store: PortalStore, clock: HandClock, script: Script
) -> None:
    bring(database, portal, clock, "e1", "e2", "e3")
    bring(database, portal, clock, "r1", kind="robot")
    with store.events(AT_ONCE) as taken:
        assert [row.key for row in taken.rows] == ["e1", "e2", "e3"]
        for number, _ in enumerate(taken.rows):
            with taken.store.transaction() as tx:
                tx.mark_dirty("deal", number)
        with taken.store.reading() as tx:
            assert len(tx.dirty(10)) == 3
    assert states(database) == {"e1": "done", "e2": "done", "e3": "done", "r1": "waiting"}
    with store.reading() as tx:
        assert [mark.object_id for mark in tx.dirty(10, kind="deal")] == [0, 1, 2]
        assert tx.dirty(10, kind="act") == []


def test_nothing_stays_of_a_refused_portion(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    bring(database, portal, clock, "e1")
    with pytest.raises(DomainError), store.events(AT_ONCE) as taken:
        with taken.store.transaction() as tx:
            tx.mark_dirty("deal", 1)
        raise DomainError("нельзя")
    assert states(database) == {"e1": "waiting"}
    with store.reading() as tx:
        assert tx.dirty(10) == []


@pytest.mark.parametrize(
    ("error", "state"), [(DomainError("нельзя"), RowState.FAILED), (HostUnavailable("", "", 503), RowState.WAITING)]
)
def test_a_refused_one_goes_alone_and_stops_no_other(
    make_drain: Make, database: Database, portal: PortalRow, clock: HandClock, script: Script,
    error: Exception, state: RowState,
) -> None:  # fmt: skip
    bring(database, portal, clock, "e1", "e2", "e3")
    script.say("e2", error, error, error)
    drain = make_drain("w1")
    drain.run(50)
    assert states(database) == {"e1": "done", "e2": state, "e3": "done"}
    bring(database, portal, clock, "e4", "e5")
    script.seen.clear()
    drain.run(50)
    assert script.seen[:2] == ["e4", "e5"], "those who come later go together again"


def test_a_database_that_goes_away_leaves_them_all_waiting(
    make_drain: Make, database: Database, portal: PortalRow, clock: HandClock, script: Script
) -> None:
    bring(database, portal, clock, "e1", "e2")
    script.say("e2", StoreAway("away"))
    drain = make_drain("w1")
    assert drain.run(50) == 0
    assert states(database) == {"e1": "waiting", "e2": "waiting"}
    drain.run(50)
    assert states(database) == {"e1": "done", "e2": "done"}


def test_portals_take_turns_while_one_of_them_pours(
    make_drain: Make, database: Database, portals: Portals, portal: PortalRow, clock: HandClock, script: Script
) -> None:
    bring(database, portal, clock, *(f"flood-{n}" for n in range(3 * AT_ONCE)))
    for name in range(19):
        address = an_address(f"quiet{name}")
        quiet = portals.upsert_install(address, tokens=tokens(clock), application_token="t", at=clock.now())
        bring(database, quiet, clock, f"quiet-{name}")
    make_drain("w1").run(50)
    assert set(states(database).values()) == {"done"}
    quiet_at = [place for place, key in enumerate(script.seen) if key.startswith("quiet")]
    assert len(quiet_at) == 19
    # One portion, and the single rows leased beside the other portals' turns.
    assert quiet_at[-1] < AT_ONCE + 2 * 20


def test_an_event_that_was_tried_is_leased_as_any_row(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    queue = Queue(database)
    bring(database, portal, clock, "e1")
    assert queue.lease_inbox("w1", clock.now(), 20) is None
    with pytest.raises(DomainError), store.events(AT_ONCE) as taken:
        raise DomainError("нельзя")
    store.part_events(taken.rows, "отдельно")
    row = queue.lease_inbox("w1", clock.now(), 20)
    assert row
    queue.retry(row, at=clock.now() + timedelta(seconds=5), error="503")
    clock.pass_(seconds=5)
    with store.events(AT_ONCE) as taken:
        assert taken.rows == []
    again = queue.lease_inbox("w1", clock.now(), 20)
    assert again and again.attempt == 2


def test_rows_that_are_being_done_are_nobody_elses(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    queue = Queue(database)
    bring(database, portal, clock, "e1", "e2")
    with store.events(1) as taken:
        assert [row.key for row in taken.rows] == ["e1"]
        with store.events(1) as other:
            assert [row.key for row in other.rows] == ["e2"]
            assert queue.lease_inbox("w1", clock.now(), 20) is None
