"""Companies and requisites on the running sandbox."""

from __future__ import annotations

import pytest

from app.domain.forms import Party
from app.portal.client import PortalClient
from app.portal.counterparties import FRESH, Known, PortalCounterparties
from app.portal.items import COMPANY, Items, item_id
from tests.portal.conftest import Live


@pytest.fixture
def counterparties(portal: PortalClient) -> PortalCounterparties:
    return PortalCounterparties(portal)


def company(portal: PortalClient, title: str) -> int:
    return item_id(Items(portal).add(COMPANY, {"title": title}))


def requisites(portal: PortalClient, company_id: int) -> int:
    fields = {
        "ENTITY_TYPE_ID": COMPANY, "ENTITY_ID": company_id, "PRESET_ID": 1, "NAME": "Основные",
        "RQ_COMPANY_NAME": "ООО «Ромашка»", "RQ_INN": "7707083893", "RQ_KPP": "770701001",
        "RQ_DIRECTOR": "Петров П. П.",
    }  # fmt: skip
    found: int = portal.call("crm.requisite.add", {"fields": fields})
    bank = {
        "ENTITY_ID": found, "NAME": "Счёт", "RQ_BANK_NAME": "АО «Банк»", "RQ_BIK": "044525225",
        "RQ_ACC_NUM": "40702810900000012345", "RQ_COR_ACC_NUM": "30101810400000000225",
    }  # fmt: skip
    portal.call("crm.requisite.bankdetail.add", {"fields": bank})
    for type_id, street in ((1, "ул. Складская, 5"), (6, "ул. Ленина, 1")):
        address = {"TYPE_ID": type_id, "ENTITY_TYPE_ID": 8, "ENTITY_ID": found, "CITY": "Москва", "ADDRESS_1": street}
        portal.call("crm.address.add", {"fields": address})
    return found


def test_requisites_make_a_party(counterparties: PortalCounterparties, portal: PortalClient) -> None:
    company_id = company(portal, "Ромашка (клиент)")
    requisites(portal, company_id)
    assert counterparties.party(company_id, fallback="?") == Party(
        name="ООО «Ромашка»", inn="7707083893", kpp="770701001", address="Москва, ул. Ленина, 1",
        bank="АО «Банк»", bik="044525225", account="40702810900000012345",
        corr_account="30101810400000000225", director="Петров П. П.",
    )  # fmt: skip


def test_without_requisites_the_name_remains(counterparties: PortalCounterparties, portal: PortalClient) -> None:
    company_id = company(portal, "Без реквизитов")
    assert counterparties.party(company_id, fallback="?") == Party(name="Без реквизитов")
    assert counterparties.party(None, fallback="Иванов") == Party(name="Иванов")


def test_the_oldest_of_namesakes_keeps_the_bare_name(
    counterparties: PortalCounterparties, portal: PortalClient
) -> None:
    first = company(portal, "Тёзка")
    assert not counterparties.namesakes(first)
    second = company(portal, "Тёзка")
    assert counterparties.namesakes(second)
    assert not counterparties.namesakes(first)


def test_the_portals_own_company_is_the_default(counterparties: PortalCounterparties) -> None:
    own = counterparties.own(None)
    assert own.name
    assert own.inn


def test_an_act_and_its_invoice_are_made_from_one_look(live: Live, portal: PortalClient) -> None:
    company_id = company(portal, "Смотрим один раз")
    known: Known = {}
    first = PortalCounterparties(portal, known).party(company_id, fallback="?")
    asked = len(live.log.notes)
    assert PortalCounterparties(portal, known).party(company_id, fallback="?") == first
    assert len(live.log.notes) == asked
    requisites(portal, company_id)
    live.time.at += FRESH
    assert PortalCounterparties(portal, known).party(company_id, fallback="?").inn == "7707083893"
