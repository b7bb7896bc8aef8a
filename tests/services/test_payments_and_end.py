"""Payments are recorded once each; the deal moves for them only along the table, and ends when nothing is owed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.domain.calls import HostEvent
from app.domain.deal import Role
from app.domain.invoice import InvoiceState
from app.services import acts, marking, mirror, payments, stages
from tests.fakes.host import NOON
from tests.fakes.office import MANAGER, STAGES, Office, office, robot_call
from tests.services.test_copies import offer
from tests.services.test_making_acts import make


def sent(given: Office) -> Office:
    make(given)
    given.drain()
    listen(given)
    return given


def listen(given: Office) -> None:
    """The sweep reads the stage history and the marked deals; what follows runs."""
    mirror.refresh(given.ctx)
    given.drain()


def stage(given: Office) -> str:
    return given.deals.rows[1].stage_id


def test_a_partial_payment_moves_nothing_and_the_rest_moves_the_deal() -> None:
    given = sent(office())
    payments.pay(given.ctx, 1, key="click-1", amount=Decimal("400"), by=MANAGER)
    payments.pay(given.ctx, 1, key="click-1", amount=Decimal("400"), by=MANAGER)
    given.drain()
    assert stage(given) == STAGES[Role.DOCUMENTS_SENT]
    assert given.invoices.shown[1] == (Decimal("400"), False)
    payments.pay(given.ctx, 1, key="click-2", by=MANAGER)
    given.drain()
    assert stage(given) == STAGES[Role.INVOICE_PAID]
    assert given.invoices.shown[1] == (Decimal("1000.00"), True)


def test_our_own_move_to_paid_records_nothing() -> None:
    given = sent(office())
    payments.pay(given.ctx, 1, key="click", by=MANAGER)
    given.drain()
    listen(given)
    assert [payment.key for payment in given.store.state.invoices[1].payments] == ["click"]


def test_a_person_moving_the_deal_to_paid_pays_the_remainder() -> None:
    given = sent(office())
    payments.pay(given.ctx, 1, key="click", amount=Decimal("400"), by=MANAGER)
    given.drain()
    given.deals.move(1, STAGES[Role.INVOICE_PAID])
    listen(given)
    listen(given)
    assert [payment.amount for payment in given.store.state.invoices[1].payments] == [Decimal("400"), Decimal("600.00")]


def test_a_prepayment_is_only_recorded() -> None:
    given = office()
    make(given)
    given.deals.move(1, "C1:WORK")
    given.drain()
    payments.pay(given.ctx, 1, key="click", by=MANAGER)
    given.drain()
    assert stage(given) == "C1:WORK"
    assert given.store.state.invoices[1].state is InvoiceState.PAID


def test_an_invoice_paid_natively_is_paid_once_here() -> None:
    given = sent(office())
    given.invoices.rows[1] = replace(given.invoices.rows[1], is_paid=True)
    for _ in range(2):
        marking.mark(given.ctx, HostEvent("oncrmdynamicitemupdate", "invoice", 31, 1, NOON))
        listen(given)
    assert [payment.key for payment in given.store.state.invoices[1].payments] == ["native:1"]
    assert stage(given) == STAGES[Role.INVOICE_PAID]


def test_the_robot_pays_part_and_says_how_far() -> None:
    given = sent(office())
    call = robot_call(token="p1")
    assert payments.pay_by_robot(given.ctx, call, Decimal("10")) == ""
    assert payments.pay_by_robot(given.ctx, call, Decimal("10")) == ""
    given.drain()
    assert given.robots.answers["p1"] == {"settlement": "счета оплачены частично"}
    assert given.store.state.invoices[1].paid == Decimal("10")


def test_the_robot_is_answered_before_the_stage_it_stands_on_is_left() -> None:
    given = sent(office())
    assert payments.pay_by_robot(given.ctx, robot_call(token="p1"), None) == ""
    given.drain()
    rows = [name for name, _ in given.store.state.outbox.values()]
    assert rows.index("answers.answer_paying_robot") < rows.index("payments.show_in_portal")
    assert rows.index("answers.answer_paying_robot") < rows.index("deals.move_paid")
    assert payments.pay_by_robot(given.ctx, robot_call(token="p2"), None) == "счета оплачены полностью"


def test_signed_and_paid_closes_the_deal_and_tells_the_manager() -> None:
    given = sent(office())
    offer(given, given.copy_of(1))
    given.drain()
    assert stage(given) == STAGES[Role.DOCUMENTS_SENT]
    payments.pay(given.ctx, 1, key="click", by=MANAGER)
    given.drain()
    assert stage(given) == STAGES[Role.WON]
    assert "PERVICHKA|WON|1" in given.notices.bell


def test_a_part_signed_waits_unless_the_act_is_the_last_one() -> None:
    given = office()
    make(given, "t1", "400")
    given.drain()
    offer(given, given.copy_of(1))
    payments.pay(given.ctx, 1, key="click", by=MANAGER)
    given.drain()
    assert stage(given) == STAGES[Role.INVOICE_PAID]
    last = office()
    acts.make_by_robot(last.ctx, robot_call(), amount=Decimal("400"), title="", is_last=True)
    last.drain()
    offer(last, last.copy_of(1))
    payments.pay(last.ctx, 1, key="click", by=MANAGER)
    last.drain()
    assert stage(last) == STAGES[Role.WON]


def test_a_refused_move_is_told_in_the_hosts_words_and_tried_again_when_the_deal_changes() -> None:
    given = sent(office())
    offer(given, given.copy_of(1))
    given.deals.refusals[STAGES[Role.WON]] = "Заполните поле «Причина»"
    payments.pay(given.ctx, 1, key="click", by=MANAGER)
    given.drain()
    listen(given)
    assert stage(given) == STAGES[Role.INVOICE_PAID]
    refused = [text for tag, (_, text) in given.notices.bell.items() if "|MOVE|" in tag]
    assert len(refused) == 1
    assert "Заполните поле «Причина»" in refused[0]
    given.deals.refusals.clear()
    given.deals.rows[1] = replace(given.deals.rows[1], title="Внедрение склада, исправлено")
    marking.mark(given.ctx, HostEvent("oncrmdealupdate", "deal", 2, 1, NOON))
    listen(given)
    assert stage(given) == STAGES[Role.WON]


def test_listening_begins_at_the_installation() -> None:
    given = office()
    stages.begin(given.ctx)
    listen(given)
    assert given.store.state.calls == {}
