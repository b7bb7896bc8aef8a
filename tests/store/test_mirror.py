"""The mirror: newer over older and never the other way, a sum that does not depend on the order, small transactions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.mirror import DEAL, MirrorSum, RawObject, Reading, ReadingState, Window, item_kind
from app.store.bulk import MOST_ROWS, BulkWriter
from app.store.database import Database
from app.store.portals import PortalRow
from app.store.store import PortalStore
from tests.store.samples import NOON, HandClock

LATER = NOON + timedelta(minutes=1)


def a_deal(deal_id: int, minutes: int = 0, **fields: Any) -> RawObject:
    return RawObject(deal_id, NOON + timedelta(minutes=minutes), {"id": deal_id, "title": "Поставка", **fields})


def put(store: PortalStore, *objects: RawObject, read_at: Any = NOON, kind: str = DEAL) -> int:
    with store.transaction() as tx:
        return tx.mirror.put(kind, objects, read_at=read_at)


def title(store: PortalStore, deal_id: int) -> Any:
    with store.reading() as tx:
        found = tx.mirror.get(DEAL, deal_id)
        return found and found.body["title"]


def test_an_older_reading_never_replaces_a_newer_one(store: PortalStore) -> None:
    assert put(store, a_deal(1, 5, title="новое")) == 1
    assert put(store, a_deal(1, 4, title="старое"), read_at=LATER) == 0
    assert title(store, 1) == "новое"
    assert put(store, a_deal(1, 6, title="новейшее")) == 1
    assert title(store, 1) == "новейшее"


def test_of_one_second_the_later_request_wins_and_what_is_equal_is_no_write(store: PortalStore) -> None:
    assert put(store, a_deal(1)) == 1
    assert put(store, a_deal(1), read_at=LATER) == 0
    assert put(store, a_deal(1, title="иначе"), read_at=NOON - timedelta(seconds=1)) == 0
    assert put(store, a_deal(1, title="иначе"), read_at=LATER) == 1
    assert title(store, 1) == "иначе"


def test_objects_without_a_time_go_by_when_they_were_read(store: PortalStore) -> None:
    assert put(store, RawObject(1, None, {"title": "а"})) == 1
    assert put(store, RawObject(1, None, {"title": "б"}), read_at=LATER) == 1
    assert put(store, RawObject(1, None, {"title": "а"}), read_at=NOON) == 0
    assert title(store, 1) == "б"


def test_the_sum_does_not_depend_on_the_order_and_tells_of_any_change(
    store: PortalStore, other_store: PortalStore
) -> None:
    deals = [a_deal(deal_id) for deal_id in range(1, 200)]
    put(store, *deals)
    for deal in reversed(deals):
        put(other_store, deal)
    with store.reading() as tx, other_store.reading() as other:
        assert tx.mirror.sum(DEAL) == other.mirror.sum(DEAL)
        assert tx.mirror.sum(DEAL).count == 199
        before = tx.mirror.sum(DEAL).checksum
    put(store, a_deal(7, 1, title="иначе"))
    with store.reading() as tx:
        assert tx.mirror.sum(DEAL).checksum != before
        assert tx.mirror.sum(item_kind(31)) == MirrorSum(0, 0, None)


def test_ids_are_listed_by_pages_and_forgotten(store: PortalStore) -> None:
    put(store, *(a_deal(deal_id) for deal_id in (5, 3, 9)))
    put(store, a_deal(4), kind=item_kind(31))
    with store.transaction() as tx:
        assert [stamp[0] for stamp in tx.mirror.stamps(DEAL, limit=2)] == [3, 5]
        assert tx.mirror.stamps(DEAL, after=5) == [(9, NOON)]
        assert tx.mirror.forget(DEAL, [3, 4, 9]) == 2
        assert [stamp[0] for stamp in tx.mirror.stamps(DEAL)] == [5]
        assert tx.mirror.kinds() == [DEAL, item_kind(31)]


@pytest.mark.parametrize("text", ["a\0b", "\ud83d", "\\u0000"])
def test_a_text_that_no_database_takes_does_not_stop_the_reading(store: PortalStore, text: str) -> None:
    assert put(store, a_deal(1, title=text, number=10**30)) == 1
    assert put(store, a_deal(1, title=text, number=10**30), read_at=LATER) == 0
    assert title(store, 1) == text.replace("\0", "").encode(errors="replace").decode()


def test_bulk_is_cut_into_small_transactions_with_pauses(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    pauses: list[float] = []
    writer = BulkWriter(database, portal.id, clock, sleep=pauses.append)
    deals = [a_deal(deal_id) for deal_id in range(1, 2502)]
    assert writer.put(DEAL, deals, read_at=NOON) == 2501
    assert writer.put(DEAL, deals, read_at=LATER) == 0
    assert len(pauses) >= 2 * 2501 // MOST_ROWS
    with store.reading() as tx:
        assert tx.mirror.sum(DEAL).count == 2501


def test_how_far_a_reading_has_come_is_kept(store: PortalStore, other_store: PortalStore) -> None:
    begun = Reading(DEAL, ReadingState.READING, NOON, rows=50, left=(Window(50, 200, 100), Window(300, 350, 50)))
    with store.transaction() as tx:
        tx.mirror.save_reading(begun)
    with store.reading() as tx, other_store.reading() as other:
        assert tx.mirror.reading(DEAL) == begun
        assert other.mirror.readings() == []
    assert begun.share == 0.25
    with store.transaction() as tx:
        tx.mirror.save_reading(Reading(DEAL, ReadingState.DONE, NOON, LATER, 200))
        assert tx.mirror.readings() == [Reading(DEAL, ReadingState.DONE, NOON, LATER, 200)]
