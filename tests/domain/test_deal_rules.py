"""When a deal may move, when it is done, and which stage entry an act belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.act import LIFECYCLE, Act, ActAction, ActState
from app.domain.deal import MOVES, ActsBy, Deal, Funnel, Move, Role, StageEntry, is_done, left_to_act, unclaimed_entry
from app.domain.invoice import Invoice, InvoiceState, Payment, Settlement
from app.errors import DomainError, IllegalTransition

DAY = date(2026, 11, 20)
STAGES = {Role.REPORT_SENT: "R", Role.DOCUMENTS_SENT: "D", Role.INVOICE_PAID: "P", Role.WON: "W"}
DEAL = Deal(1, "Сделка", "D", 0, Decimal("1000.00"), 7)


def act(amount: str, state: ActState = ActState.SIGNED, *, is_last: bool = False) -> Act:
    return Act(1, "А-1", DAY, 1, "Работы", Decimal(amount), "entry:1", state=state, is_last=is_last)


def invoice(amount: str, paid: str = "0") -> Invoice:
    payments = (Payment("k", Decimal(paid), DAY),) if Decimal(paid) else ()
    return Invoice(1, "7", DAY, 1, Decimal(amount), 31, payments=payments)


def test_no_move_leads_backwards_or_out_of_a_closed_stage() -> None:
    order = list(Role)
    assert all(order.index(after) > order.index(before) for (before, _), after in MOVES.items())
    assert all(before is not Role.WON for before, _ in MOVES)


def test_a_funnel_without_the_role_moves_nowhere() -> None:
    funnel = Funnel(0, ActsBy.ROBOT, {**STAGES, Role.INVOICE_PAID: ""})
    assert funnel.target("D", Move.PAID) is None
    assert funnel.target("R", Move.PAID) is None
    assert Funnel(0, ActsBy.ROBOT, STAGES).target("D", Move.PAID) == "P"


def test_a_deal_is_done_when_everything_is_signed_and_paid() -> None:
    assert is_done(DEAL, [act("1000")], [invoice("1000", "1000")])
    assert not is_done(DEAL, [act("1000")], [invoice("1000", "999.99")])
    assert not is_done(DEAL, [act("1000", ActState.SENT)], [invoice("1000", "1000")])
    assert not is_done(DEAL, [act("400")], [invoice("400", "400")])
    assert is_done(DEAL, [act("400", is_last=True)], [invoice("400", "400")])
    assert is_done(DEAL, [act("1000"), act("5", ActState.VOID)], [invoice("1000", "1000")])
    assert not is_done(DEAL, [], [])


@given(st.lists(st.decimals(0, 10**6, places=2), max_size=8), st.decimals(0, 10**6, places=2))
def test_what_is_left_never_is_negative_and_adds_up(amounts: list[Decimal], total: Decimal) -> None:
    acts = [act(str(amount)) for amount in amounts]
    left = left_to_act(replace(DEAL, amount=total), acts)
    assert left >= 0
    assert left == max(total - sum(amounts, Decimal(0)), Decimal(0))


@given(st.lists(st.decimals("0.01", 10**5, places=2), min_size=1, max_size=6))
def test_payments_are_conserved_and_never_exceed_the_invoice(parts: list[Decimal]) -> None:
    total = sum(parts, Decimal(0))
    bill = invoice(str(total))
    for number, part in enumerate(parts):
        bill, _ = bill.pay(Payment(f"k{number}", part, DAY))
    assert (bill.paid, bill.rest, bill.state) == (total, Decimal(0), InvoiceState.PAID)
    assert Settlement.of([bill]).is_full
    with pytest.raises(DomainError, match="больше остатка"):
        bill.pay(Payment("more", Decimal("0.01"), DAY))


@given(st.sampled_from(list(ActState)), st.sampled_from(list(ActAction)))
def test_the_lifecycle_allows_exactly_what_its_buttons_show(state: ActState, action: ActAction) -> None:
    if action in LIFECYCLE.actions(state):
        assert LIFECYCLE.next(state, action) in ActState
    else:
        with pytest.raises(IllegalTransition):
            LIFECYCLE.next(state, action)


def test_signed_acts_are_never_voided_and_void_ones_only_issued_anew() -> None:
    assert ActAction.VOID not in LIFECYCLE.actions(ActState.SIGNED)
    assert LIFECYCLE.actions(ActState.VOID) == [ActAction.REISSUE]


def test_each_entry_is_claimed_once_oldest_first() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    entries = [StageEntry(n, 1, stage, 0, at) for n, stage in [(3, "R"), (5, "D"), (8, "R")]]
    assert [unclaimed_entry(entries, "R", claimed) for claimed in ([], ["entry:3"], ["entry:3", "entry:8"])] == [
        entries[0], entries[2], None,
    ]  # fmt: skip
    assert unclaimed_entry(entries, None, []) == entries[2]
