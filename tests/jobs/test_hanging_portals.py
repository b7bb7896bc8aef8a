"""Portals that do not answer hold some threads of a worker, and leave the others theirs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

import pytest

from app.domain.journal import RowState
from app.jobs.bulkhead import Bulkhead
from app.jobs.chores import Chore, Chores
from app.jobs.drain import Drain
from app.jobs.sweep import Sweep
from app.portal.hearing import Hearing
from app.ports import Context
from app.store.chores import ChoreTimes
from app.store.database import Database
from app.store.portals import PortalRow, Portals
from app.store.readers import Readers
from app.store.store import PortalStore
from tests.jobs.conftest import Script, named_portals, states
from tests.store.conftest import two_reactions
from tests.store.samples import HandClock, Rings

Make = Callable[..., Drain]
A_MINUTE = timedelta(minutes=1)


@contextmanager
def hanging(drain: Drain, script: Script, keys: list[str], *, threads: int) -> Iterator[None]:
    """So many threads are at rows of the keys, whose portals do not answer until the block ends."""
    reached, answer = threading.Barrier(threads + 1), threading.Event()

    def hang() -> None:
        reached.wait(60)
        answer.wait(60)

    for key in keys:
        script.say(key, hang)
    with in_threads(lambda: drain.run(50), threads):
        reached.wait(60)
        try:
            yield
        finally:
            script.said.clear()
            answer.set()


@contextmanager
def in_threads(work: Callable[[], object], count: int) -> Iterator[None]:
    """So many threads do it, and have done it after the block."""
    running = [threading.Thread(target=work) for _ in range(count)]
    for thread in running:
        thread.start()
    try:
        yield
    finally:
        for thread in running:
            thread.join(60)


@pytest.fixture
def make_store(database: Database, clock: HandClock, rings: Rings) -> Callable[[int], PortalStore]:
    return lambda portal_id: PortalStore(database, portal_id, reactions=two_reactions, clock=clock, on_commit=rings)


def queue(store: PortalStore, *keys: str) -> list[str]:
    with store.transaction() as tx:
        for deal, key in enumerate(keys, 1):
            tx.call("does", key, {}, lane=f"deal:{deal}")
    return list(keys)


def no_chores(database: Database) -> Chores:
    return Chores(ChoreTimes(database), [Chore("none", timedelta(hours=1), lambda portal_id, now: None)])


def queue_three(store: PortalStore, name: str) -> list[str]:
    return queue(store, *(f"{name}:{deal}" for deal in (1, 2, 3)))


def test_a_portal_that_does_not_answer_leaves_half_of_the_threads_to_the_others(
    make_drain: Make, store: PortalStore, other_store: PortalStore, database: Database, script: Script,
    portal: PortalRow, clock: HandClock, hearing: Hearing,
) -> None:  # fmt: skip
    drain, keys = make_drain("w1"), queue_three(store, "hangs")
    hearing.heard(portal.id, asked_at=clock.now())
    with hanging(drain, script, keys, threads=2):
        queue(other_store, "goes")
        assert drain.run(50) == 1
        assert states(database) == {
            "hangs:1": RowState.LEASED, "hangs:2": RowState.LEASED, "hangs:3": RowState.WAITING, "goes": RowState.DONE
        }  # fmt: skip
    assert set(states(database).values()) == {RowState.DONE}


def test_each_portal_that_hangs_leaves_half_of_what_is_left(
    make_drain: Make, store: PortalStore, other_store: PortalStore, database: Database, script: Script,
    portal: PortalRow, other_portal: PortalRow, clock: HandClock, hearing: Hearing,
) -> None:  # fmt: skip
    drain, keys = make_drain("w1"), queue_three(store, "a") + queue_three(other_store, "b")
    for one in (portal, other_portal):
        hearing.heard(one.id, asked_at=clock.now())
    with hanging(drain, script, keys, threads=3):
        assert drain.run(50) == 0, "two of the first, one of the second: the last place is a third one's"
        held = Counter(key[0] for key, state in states(database).items() if state == RowState.LEASED)
        assert sorted(held.values()) == [1, 2]
    assert set(states(database).values()) == {RowState.DONE}


def test_twelve_portals_that_hang_do_not_keep_one_that_answers_from_its_rows(
    make_drain: Make, make_store: Callable[[int], PortalStore], portals: Portals, database: Database, script: Script,
    clock: HandClock,
) -> None:  # fmt: skip
    drain = make_drain("w1", places=8)
    well, *hung = named_portals(portals, clock, "well", *(f"hung{n}" for n in range(12)))
    for portal_id in hung:
        queue(make_store(portal_id), f"hangs:{portal_id}", f"waits:{portal_id}")
    keys = [f"hangs:{portal_id}" for portal_id in hung]
    with hanging(drain, script, keys, threads=8):
        assert drain.run(50) == 0
        clock.pass_(seconds=6)
        with hanging(drain, script, keys, threads=4):
            for _ in range(2):
                rows = queue(make_store(well), *(f"{clock.now()}:{n}" for n in range(20)))
                assert drain.run(50) == 20
                assert {states(database)[key] for key in rows} == {RowState.DONE}
                assert {states(database)[key] for key in keys} == {RowState.LEASED}
                clock.pass_(seconds=6)
    assert set(states(database).values()) == {RowState.DONE}


def test_portals_that_are_known_to_hang_have_their_own_places_until_one_is_heard_of(
    make_drain: Make, make_store: Callable[[int], PortalStore], portals: Portals, database: Database, script: Script,
    clock: HandClock, hearing: Hearing,
) -> None:  # fmt: skip
    drain = make_drain("w1")
    well, *hung = named_portals(portals, clock, "well", *(f"hung{n}" for n in range(12)))
    keys = [queue(make_store(portal_id), f"hangs:{portal_id}")[0] for portal_id in hung]
    for portal_id in hung:
        hearing.unheard(portal_id, asked_at=clock.now() - A_MINUTE)
    with hanging(drain, script, keys, threads=4):
        script.said.clear()
        assert drain.run(50) == 0
        queue(make_store(well), "goes", "goes too")
        assert drain.run(50) == 2
        waiting = [portal_id for portal_id in hung if states(database)[f"hangs:{portal_id}"] == RowState.WAITING]
        assert len(waiting) == 8
        hearing.heard(waiting[3], asked_at=clock.now())
        assert drain.run(50) == 1
        assert states(database)[f"hangs:{waiting[3]}"] == RowState.DONE
    assert set(states(database).values()) == {RowState.DONE}


def test_a_portal_that_answers_late_is_silent_until_it_answers_in_time(clock: HandClock) -> None:
    hearing = Hearing(clock)
    hearing.unheard(7, asked_at=clock.now() - timedelta(seconds=1))
    assert hearing.silent() == set(), "what was refused at once held nobody up"
    hearing.heard(7, asked_at=clock.now() - A_MINUTE)
    assert hearing.silent() == {7}
    hearing.heard(7, asked_at=clock.now())
    assert hearing.silent() == set()
    hearing.unheard(7, asked_at=clock.now() - A_MINUTE)
    assert hearing.silent() == set(), "another has been answered since"


def test_portals_that_hang_do_not_keep_others_from_being_read(
    database: Database, make_drain: Make, make_store: Callable[[int], PortalStore], portals: Portals, clock: HandClock,
    hearing: Hearing,
) -> None:  # fmt: skip
    well, *hung = named_portals(portals, clock, "well", *(f"hung{n}" for n in range(12)))
    reached, answer = threading.Barrier(5), threading.Event()
    read: list[int] = []

    def refresh(ctx: Context) -> None:
        portal_id = cast(int, ctx)
        if portal_id in hung and not answer.is_set():
            reached.wait(60)
            answer.wait(60)
        read.append(portal_id)

    sweep = Sweep(
        make_drain("w1"), Readers(database, full=20), open_context=lambda portal_id: cast(Context, portal_id),
        refresh=refresh, on_refused=lambda portal_id, now: None, chores=no_chores(database), clock=clock,
        owner="w1", bulkhead=Bulkhead(4, hearing),
    )  # fmt: skip
    for portal_id in hung:
        hearing.unheard(portal_id, asked_at=clock.now() - A_MINUTE)
    with in_threads(lambda: sweep.run(50), 4):
        reached.wait(60)
        try:
            with make_store(well).transaction() as tx:
                tx.mark_dirty("deal", 1)
            clock.pass_(seconds=3)
            assert read == [well]
            sweep.run(50)
            assert read == [well, well]
        finally:
            answer.set()
    sweep.run(50)
    assert set(read) == {well, *hung}
