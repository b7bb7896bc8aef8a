"""The journal in both databases: newest first, page after page, filtered; decisions that a row takes or refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domain.facts import ManagerWarned
from app.domain.journal import Decision, RowName, RowState
from app.errors import DomainError, InboundRefused, NotFound
from app.store.database import Database
from app.store.inbox import Inbox
from app.store.journal import Journal
from app.store.portals import PortalRow
from app.store.queue import Queue
from app.store.store import PortalStore
from tests.store.samples import HandClock, an_act


@pytest.fixture
def journal(database: Database, portal: PortalRow) -> Journal:
    return Journal(database, portal.id)


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


def warn(store: PortalStore, name: str, deal_id: int = 40) -> None:
    with store.transaction() as tx:
        tx.record(ManagerWarned(deal_id, "Сумма больше остатка", name), lane=f"deal:{deal_id}")


def end(queue: Queue, clock: HandClock, how: Callable[..., None]) -> RowName:
    row = queue.lease_outbox("w", clock.now(), 20)
    assert row is not None
    how(row, "нет прав")
    return RowName("outbox", row.id)


def test_the_newest_stands_first_and_pages_follow_each_other(
    journal: Journal, store: PortalStore, clock: HandClock
) -> None:
    for number in range(7):
        clock.pass_(seconds=1)
        warn(store, f"n{number}")
        with store.transaction() as tx:
            tx.call("stage_passed", f"stage:{number}", {"deal_id": 40}, lane="deal:40")
    seen, after = [], ""
    while True:
        page = journal.page(after=after, limit=4)
        seen += page.rows
        if page.next is None:
            break
        after = page.next
    assert len({row.name for row in seen}) == len(seen) == 7 * 3
    assert [row.created_at for row in seen] == sorted((row.created_at for row in seen), reverse=True)


def test_groups_show_their_states_and_are_counted(
    journal: Journal, store: PortalStore, queue: Queue, clock: HandClock
) -> None:
    for number in range(2):
        warn(store, f"n{number}", deal_id=number + 1)
    failed = end(queue, clock, queue.failed)
    unknown = end(queue, clock, queue.unknown)
    assert [row.name for row in journal.page(group="failed", limit=9).rows] == [failed]
    assert [row.name for row in journal.page(group="unknown", limit=9).rows] == [unknown]
    assert journal.page(limit=9).counts == {"failed": 1, "unknown": 1, "waiting": 2}
    assert len(journal.page(group="waiting", limit=9).rows) == 2


def test_events_are_apart(journal: Journal, database: Database, portal: PortalRow, clock: HandClock) -> None:
    inbox = Inbox(database, on_accept=lambda: None)
    for kind in ("event", "robot"):
        inbox.accept(portal.id, key=kind, kind=kind, code="x", payload={}, lane="deal:40", now=clock.now())
    inbox.close()
    assert [row.kind for row in journal.page(limit=9).rows] == ["robot"]
    assert [row.kind for row in journal.page(events=True, limit=9).rows] == ["event"]


def test_a_document_is_found_by_its_words_and_a_deal_by_its_number(
    journal: Journal, store: PortalStore, clock: HandClock
) -> None:
    with store.transaction() as tx:
        tx.acts.add(an_act())
    warn(store, "n1", deal_id=40)
    warn(store, "n2", deal_id=41)
    assert {row.lane for row in journal.page(query="рощ", limit=9).rows} == {"deal:40"}
    assert {row.lane for row in journal.page(query="41", limit=9).rows} == {"deal:41"}
    assert journal.page(query="Нет такого", limit=9).rows == []


@pytest.mark.parametrize("asked", [{"group": "nonsense"}, {"after": "%%%"}, {"after": "WzFd"}])
def test_a_question_that_is_none_is_refused(journal: Journal, asked: dict[str, str]) -> None:
    with pytest.raises(InboundRefused):
        journal.page(limit=9, **asked)  # type: ignore[arg-type]


def test_a_retried_row_begins_its_attempts_anew(
    journal: Journal, store: PortalStore, queue: Queue, clock: HandClock
) -> None:
    warn(store, "n1")
    name = end(queue, clock, queue.failed)
    with store.transaction() as tx:
        tx.decide_row(name, Decision.RETRY)
    row = journal.one(name)
    assert row is not None
    assert (row.state, row.attempt, row.error) == (RowState.WAITING, 0, "")
    again = queue.lease_outbox("w", clock.now(), 20)
    assert again is not None
    assert again.id == name.id


def test_a_cancelled_row_is_not_worked_on(store: PortalStore, queue: Queue, clock: HandClock) -> None:
    warn(store, "n1")
    name = end(queue, clock, queue.failed)
    with store.transaction() as tx:
        tx.decide_row(name, Decision.CANCEL)
    leased = queue.lease_outbox("w", clock.now(), 20)
    assert leased is None or leased.id != name.id


def test_a_row_in_a_workers_hands_takes_no_decision(store: PortalStore, queue: Queue, clock: HandClock) -> None:
    warn(store, "n1")
    row = queue.lease_outbox("w", clock.now(), 20)
    assert row is not None
    with pytest.raises(DomainError), store.transaction() as tx:
        tx.decide_row(RowName("outbox", row.id), Decision.CANCEL)


def test_another_portals_row_is_no_row(
    journal: Journal, store: PortalStore, other_store: PortalStore, queue: Queue, clock: HandClock
) -> None:
    warn(other_store, "n1")
    name = end(queue, clock, queue.failed)
    assert journal.one(name) is None
    assert journal.page(limit=9).rows == []
    for row in (name, RowName("portal", 1)):
        with pytest.raises(NotFound), store.transaction() as tx:
            tx.decide_row(row, Decision.RETRY)
