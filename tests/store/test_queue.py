"""Leasing: lanes, turns of portals, expiry, and who may complete a row."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from app.domain.facts import ActMade, ActPrinted, RobotFinished
from app.domain.journal import RowState
from app.errors import LeaseLost
from app.store.database import Database
from app.store.inbox import Inbox
from app.store.portals import PortalRow, Portals
from app.store.queue import Queue
from app.store.store import PortalStore
from app.store.tokens import Tokens
from tests.store.samples import HandClock, an_address, tokens


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


def call(store: PortalStore, key: str, lane: str = "deal:40") -> None:
    with store.transaction() as tx:
        tx.call("stage_passed", key, {"entry": key}, lane=lane)


def test_a_lane_gives_one_row_at_a_time_the_oldest_first(queue: Queue, store: PortalStore, clock: HandClock) -> None:
    for key in ("a", "b", "c"):
        call(store, key, lane="deal:41" if key == "c" else "deal:40")
    first = queue.lease_inbox("w1", clock.now(), 20)
    second = queue.lease_inbox("w2", clock.now(), 20)
    assert first and second
    assert (first.key, second.key) == ("a", "c")
    assert first.payload == {"entry": "a"}
    assert (first.kind, first.code, first.attempt) == ("inner", "stage_passed", 1)
    assert queue.lease_inbox("w3", clock.now(), 20) is None
    queue.done(first)
    after = queue.lease_inbox("w1", clock.now(), 20)
    assert after and after.key == "b"


def test_what_waited_for_authorisation_is_due_when_it_comes_and_what_has_its_own_time_is_not(
    queue: Queue, store: PortalStore, portals: Portals, clock: HandClock
) -> None:
    call(store, "refused")
    row = queue.lease_inbox("w1", clock.now(), 20)
    assert row
    queue.postpone(row, at=clock.now() + timedelta(minutes=5), error="INVALID_TOKEN")
    with store.transaction() as tx:
        tx.call("robot_missed", "later", {}, lane="deal:41", due=clock.now() + timedelta(minutes=5))
    assert queue.lease_inbox("w1", clock.now(), 20) is None
    portals.upsert_install(an_address("first"), tokens=tokens(clock), application_token="", at=clock.now())
    again = queue.lease_inbox("w1", clock.now(), 20)
    assert again
    assert (again.key, again.attempt) == ("refused", 1)
    assert queue.lease_inbox("w1", clock.now(), 20) is None


def test_a_lane_is_one_in_both_queues(queue: Queue, store: PortalStore, clock: HandClock) -> None:
    call(store, "a")
    with store.transaction() as tx:
        tx.record(ActMade(1, 1), lane="deal:40")
    row = queue.lease_inbox("w1", clock.now(), 20)
    assert row
    assert queue.lease_outbox("w2", clock.now(), 20) is None
    queue.done(row)
    reaction = queue.lease_outbox("w2", clock.now(), 20)
    assert reaction and reaction.fact() == ActMade(1, 1)


def test_a_row_that_waits_for_its_time_lets_the_next_one_go_and_then_goes_first(
    queue: Queue, store: PortalStore, clock: HandClock
) -> None:
    call(store, "a")
    call(store, "b")
    a = queue.lease_inbox("w1", clock.now(), 20)
    assert a
    queue.retry(a, at=clock.now() + timedelta(seconds=5), error="away")
    b = queue.lease_inbox("w1", clock.now(), 20)
    assert b and b.key == "b"
    queue.retry(b, at=clock.now(), error="away")
    clock.pass_(seconds=5)
    again = queue.lease_inbox("w1", clock.now(), 20)
    assert again and (again.key, again.attempt) == ("a", 2)


def test_a_killed_workers_row_goes_to_another_and_the_dead_one_completes_nothing(
    queue: Queue, store: PortalStore, clock: HandClock
) -> None:
    call(store, "a")
    held = queue.lease_inbox("w1", clock.now(), 20)
    assert held
    clock.pass_(seconds=19)
    queue.extend(held, clock.now(), 20)
    clock.pass_(seconds=19)
    assert queue.lease_inbox("w2", clock.now(), 20) is None
    clock.pass_(seconds=2)
    taken = queue.lease_inbox("w2", clock.now(), 20)
    assert taken and taken.attempt == 2
    for complete in (queue.done, lambda row: queue.failed(row, "x"), lambda row: queue.extend(row, clock.now(), 1)):
        with pytest.raises(LeaseLost):
            complete(held)
    queue.done(taken)
    with pytest.raises(LeaseLost):
        queue.done(taken)


def test_the_same_owner_cannot_complete_an_earlier_attempt(queue: Queue, store: PortalStore, clock: HandClock) -> None:
    call(store, "a")
    first = queue.lease_inbox("w1", clock.now(), 20)
    clock.pass_(seconds=21)
    second = queue.lease_inbox("w1", clock.now(), 20)
    assert first and second
    with pytest.raises(LeaseLost):
        queue.done(first)
    queue.done(second)


def test_what_came_of_a_row_commits_with_it_or_not_at_all(queue: Queue, store: PortalStore, clock: HandClock) -> None:
    call(store, "a")
    lost = queue.lease_inbox("w1", clock.now(), 20)
    clock.pass_(seconds=21)
    row = queue.lease_inbox("w2", clock.now(), 20)
    assert lost and row
    finished = RobotFinished("token", (("number", "А-1"),))
    with pytest.raises(LeaseLost), store.transaction() as tx:
        tx.record(finished, lane="deal:40")
        tx.finish(lost, {"number": "А-1"})
    assert queue.counts()["outbox"] == {}
    with store.transaction() as tx:
        tx.record(finished, lane="deal:40")
        tx.finish(row, {"number": "А-1"})
    assert queue.counts()["inbox"] == {RowState.DONE: 1}
    assert queue.counts()["outbox"] == {RowState.WAITING: 2}


def test_portals_take_turns(
    queue: Queue, store: PortalStore, other_store: PortalStore, portal: PortalRow, clock: HandClock
) -> None:
    for n in range(4):
        call(store, f"a{n}", lane=f"deal:{n}")
    for n in range(2):
        call(other_store, f"b{n}", lane=f"deal:{n}")
    order = []
    while row := queue.lease_inbox("w1", clock.now(), 20):
        order.append(row.key)
        queue.done(row)
    assert order == ["a0", "b0", "a1", "b1", "a2", "a3"]


def test_work_for_a_portal_that_is_lost_waits(
    queue: Queue, store: PortalStore, vault: Tokens, clock: HandClock
) -> None:
    call(store, "a")
    vault.lose(vault.current(), "revoked")
    assert queue.lease_inbox("w1", clock.now(), 20) is None


def test_an_end_is_an_end(queue: Queue, store: PortalStore, portal: PortalRow, clock: HandClock) -> None:
    for end in ("failed", "unknown"):
        with store.transaction() as tx:
            tx.record(ActPrinted(1, len(end)), lane="deal:40")
        row = queue.lease_outbox("w1", clock.now(), 20)
        assert row
        getattr(queue, end)(row, "нельзя")
    counts = queue.counts(portal.id)["outbox"]
    assert counts == {RowState.FAILED: 1, RowState.UNKNOWN: 1, RowState.WAITING: 2}


def test_threads_that_lease_at_once_never_share_a_row_or_a_lane(
    queue: Queue, store: PortalStore, clock: HandClock
) -> None:
    for n in range(12):
        call(store, f"a{n}", lane=f"deal:{n % 3}")
    held: set[str] = set()
    done: list[str] = []
    clashes: list[str] = []
    guard = threading.Lock()

    def work(owner: str) -> None:
        while len(done) < 12:
            row = queue.lease_inbox(owner, clock.now(), 20)
            if row is None:
                continue
            with guard:
                clashes.extend([row.lane] if row.lane in held else [])
                held.add(row.lane)
            with guard:
                held.discard(row.lane)
                done.append(row.key)
            queue.done(row)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clashes == []
    assert sorted(done) == sorted(f"a{n}" for n in range(12))


def test_what_the_web_accepted_is_leased(queue: Queue, database: Database, portal: PortalRow, clock: HandClock) -> None:
    inbox = Inbox(database, on_accept=lambda: None)
    inbox.accept(
        portal.id, key="event:x", kind="robot", code="oncrmdealupdate", payload={"id": 40}, lane="deal:40",
        now=clock.now(),
    )  # fmt: skip
    inbox.close()
    row = queue.lease_inbox("w1", clock.now(), 20)
    assert row and row.payload == {"id": 40} and row.created_at == clock.now()


def test_a_decided_row_is_done_and_only_where_it_was_unknown(
    queue: Queue, store: PortalStore, other_store: PortalStore, clock: HandClock
) -> None:
    fact = ActMade(1, 1)
    for each in (store, other_store):
        with each.transaction() as tx:
            tx.record(fact, lane="deal:40")
    for _ in range(2):
        row = queue.lease_outbox("w1", clock.now(), 20)
        assert row
        queue.unknown(row, "ушло ли, неизвестно")
    with store.transaction() as tx:
        tx.settle(fact, "print_ActMade")
        tx.settle(fact, "tell_ActMade")
    found = queue.counts()["outbox"]
    assert found == {RowState.DONE: 1, RowState.UNKNOWN: 1, RowState.WAITING: 2}


def test_a_decision_overtakes_the_worker_that_has_just_told_of_the_doubt(
    queue: Queue, store: PortalStore, clock: HandClock
) -> None:
    fact = ActMade(1, 1)
    with store.transaction() as tx:
        tx.record(fact, lane="deal:40")
    row = queue.lease_outbox("w1", clock.now(), 20)
    assert row
    with store.transaction() as tx:
        tx.settle(fact, row.reaction)
    with pytest.raises(LeaseLost):
        queue.unknown(row, "ушло ли, неизвестно")
    assert queue.counts()["outbox"][RowState.DONE] == 1
