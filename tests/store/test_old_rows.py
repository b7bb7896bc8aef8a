"""Old rows: what is done and long past goes, what waits for a person stays."""

from __future__ import annotations

import pytest

from app.domain.facts import ManagerWarned
from app.store.database import Database
from app.store.inbox import Inbox
from app.store.old_rows import EVENTS_KEPT, KEPT, OldRows
from app.store.portals import PortalRow
from app.store.queue import Queue
from app.store.store import PortalStore
from tests.store.samples import HandClock


@pytest.fixture
def queue(database: Database, portal: PortalRow, store: PortalStore, clock: HandClock) -> Queue:
    """An event, a robot's call and two effects; the second effect has failed, the others are done."""
    made, inbox = Queue(database), Inbox(database, on_accept=lambda: None)
    for kind in ("event", "robot"):
        inbox.accept(portal.id, key=kind, kind=kind, code="x", payload={}, lane=kind, now=clock.now())
    inbox.close()
    with store.events(10) as taken:
        assert [row.kind for row in taken.rows] == ["event"]
    call = made.lease_inbox("w", clock.now(), 20)
    assert call is not None
    made.done(call)
    with store.transaction() as tx:
        tx.record(ManagerWarned(40, "Сумма", "n1"), lane="deal:40")
    for end in (made.done, lambda row: made.failed(row, "нет прав")):
        effect = made.lease_outbox("w", clock.now(), 20)
        assert effect is not None
        end(effect)
    return made


def left(queue: Queue, portal: PortalRow) -> int:
    return sum(sum(states.values()) for states in queue.counts(portal.id).values())


def test_events_go_soon_calls_and_effects_later_and_what_failed_never(
    database: Database, portal: PortalRow, queue: Queue, clock: HandClock
) -> None:
    rows = OldRows(database, portal.id)
    assert rows.prune(clock.now()) == 0
    clock.pass_(seconds=EVENTS_KEPT.total_seconds() + 1)
    assert rows.prune(clock.now()) == 1
    clock.pass_(seconds=KEPT.total_seconds())
    assert rows.prune(clock.now()) == 2
    assert left(queue, portal) == 1


def test_other_portals_rows_stay(
    database: Database, portal: PortalRow, other_portal: PortalRow, queue: Queue, clock: HandClock
) -> None:
    clock.pass_(days=365)
    assert OldRows(database, other_portal.id).prune(clock.now()) == 0
    assert left(queue, portal) == 4


def test_what_was_done_long_ago_is_not_done_again(
    database: Database, portal: PortalRow, store: PortalStore, queue: Queue, clock: HandClock
) -> None:
    clock.pass_(days=365)
    OldRows(database, portal.id).prune(clock.now())
    with store.transaction() as tx:
        tx.record(ManagerWarned(40, "Сумма", "n1"), lane="deal:40")
    assert left(queue, portal) == 1
