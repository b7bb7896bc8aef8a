"""Smart invoices on the running sandbox: made once, shown as paid."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest

from app.domain.deal import Deal
from app.portal.client import PortalClient
from app.portal.deals import PortalDeals
from app.portal.invoices import PortalInvoices
from app.portal.items import COMPANY, DEAL, INVOICE, Items, item_id
from app.portal.stages import Stages
from app.portal.structure import FieldSpec, Structure

PAID_FIELD = "UF_CRM_SMART_INVOICE_PAID"


@pytest.fixture
def deal(portal: PortalClient) -> Deal:
    items = Items(portal)
    company = item_id(items.add(COMPANY, {"title": "Клиент"}))
    made = items.add(DEAL, {"title": "Поставка", "opportunity": 900, "companyId": company, "assignedById": 1})
    return PortalDeals(portal).get(item_id(made))


@pytest.fixture
def invoices(portal: PortalClient) -> PortalInvoices:
    structure = Structure(portal)
    if PAID_FIELD not in [field.name for field in structure.fields("CRM_SMART_INVOICE")]:
        structure.add_field("CRM_SMART_INVOICE", FieldSpec(PAID_FIELD, "double", {"ru": "Оплачено"}))
    return PortalInvoices(portal, Stages(portal), paid_field=PAID_FIELD)


def test_one_key_makes_one_invoice(invoices: PortalInvoices, deal: Deal) -> None:
    key = f"pervichka:{uuid.uuid4().hex}"
    first = invoices.ensure(key, deal, title="Счёт за поставку", amount=Decimal("900.50"))
    again = invoices.ensure(key, deal, title="Счёт за поставку", amount=Decimal("900.50"))
    assert first == again
    assert (first.amount, first.deal_id, first.company_id) == (Decimal("900.50"), deal.id, deal.company_id)
    assert first.number
    assert not first.is_paid
    assert [invoice.id for invoice in invoices.of_deal(deal.id)] == [first.id]


def test_a_part_is_written_and_the_whole_moves_the_stage(
    invoices: PortalInvoices, deal: Deal, portal: PortalClient
) -> None:
    made = invoices.ensure(uuid.uuid4().hex, deal, title="Счёт", amount=Decimal(900))
    invoices.show_paid(made.id, paid=Decimal("300.00"), is_full=False)
    assert not invoices.of_deal(deal.id)[0].is_paid
    invoices.show_paid(made.id, paid=Decimal("900.00"), is_full=True)
    assert invoices.of_deal(deal.id)[0].is_paid
    assert Decimal(str(Items(portal).get(INVOICE, made.id)[PAID_FIELD])) == 900


def test_what_is_shown_already_is_not_written(invoices: PortalInvoices, deal: Deal, portal: PortalClient) -> None:
    made = invoices.ensure(uuid.uuid4().hex, deal, title="Счёт", amount=Decimal(900))
    invoices.show_paid(made.id, paid=Decimal("300.00"), is_full=False)
    before = Items(portal).get(INVOICE, made.id)["updatedTime"]
    invoices.show_paid(made.id, paid=Decimal("300.00"), is_full=False)
    assert Items(portal).get(INVOICE, made.id)["updatedTime"] == before
