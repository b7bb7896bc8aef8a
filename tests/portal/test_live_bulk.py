"""The bulk reader on the running sandbox: nothing is lost while others add and delete, and little is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import pytest

from app.domain.mirror import COMPANY, CONTACT, DEAL, REQUISITE, list_kind
from app.portal.batch import Command, raise_first
from app.portal.bulk import BulkReader, PortalBulk
from app.portal.client import PortalClient
from app.portal.sources import source_of
from sandbox.server import SandboxServer
from tests.portal.conftest import Live

ROWS = 20_000


@pytest.fixture(scope="module")
def sandbox_server() -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False) as server:
        yield server


@pytest.fixture
def deals(live: Live, portal: PortalClient) -> None:
    """Deals with gaps between their numbers."""
    if (portal.call_full("crm.item.list", {"entityTypeId": 2}).total or 0) < ROWS - 2000:
        filled = live.control("crm/fill", kind=2, count=ROWS)
        delete(portal, Random(5).sample(range(filled["first"], filled["last"] + 1), 300))


def delete(portal: PortalClient, ids: list[int]) -> None:
    raise_first(portal.batch([Command("crm.item.delete", {"entityTypeId": 2, "id": at}) for at in ids]))


def all_ids(portal: PortalClient, kind: str) -> list[int]:
    source = source_of(kind)
    found: list[int] = []
    while True:
        command = source.page(found[-1] if found else 0, None, only_ids=True)
        page = portal.read_batch({"a": command}).result["result"]["a"]
        rows = page[source.wrap] if source.wrap else page
        found += [int(row[source.id_key]) for row in rows]
        if len(rows) < 50:
            return found


@pytest.mark.usefixtures("deals")
def test_all_deals_are_read_in_few_requests(live: Live, portal: PortalClient) -> None:
    asked = len(live.log.notes)
    reader = BulkReader(portal, source_of(DEAL))
    found = [row["id"] for portion in reader.read(reader.probe()) for row in portion.rows]
    requests = len(live.log.notes) - asked
    assert len(found) == len(set(found))
    assert sorted(found) == all_ids(portal, DEAL)
    assert requests <= 13
    assert "total" not in live.log.text


@pytest.mark.usefixtures("deals")
def test_what_lives_through_the_reading_is_read(portal: PortalClient) -> None:
    before, over = set(all_ids(portal, DEAL)), threading.Event()

    def disturb() -> None:
        random = Random(9)
        doomed = random.sample(sorted(before), 1500)
        while not over.is_set() and doomed:
            delete(portal, [doomed.pop() for _ in range(10)])
            portal.call("crm.item.add", {"entityTypeId": 2, "fields": {"title": "Новая"}})

    thread = threading.Thread(target=disturb)
    thread.start()
    reader = BulkReader(portal, source_of(DEAL), at_once=3)
    found = [row["id"] for portion in reader.read(reader.probe()) for row in portion.rows]
    over.set()
    thread.join()
    lived = before & set(all_ids(portal, DEAL))
    assert len(lived) < len(before)
    assert lived - set(found) == set()
    assert len(found) == len(set(found))


@pytest.mark.parametrize("kind", [COMPANY, CONTACT, REQUISITE])
def test_other_kinds_are_read_as_they_are(portal: PortalClient, kind: str) -> None:
    bulk = PortalBulk(portal)
    found = [item for portion in bulk.read(kind, bulk.probe(kind)) for item in portion.objects]
    assert found
    assert sorted(item.id for item in found) == all_ids(portal, kind)


def test_elements_of_a_list_are_read(portal: PortalClient) -> None:
    whose = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "papers"}
    iblock = portal.call("lists.add", {**whose, "FIELDS": {"NAME": "Бумаги"}})
    made = [
        portal.call("lists.element.add", {**whose, "ELEMENT_CODE": f"e{n}", "FIELDS": {"NAME": f"Бумага {n}"}})
        for n in range(60)
    ]
    bulk, kind = PortalBulk(portal), list_kind(int(iblock))
    found = [item for portion in bulk.read(kind, bulk.probe(kind)) for item in portion.objects]
    assert sorted(item.id for item in found) == [int(made_id) for made_id in made]


@pytest.mark.parametrize("culture", ["ru", "en"])
def test_changed_elements_of_a_list_are_told_by_their_time_of_change(
    live: Live, portal: PortalClient, culture: str
) -> None:
    live.control("lists/culture", culture=culture)
    whose = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": f"polled_{culture}"}
    kind = list_kind(int(portal.call("lists.add", {**whose, "FIELDS": {"NAME": "Опрос"}})))
    portal.call("lists.field.add", {**whose, "FIELDS": {"NAME": "Дата изменения", "TYPE": "TIMESTAMP_X"}})
    asked = ({**whose, "ELEMENT_CODE": code, "FIELDS": {"NAME": code}} for code in "ab")
    first, second = (int(portal.call("lists.element.add", params)) for params in asked)
    live.control("clock", advance=3600)
    portal.call("lists.element.update", {**whose, "ELEMENT_ID": second, "FIELDS": {"NAME": "изменён"}})
    zone = ZoneInfo("Europe/Moscow")
    bulk = PortalBulk(portal, zone)
    stamps = dict(bulk.stamps(kind))
    live.control("lists/culture", culture="ru")
    before, after = stamps[first], stamps[second]
    assert before is not None and after is not None
    assert timedelta(minutes=59) < after - before < timedelta(minutes=61)
    assert abs(datetime.fromisoformat(live.control("state")["now"]) - after) < timedelta(minutes=1)
    since = {kind: after - timedelta(minutes=12)}
    assert [one for one, _ in bulk.changed(since).stamps[kind]] == [second]


@pytest.mark.usefixtures("deals")
def test_a_reading_that_was_stopped_tells_what_is_left(portal: PortalClient) -> None:
    reader = BulkReader(portal, source_of(DEAL), at_once=2)
    seen: list[int] = []
    left = tuple(reader.probe())
    for portion in reader.read(left, stop=partial(bool, seen)):
        seen += [row["id"] for row in portion.rows]
        left = portion.left
    assert 0 < len(seen) < len(all_ids(portal, DEAL))
    again = BulkReader(portal, source_of(DEAL))
    seen += [row["id"] for portion in again.read(left) for row in portion.rows]
    assert sorted(seen) == all_ids(portal, DEAL)


@pytest.mark.parametrize("count", [50, 51, 130])
def test_more_than_a_page_of_changes_is_told_whole(live: Live, portal: PortalClient, count: int) -> None:
    live.control("clock", advance=24 * 3600)
    since = datetime.fromisoformat(live.control("state")["now"]) - timedelta(minutes=12)
    named = [Command("crm.item.add", {"entityTypeId": 3, "fields": {"name": f"Клиент {at}"}}) for at in range(count)]
    added = [answer["item"]["id"] for answer in raise_first(portal.batch(named))]
    bulk = PortalBulk(portal, ZoneInfo("Europe/Moscow"))
    assert [one for one, _ in bulk.changed({CONTACT: since}).stamps[CONTACT]] == added
