"""What is not put back for ever: fights with a robot, what the portal keeps or refuses, items from before the notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.facts import ActReassigned
from app.domain.mirror import COMPANY, RawObject, Reading, ReadingState
from app.domain.twin_facts import TwinLeft, TwinRestored, TwinTouched
from app.errors import HostError
from app.services import bringing
from tests.fakes.host import NOON
from tests.fakes.office import ACTS_TYPE, CLIENT, MANAGER, Office
from tests.services.editing import PERSON, desk, look, push, recorded, retitle, shown, told, twin_of, type_in


@pytest.fixture
def given() -> Office:
    return desk()


def test_a_robot_that_writes_our_field_each_time_is_left_alone_and_told_of_once(given: Office) -> None:
    for turn in range(8):
        type_in(given, number=f"Р-{turn}")
        look(given)
    assert len(recorded(given, TwinRestored)) == 3
    assert shown(given, "number") == "Р-7"
    (left,) = recorded(given, TwinLeft)
    assert left.values == (("number", "А-1"),)
    assert [to for to, _ in told(given)][-1] == MANAGER
    written = len(given.twins.written)
    push(given)
    assert len(given.twins.written) == written


def test_a_field_left_alone_is_watched_again_once_it_shows_ours(given: Office) -> None:
    for turn in range(4):
        type_in(given, number=f"Р-{turn}")
        look(given)
    type_in(given, number="А-1")
    look(given)
    given.clock.time += timedelta(days=1)
    type_in(given, number="А-99")
    look(given)
    assert shown(given, "number") == "А-1"
    assert len(recorded(given, TwinRestored)) == 4


def test_a_field_left_alone_gets_what_is_new_of_ours(given: Office) -> None:
    for turn in range(4):
        type_in(given, title=f"Р-{turn}")
        look(given)
    assert shown(given, "title") == "Р-3"
    retitle(given, "Монтаж и наладка")
    push(given)
    assert shown(given, "title") == "Акт № А-1: Монтаж и наладка"


def test_four_people_on_four_days_are_no_robot(given: Office) -> None:
    for turn in range(5):
        type_in(given, number=f"Р-{turn}")
        look(given)
        given.clock.time += timedelta(hours=9)
    assert not recorded(given, TwinLeft)
    assert shown(given, "number") == "А-1"


def test_a_portal_with_its_own_spelling_is_not_written_to_for_ever(given: Office) -> None:
    given.twins.spell = lambda name, value: value.upper() if name == "title" else value
    retitle(given, "Монтаж и наладка")
    push(given)
    written = len(given.twins.written)
    look(given)
    push(given)
    assert len(given.twins.written) == written
    assert not recorded(given, TwinTouched)


def test_what_the_portal_keeps_for_itself_is_left_at_once(given: Office) -> None:
    type_in(given, amount="7.00")
    given.twins.spell = lambda name, value: "7.00" if name == "amount" else value
    look(given)
    look(given)
    assert not recorded(given, TwinRestored)
    (left,) = recorded(given, TwinLeft)
    assert left.why == bringing.IGNORED


def test_what_the_portal_refuses_to_have_back_is_left_and_all_else_is_brought(given: Office) -> None:
    type_in(given, company="77")
    retitle(given, "Монтаж и наладка")
    given.twins.next_error = HostError("NOT_FOUND", "Компания не найдена")
    push(given)
    given.drain()
    assert shown(given, "company") == "77"
    assert shown(given, "title") == "Акт № А-1: Монтаж и наладка"
    ((to, text),) = told(given)
    assert to == MANAGER
    assert "Компания не найдена" in text
    look(given)
    assert len(told(given)) == 1


def test_a_link_to_what_the_portal_has_deleted_or_merged_is_not_put_back(given: Office) -> None:
    company = str(CLIENT)
    given.store.state.readings[COMPANY] = Reading(COMPANY, ReadingState.DONE, NOON, NOON)
    type_in(given, company="77")
    look(given)
    assert shown(given, "company") == "77"
    assert [fact.why for fact in recorded(given, TwinLeft)] == [bringing.GONE]
    given.store.state.mirror[COMPANY, CLIENT] = RawObject(CLIENT, None, {})
    type_in(given, company=company)
    look(given)
    type_in(given, company="78")
    look(given)
    assert shown(given, "company") == company


def test_fields_that_are_not_ours_alone_are_never_put_back(given: Office) -> None:
    assert "ground" not in given.twins.rows[twin_of(given)].values
    type_in(given, contact="77", ground="так")
    look(given)
    with given.ctx.store.transaction() as tx:
        tx.acts.save(replace(tx.acts.get(1), contact_id=41))
    push(given)
    assert (shown(given, "contact"), shown(given, "ground")) == ("77", "так")
    assert not told(given)


def test_another_responsible_named_in_the_portal_is_the_acts_from_then_on(given: Office) -> None:
    type_in(given, responsible="12", number="А-99")
    look(given)
    assert given.store.state.acts[1].responsible_id == 12
    assert (shown(given, "responsible"), shown(given, "number")) == ("12", "А-1")
    assert [to for to, _ in told(given)] == [PERSON]
    retitle(given, "Монтаж и наладка")
    push(given)
    look(given)
    assert shown(given, "responsible") == "12"
    assert len(recorded(given, ActReassigned)) == 1


def test_nobody_is_no_responsible(given: Office) -> None:
    type_in(given, responsible="")
    look(given)
    assert given.store.state.acts[1].responsible_id == MANAGER


def test_a_field_that_the_item_has_not_is_not_missed(given: Office) -> None:
    twin = given.twins.rows[twin_of(given)]
    rest = {name: value for name, value in twin.values.items() if name != "number"}
    given.twins.rows[twin.id] = replace(twin, values=rest)
    look(given)
    push(given)
    assert not recorded(given, TwinTouched)
    assert "number" not in given.twins.rows[twin.id].values


def test_an_item_from_before_the_notes_is_known_by_its_last_right_reading(given: Office) -> None:
    given.store.state.twins.clear()
    type_in(given, paid="Оплачен")
    item = given.twins.rows[twin_of(given)]
    right = RawObject(item.id, None, {"number": "А-1", "paid": "Не оплачен"})
    given.store.state.mirror[ACTS_TYPE.mirror_kind, item.id] = right
    type_in(given, number="А-99")
    look(given)
    assert (shown(given, "number"), shown(given, "paid")) == ("А-1", "Не оплачен")
    ((to, text),) = told(given)
    assert to == PERSON
    assert "Номер акта" in text


def test_an_item_from_before_the_notes_that_nobody_has_read_is_brought_without_a_word(given: Office) -> None:
    given.store.state.twins.clear()
    type_in(given, number="А-99")
    look(given)
    push(given)
    assert shown(given, "number") == "А-1"
    assert not told(given)
    type_in(given, number="А-98")
    look(given)
    assert [to for to, _ in told(given)] == [PERSON]
