"""The sweep: reads a portal when its marks are ripe, one reader at a time, and looks anyway."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

import pytest

from app.errors import AuthLost, HostUnavailable, LeaseLost, PartlyRead
from app.jobs.bulkhead import Bulkhead
from app.jobs.chores import Chore, Chores
from app.jobs.drain import Drain
from app.jobs.sweep import Sweep
from app.portal.hearing import Hearing
from app.ports import Context
from app.store.chores import ChoreTimes
from app.store.database import Database
from app.store.portals import PortalRow
from app.store.readers import Readers
from app.store.store import PortalStore
from app.store.tokens import Tokens
from tests.store.samples import HandClock

FULL = 20


class Reading:
    """A `refresh` that notes whom it read and cleans the marks it saw."""

    def __init__(self, store: PortalStore) -> None:
        self.portals: list[int] = []
        self.error: Exception | None = None
        self.tidied: list[tuple[int, datetime]] = []
        self.refused: list[tuple[int, datetime]] = []
        self._store = store

    def __call__(self, ctx: Context) -> None:
        self.portals.append(cast(int, ctx))
        if self.error:
            raise self.error
        with self._store.transaction() as tx:
            tx.clean(tx.dirty(100))


@pytest.fixture
def reading(store: PortalStore) -> Reading:
    return Reading(store)


def chores_of(database: Database, reading: Reading) -> Chores:
    tidy = Chore("tidy", timedelta(hours=1), lambda portal_id, now: reading.tidied.append((portal_id, now)))
    return Chores(ChoreTimes(database), [tidy])


@pytest.fixture
def sweep(
    database: Database, make_drain: Callable[[str], Drain], reading: Reading, clock: HandClock, hearing: Hearing
) -> Sweep:
    made = Sweep(
        make_drain("w1"), Readers(database, full=FULL), open_context=lambda portal_id: cast(Context, portal_id),
        refresh=reading, on_refused=lambda portal_id, now: reading.refused.append((portal_id, now)),
        chores=chores_of(database, reading), clock=clock, owner="w1",
        bulkhead=Bulkhead(4, hearing),
    )  # fmt: skip
    made.run(50)
    reading.portals.clear()
    reading.tidied.clear()
    return made


def mark(store: PortalStore, deal_id: int) -> None:
    with store.transaction() as tx:
        tx.mark_dirty("deal", deal_id)


def test_marks_are_read_when_the_newest_is_a_second_old(
    sweep: Sweep, store: PortalStore, reading: Reading, portal: PortalRow, clock: HandClock
) -> None:
    mark(store, 40)
    sweep.run(50)
    assert reading.portals == []
    clock.pass_(seconds=1)
    sweep.run(50)
    sweep.run(50)
    assert reading.portals == [portal.id]


def test_a_burst_without_end_is_read_after_three_seconds(
    sweep: Sweep, store: PortalStore, reading: Reading, portal: PortalRow, clock: HandClock
) -> None:
    for second in range(5):
        mark(store, second)
        sweep.run(50)
        assert reading.portals == ([portal.id] if second == 4 else [])
        clock.pass_(seconds=0.8)


def test_marks_that_fill_a_request_are_read_at_once(
    sweep: Sweep, store: PortalStore, reading: Reading, portal: PortalRow
) -> None:
    with store.transaction() as tx:
        for deal_id in range(FULL):
            tx.mark_dirty("deal", deal_id)
    sweep.run(50)
    assert reading.portals == [portal.id]


def test_what_nobody_told_is_looked_for_every_minute(
    sweep: Sweep, reading: Reading, portal: PortalRow, clock: HandClock
) -> None:
    clock.pass_(seconds=59)
    sweep.run(50)
    assert reading.portals == []
    clock.pass_(seconds=1)
    sweep.run(50)
    assert reading.portals == [portal.id]


def test_a_portal_has_one_reader_and_a_dead_ones_lease_ends(
    database: Database, portal: PortalRow, clock: HandClock, store: PortalStore
) -> None:
    readers = Readers(database, full=FULL)
    [turn] = readers.due(clock.now())
    assert turn.portal_id == portal.id
    assert readers.take(turn, owner="a", now=clock.now(), seconds=20)
    assert not readers.take(turn, owner="b", now=clock.now(), seconds=20)
    assert readers.due(clock.now()) == []
    clock.pass_(seconds=19)
    readers.hold(portal.id, owner="a", now=clock.now(), seconds=20)
    clock.pass_(seconds=19)
    assert readers.due(clock.now()) == []
    clock.pass_(seconds=2)
    assert readers.take(turn, owner="b", now=clock.now(), seconds=20)
    with pytest.raises(LeaseLost):
        readers.hold(portal.id, owner="a", now=clock.now(), seconds=20)


def test_what_another_sweep_has_read_meanwhile_is_not_read_again(
    database: Database, portal: PortalRow, clock: HandClock, store: PortalStore
) -> None:
    readers = Readers(database, full=FULL)
    first, second = readers.due(clock.now())[0], readers.due(clock.now())[0]
    for turn in (first, second):
        taken = readers.take(turn, owner="a", now=clock.now(), seconds=20)
        assert taken == (turn is first)
        readers.release(portal.id, owner="a", now=clock.now())
    clock.pass_(minutes=1)
    first, second = readers.due(clock.now())[0], readers.due(clock.now())[0]
    assert readers.take(first, owner="a", now=clock.now(), seconds=20)
    readers.release(portal.id, owner="a", now=clock.now())
    assert not readers.take(second, owner="b", now=clock.now(), seconds=20)


def test_a_portal_that_does_not_answer_rests_and_keeps_its_marks(
    sweep: Sweep, store: PortalStore, reading: Reading, portal: PortalRow, clock: HandClock
) -> None:
    mark(store, 40)
    clock.pass_(seconds=1)
    reading.error = HostUnavailable("", "", 503)
    sweep.run(50)
    clock.pass_(seconds=14)
    sweep.run(50)
    assert reading.portals == [portal.id]
    clock.pass_(seconds=1)
    reading.error = None
    sweep.run(50)
    assert reading.portals == [portal.id] * 2
    with store.reading() as tx:
        assert tx.dirty(10) == []


def test_what_a_portal_refused_of_a_reading_is_read_in_its_time_and_the_portal_does_not_rest(
    sweep: Sweep, store: PortalStore, reading: Reading, portal: PortalRow, clock: HandClock
) -> None:
    mark(store, 40)
    clock.pass_(seconds=1)
    reading.error = PartlyRead([("company", HostUnavailable("", "", 503))])
    sweep.run(50)
    with store.transaction() as tx:
        tx.put_off([("deal", 40)], soonest=timedelta(seconds=5), latest=timedelta(seconds=5))
    reading.error = None
    sweep.run(50)
    assert reading.portals == [portal.id]
    mark(store, 41)
    clock.pass_(seconds=1)
    sweep.run(50)
    assert reading.portals == [portal.id] * 2
    with store.reading() as tx:
        assert tx.dirty(10) == []
    clock.pass_(seconds=4)
    sweep.run(50)
    assert reading.portals == [portal.id] * 3


def test_a_refused_token_is_looked_into_at_once(
    sweep: Sweep, reading: Reading, portal: PortalRow, clock: HandClock
) -> None:
    reading.error = AuthLost("INVALID_TOKEN", "отозван", 401)
    clock.pass_(seconds=60)
    sweep.run(50)
    assert reading.refused == [(portal.id, clock.now())]
    clock.pass_(seconds=15)
    reading.error = HostUnavailable("", "", 503)
    sweep.run(50)
    assert len(reading.refused) == 1


def test_a_portal_that_is_lost_or_removed_is_not_read(
    sweep: Sweep, store: PortalStore, vault: Tokens, reading: Reading, clock: HandClock
) -> None:
    mark(store, 40)
    clock.pass_(seconds=100)
    vault.lose(vault.current(), "revoked")
    sweep.run(50)
    assert reading.portals == []


def test_a_chore_is_done_once_a_period(sweep: Sweep, reading: Reading, clock: HandClock) -> None:
    for _ in range(5):
        clock.pass_(minutes=30)
        sweep.run(50)
    assert len(reading.tidied) == 2


def test_another_process_does_not_do_the_chore_again(
    database: Database, portal: PortalRow, reading: Reading, clock: HandClock
) -> None:
    for _ in range(2):
        chores_of(database, reading).do(clock.now())
    assert [portal_id for portal_id, _ in reading.tidied] == [portal.id]


def test_a_chore_that_fails_does_not_keep_the_others_portals_from_it(
    database: Database, portal: PortalRow, other_portal: PortalRow, clock: HandClock
) -> None:
    done: list[int] = []

    def run(portal_id: int, now: datetime) -> None:
        done.append(portal_id)
        if portal_id == portal.id:
            raise HostUnavailable("", "", 503)

    Chores(ChoreTimes(database), [Chore("try", timedelta(hours=1), run)]).do(clock.now())
    assert done == [portal.id, other_portal.id]


def test_a_lost_portal_has_only_the_chores_that_all_have(
    database: Database, vault: Tokens, clock: HandClock
) -> None:
    vault.lose(vault.current(), "revoked")
    done: list[str] = []
    both = [
        Chore("host", timedelta(hours=1), lambda portal_id, now: done.append("host")),
        Chore("ours", timedelta(hours=1), lambda portal_id, now: done.append("ours"), in_all=True),
    ]
    Chores(ChoreTimes(database), both).do(clock.now())
    assert done == ["ours"]
