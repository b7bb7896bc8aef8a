"""Deals on the running sandbox: read, history, contacts, product rows, moves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from app.domain.mirror import COMPANY as COMPANY_KIND
from app.domain.mirror import DEAL as KIND
from app.errors import HostError, ObjectGone, RateLimited
from app.portal.client import PortalClient
from app.portal.deals import PortalDeals
from app.portal.items import COMPANY, CONTACT, DEAL, Items, item_id
from sandbox.faults import Fault, FaultKind
from tests.portal.conftest import Live


@pytest.fixture
def deals(portal: PortalClient) -> PortalDeals:
    return PortalDeals(portal)


@pytest.fixture
def deal_id(portal: PortalClient) -> int:
    items = Items(portal)
    contact = items.add(
        CONTACT,
        {
            "name": "Ольга",
            "lastName": "Сидорова",
            "fm": [{"typeId": "EMAIL", "valueType": "WORK", "value": "o@client.ru"}],
        },
    )
    fields = {"title": "Ремонт", "opportunity": 1500.5, "contactIds": [item_id(contact)], "assignedById": 1}
    return item_id(items.add(DEAL, fields))


def test_reads_a_deal(deals: PortalDeals, deal_id: int) -> None:
    deal = deals.get(deal_id)
    assert (deal.title, deal.amount, deal.responsible_id) == ("Ремонт", Decimal("1500.50"), 1)
    assert not deal.is_closed
    assert deal.updated_at is not None
    assert deals.link(deal_id).endswith(f"/crm/deal/details/{deal_id}/")


def test_a_deal_that_is_not_there_is_gone(deals: PortalDeals) -> None:
    with pytest.raises(ObjectGone):
        deals.get(10**6)


def test_reads_many_and_leaves_out_the_absent(deals: PortalDeals, deal_id: int) -> None:
    def read(wanted: Sequence[int]) -> list[int]:
        return [deals.typed(one).id for one in deals.news(0, {KIND: wanted}).objects[KIND]]

    assert read([10**6, deal_id, deal_id]) == [deal_id]
    assert read([]) == []
    wanted = [*range(10**6, 10**6 + 120), deal_id]
    assert read(wanted) == [deal_id]


def test_what_one_command_of_the_news_is_refused_for_keeps_the_others_answers(
    deals: PortalDeals, portal: PortalClient, live: Live, deal_id: int
) -> None:
    entry = deals.last_entry_id()
    company = item_id(Items(portal).add(COMPANY, {"title": "Ромашка"}))
    wanted = {KIND: [deal_id], COMPANY_KIND: [company]}
    live.server.portal.faults.add(Fault("crm.item.list", FaultKind.ERROR, status=500, code="INTERNAL_SERVER_ERROR"))
    news = deals.news(entry - 1, wanted)
    assert [one.id for one in news.entries] == [entry]
    assert {kind: len(found) for kind, found in news.objects.items()} == {KIND: 0, COMPANY_KIND: 1}
    [missed] = news.unread
    assert (missed.kind, missed.ids, missed.error.code) == (KIND, frozenset([deal_id]), "INTERNAL_SERVER_ERROR")
    assert news.cut is None
    live.server.portal.faults.add(Fault("crm.stagehistory.list", FaultKind.ERROR))
    news = deals.news(entry - 1, wanted)
    assert (news.entries, type(news.cut)) == ([], RateLimited)
    assert {kind: len(found) for kind, found in news.objects.items()} == {KIND: 1, COMPANY_KIND: 1}


def test_contacts_come_with_their_addresses(deals: PortalDeals, deal_id: int) -> None:
    (contact,) = deals.contacts(deal_id)
    assert (contact.name, contact.salutation) == ("Ольга Сидорова", "Ольга")
    assert contact.emails == ("o@client.ru",)


def test_moves_leave_entries_in_the_history(deals: PortalDeals, deal_id: int) -> None:
    before = deals.entries(deal_id)
    deals.move(deal_id, "PREPARATION")
    deals.move(deal_id, "WON")
    assert [entry.stage_id for entry in deals.entries(deal_id)] == ["NEW", "PREPARATION", "WON"]
    assert deals.get(deal_id).is_closed
    assert deals.last_entry_id() == deals.entries(deal_id)[-1].id
    later = [entry for entry in deals.news(before[-1].id, {}).entries if entry.deal_id == deal_id]
    assert [entry.stage_id for entry in later] == ["PREPARATION", "WON"]


def test_a_move_to_nowhere_is_refused_in_the_portals_words(deals: PortalDeals, deal_id: int) -> None:
    with pytest.raises(HostError):
        deals.move(deal_id, "C99:NOWHERE")


def test_product_rows_are_lines(deals: PortalDeals, portal: PortalClient, deal_id: int) -> None:
    assert deals.lines(deal_id) == ()
    rows = [{"productName": "Монтаж", "price": 500.25, "quantity": 2, "measureCode": 796}]
    portal.call("crm.item.productrow.set", {"ownerType": "D", "ownerId": deal_id, "productRows": rows})
    (line,) = deals.lines(deal_id)
    assert (line.name, line.quantity, line.price, line.amount) == (
        "Монтаж",
        Decimal(2),
        Decimal("500.25"),
        Decimal("1000.50"),
    )
    assert line.unit == "шт"


def test_product_rows_come_all_and_in_the_persons_order(deals: PortalDeals, portal: PortalClient, deal_id: int) -> None:
    rows = [{"productName": f"Работа {n}", "price": 1, "quantity": 1, "sort": 1000 - n} for n in range(60)]
    portal.call("crm.item.productrow.set", {"ownerType": "D", "ownerId": deal_id, "productRows": rows})
    assert [line.name for line in deals.lines(deal_id)] == [f"Работа {n}" for n in reversed(range(60))]
