"""Letters go out once: an error is shown and mended, a doubt is a person's to settle."""

from __future__ import annotations

import pytest

from app.domain.act import ActState
from app.domain.facts import ManagerTold
from app.domain.letter import LetterState
from app.errors import DomainError, HostError, HostTimeout, LetterRefused, OutcomeUnknown
from app.services import letters
from app.services.reactions import react
from tests.fakes.office import CONTACT, Office, office
from tests.services.test_making_acts import make


def drain_until_error(given: Office) -> Exception:
    with pytest.raises((LetterRefused, OutcomeUnknown, HostTimeout)) as raised:
        given.drain()
    return raised.value


def test_an_email_error_removes_the_card_tells_why_and_the_retry_sends() -> None:
    given = office()
    make(given)
    given.mail.next_error = HostError("", 'Email send error. "From" is not found')
    given.mail.error_leaves_card = True
    assert isinstance(drain_until_error(given), LetterRefused)
    assert given.mail.cards == {}
    assert given.store.state.letters[1].cause == 'Email send error. "From" is not found'
    given.drain()
    assert len(given.mail.sent) == 1
    assert given.store.state.acts[1].state is ActState.SENT
    assert any("не ушло" in text for _, text in given.notices.bell.values())


def test_a_timeout_without_a_card_is_sent_once() -> None:
    given = office()
    make(given)
    given.mail.next_error = HostTimeout("", "timeout")
    assert isinstance(drain_until_error(given), HostTimeout)
    given.drain()
    assert len(given.mail.sent) == 1


def test_a_letter_that_a_restored_database_knows_nothing_of_is_not_sent_again() -> None:
    given = office()
    make(given)
    given.mail.next_error = HostTimeout("", "timeout")
    given.mail.error_leaves_card = True
    assert isinstance(drain_until_error(given), HostTimeout)
    given.mail.error_leaves_card = False
    given.store.state.letters.clear()
    assert isinstance(drain_until_error(given), OutcomeUnknown)
    assert given.mail.sent == []


@pytest.mark.parametrize("was_sent", [True, False])
def test_a_timeout_with_a_card_waits_for_a_person(was_sent: bool) -> None:
    given = office()
    make(given)
    given.mail.next_error = HostTimeout("", "timeout")
    given.mail.error_leaves_card = True
    assert isinstance(drain_until_error(given), HostTimeout)
    given.mail.error_leaves_card = False
    assert isinstance(drain_until_error(given), OutcomeUnknown)
    given.drain()
    assert given.store.state.letters[1].state is LetterState.UNKNOWN
    assert given.mail.sent == []
    letters.decide(given.ctx, 1, was_sent=was_sent, by=7)
    assert given.store.state.settled == {f"{ManagerTold(1, 1).key}|letters.send_first"}
    given.drain()
    assert len(given.mail.sent) == (0 if was_sent else 1)
    assert given.store.state.acts[1].state is ActState.SENT
    assert given.robots.answers


def test_a_letter_that_went_out_is_not_sent_by_a_second_run_of_its_row() -> None:
    given = office()
    make(given)
    given.drain()
    name, fact = next(row for row in given.store.state.outbox.values() if row[0] == "letters.send_first")
    react(given.ctx, name, fact)
    assert len(given.mail.sent) == 1


def test_without_an_address_the_manager_is_asked_and_the_act_waits() -> None:
    given = office(emails=())
    make(given)
    given.drain()
    act = given.store.state.acts[1]
    assert act.state is ActState.DRAFT
    assert "нет e-mail" in act.needs_recipient
    assert given.robots.answers == {}
    assert any("нет e-mail" in text for _, text in given.notices.bell.values())


def test_the_chosen_contact_gets_the_letter_and_the_robot_its_answer() -> None:
    given = office(emails=())
    make(given)
    given.drain()
    with pytest.raises(DomainError, match="нет e-mail"):
        letters.request(given.ctx, 1, contact_id=CONTACT, request="r1", by=7)
    given.deals.people[0] = type(given.deals.people[0])(CONTACT, "Пётр", ("petr@example.com",))
    letters.request(given.ctx, 1, contact_id=CONTACT, request="r1", by=7)
    letters.request(given.ctx, 1, contact_id=CONTACT, request="r1", by=7)
    given.drain()
    assert [letter.address for letter in given.mail.sent] == ["petr@example.com"]
    assert list(given.robots.answers) == ["t1"]
