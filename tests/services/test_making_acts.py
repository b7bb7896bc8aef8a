"""The act is made: once for each entry into the stage, printed, filed, invoiced, sent; then the deal moves on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.act import ActState
from app.domain.deal import ActsBy, Role
from app.errors import DomainError
from app.services import acts, mirror, stages
from tests.fakes.office import CLIENT, CONTACT, STAGES, Office, office, robot_call


def make(given: Office, token: str = "t1", amount: str | None = None) -> None:
    acts.make_by_robot(
        given.ctx, robot_call(token=token), amount=Decimal(amount) if amount else None, title="", is_last=False
    )


def come_again(given: Office) -> None:
    """The manager takes the deal back to the report stage."""
    given.deals.move(1, STAGES[Role.REPORT_SENT])


def test_the_robot_makes_an_act_that_ends_in_the_next_stage() -> None:
    given = office()
    make(given)
    given.drain()
    act = given.store.state.acts[1]
    assert (act.number, act.amount, act.state) == ("А-1", Decimal("1000.00"), ActState.SENT)
    assert ("Акты выполненных работ", "2026", "ООО «Ромашка»", "Акт № А-1") in given.drive.folders
    assert {name for _, name in given.drive.files} == {"Акт № А-1.pdf", "Счёт № 101.pdf"}
    assert [letter.address for letter in given.mail.sent] == ["client@example.com"]
    assert [file.name for file in given.mail.sent[0].files] == ["Акт № А-1.pdf", "Счёт № 101.pdf"]
    assert given.robots.answers == {"t1": {"number": "А-1", "amount": "1000.00", "act_id": "1"}}
    assert given.deals.rows[1].stage_id == STAGES[Role.DOCUMENTS_SENT]
    assert given.mail.bound == [(1, CONTACT)]


def test_a_sent_act_is_expected_back_in_the_days_of_the_policy() -> None:
    given = office()
    make(given)
    given.drain()
    assert given.store.state.acts[1].due_on == date(2026, 11, 30)


def test_the_same_call_twice_is_one_act() -> None:
    given = office()
    make(given)
    make(given)
    given.drain()
    assert len(given.store.state.acts) == len(given.mail.sent) == len(given.invoices.rows) == 1


def test_the_stage_entered_twice_is_two_acts_for_what_is_left() -> None:
    given = office()
    make(given, "t1", "400")
    given.drain()
    come_again(given)
    make(given, "t2")
    given.drain()
    assert [act.amount for act in given.store.state.acts.values()] == [Decimal("400"), Decimal("600.00")]
    assert [act.number for act in given.store.state.acts.values()] == ["А-1", "А-2"]
    assert set(given.robots.answers) == {"t1", "t2"}


def test_an_entry_of_the_time_before_the_installation_takes_no_call_from_the_entry_that_the_robot_fired_on() -> None:
    given = office()
    stages.begin(given.ctx)
    come_again(given)
    make(given, amount="400")
    assert [act.origin for act in given.store.state.acts.values()] == ["entry:2"]
    stages.make_up(given.ctx, stages.payload_of(given.deals.history[1]))
    assert len(given.store.state.acts) == 1


def test_a_late_twin_of_a_call_after_the_end_makes_nothing_and_is_answered() -> None:
    given = office()
    make(given)
    given.drain()
    make(given, "t1-again")
    given.drain()
    assert len(given.store.state.acts) == 1
    assert given.robots.answers["t1-again"]["number"] == "А-1"


def test_the_deal_stays_where_a_person_has_taken_it_meanwhile() -> None:
    given = office()
    make(given)
    given.deals.move(1, "C1:OTHER")
    given.drain()
    assert given.deals.rows[1].stage_id == "C1:OTHER"


def test_a_funnel_of_the_app_makes_the_act_from_the_stage_history_and_its_robot_none() -> None:
    given = office(acts_by=ActsBy.APP)
    mirror.refresh(given.ctx)
    given.drain()
    make(given)
    given.drain()
    assert [act.origin for act in given.store.state.acts.values()] == ["entry:1"]
    assert given.deals.rows[1].stage_id == STAGES[Role.DOCUMENTS_SENT]


def test_a_deal_covered_by_acts_gets_no_empty_one() -> None:
    given = office()
    make(given, "t1")
    given.drain()
    come_again(given)
    with pytest.raises(DomainError, match="больше нуля"):
        make(given, "t2")


def test_the_open_invoice_of_the_deal_is_taken_and_a_paid_one_is_not_doubled() -> None:
    given = office()
    ours = given.invoices.put(1, Decimal("1000.00"), "77")
    make(given)
    given.drain()
    assert list(given.invoices.rows) == [ours.id]
    prepaid = office()
    paid = prepaid.invoices.put(1, Decimal("1000.00"))
    prepaid.invoices.rows[paid.id] = replace(paid, is_paid=True)
    make(prepaid)
    prepaid.drain()
    assert list(prepaid.invoices.rows) == [paid.id]


def test_two_clients_of_one_name_have_folders_apart() -> None:
    given = office()
    companies = given.ctx.counterparties
    companies.clients[3] = companies.clients[CLIENT]  # type: ignore[attr-defined]  # the fake's own table
    make(given)
    given.drain()
    assert ("Акты выполненных работ", "2026", "ООО «Ромашка» (ID 5)", "Акт № А-1") in given.drive.folders


def test_the_manager_learns_what_the_form_lacks_before_the_letter_goes() -> None:
    given = office()
    make(given)
    given.drain()
    bell = [text for tag, (_, text) in given.notices.bell.items() if "missing" in tag]
    assert "товарные позиции" in bell[0]
    told = [type(fact).__name__ for fact in given.store.state.facts]
    assert told.index("ManagerTold") < told.index("ActSent")


def test_a_voided_act_is_issued_anew_with_another_qr() -> None:
    given = office()
    make(given)
    given.drain()
    acts.void(given.ctx, 1, reason="Ошибка в сумме", by=7)
    acts.reissue(given.ctx, 1, title="", amount=Decimal("900"), by=7)
    given.drain()
    act = given.store.state.acts[1]
    assert (act.revision, act.amount, act.state, act.number) == (2, Decimal("900"), ActState.SENT, "А-1")
    assert given.forms.acts[0].qr_text != given.forms.acts[-1].qr_text
    assert "Акт № А-1 (версия 2).pdf" in {name for _, name in given.drive.files}
    assert len(given.mail.sent) == 2
