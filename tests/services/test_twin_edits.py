"""What a person changes in an act's item of fields that are ours is put back and told; our own writes say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import pytest

from app.domain.facts import ActMade, ActReassigned, Fact, TwinStrayed
from app.domain.mirror import COMPANY, RawObject, Reading, ReadingState
from app.domain.money import format_roubles
from app.domain.twin_facts import TwinLeft, TwinRestored, TwinTouched
from app.errors import HostError, HostTimeout
from app.services import bringing, twins
from robots import make_act
from tests.fakes.host import NOON
from tests.fakes.office import ACTS_TYPE, CLIENT, MANAGER, Office, office, robot_call

PERSON = 9
F = TypeVar("F", bound=Fact)


@pytest.fixture
def given() -> Office:
    """The act is sent, its item shows it, and nothing waits."""
    found = office()
    make_act.run(found.ctx, robot_call(), amount=None, title="Монтаж", last_act=False)
    found.drain()
    return found


def twin_of(given: Office) -> int:
    twin_id = given.store.state.acts[1].twin_id
    assert twin_id is not None
    return twin_id


def shown(given: Office, name: str) -> str:
    return given.twins.rows[twin_of(given)].values[name]


def look(given: Office) -> None:
    """The item is read with many others, and what follows is done."""
    twins.follow(given.ctx, ACTS_TYPE, RawObject(twin_of(given), None, {}))
    given.drain()


def type_in(given: Office, **values: str) -> None:
    given.twins.type_in(twin_of(given), PERSON, **values)


def recorded(given: Office, kind: type[F]) -> Sequence[F]:
    return [fact for fact in given.store.state.facts if isinstance(fact, kind)]


def retitle(given: Office, title: str) -> None:
    """Our change; its push waits."""
    with given.ctx.store.transaction() as tx:
        tx.acts.save(replace(tx.acts.get(1), title=title))


def push(given: Office) -> None:
    twins.push_act(given.ctx, ActMade(1, 1))


def told(given: Office) -> list[tuple[int, str]]:
    return [word for tag, word in given.notices.bell.items() if "|TWIN|" in tag or "left:" in tag]


def test_what_a_person_changed_of_ours_is_put_back_and_told_in_one_notice(given: Office) -> None:
    type_in(given, number="А-99", amount="5.00", signed="Y")
    look(given)
    assert (shown(given, "number"), shown(given, "amount"), shown(given, "signed")) == ("А-1", "1000.00", "N")
    ((to, text),) = told(given)
    assert to == PERSON
    for part in ("«Номер акта» — «А-1»", f"«Сумма» — {format_roubles(Decimal(1000))}", "«Подписан» — нет"):
        assert part in text
    assert "«Новая версия»" in text
    assert "«Оригинал получен»" in text
    assert [fact.changer_id for fact in recorded(given, TwinRestored)] == [PERSON]
    look(given)
    assert len(told(given)) == 1


def test_our_own_writes_and_those_still_to_come_are_nobodys_edit(given: Office) -> None:
    look(given)
    retitle(given, "Монтаж и наладка")
    look(given)
    push(given)
    look(given)
    assert not recorded(given, TwinTouched)
    assert not told(given)
    assert "наладка" in shown(given, "title")


def test_an_edit_that_our_own_change_meets_is_put_back_with_it_and_told(given: Office) -> None:
    type_in(given, number="А-99")
    retitle(given, "Монтаж и наладка")
    push(given)
    given.drain()
    assert (shown(given, "number"), shown(given, "title")) == ("А-1", "Акт № А-1: Монтаж и наладка")
    ((to, text),) = told(given)
    assert to == PERSON
    assert "«Название»" not in text


def test_a_drag_that_our_own_change_meets_is_told_too(given: Office) -> None:
    given.twins.drag(twin_of(given), "DT:OK", by=PERSON)
    push(given)
    given.drain()
    assert given.twins.rows[twin_of(given)].stage_id == "DT:SENT"
    assert [fact.mover_id for fact in recorded(given, TwinStrayed)] == [PERSON]


def test_a_drag_to_the_void_that_our_own_change_meets_voids(given: Office) -> None:
    given.twins.drag(twin_of(given), "DT:FAIL", by=PERSON)
    push(given)
    given.drain()
    assert not given.store.state.acts[1].counts
    assert given.twins.rows[twin_of(given)].stage_id == "DT:FAIL"


def test_a_write_whose_answer_was_lost_is_ours_and_the_notice_is_not(given: Office) -> None:
    type_in(given, number="А-99")
    given.twins.next_error = HostTimeout("", "")
    with pytest.raises(HostTimeout):
        push(given)
    given.twins.type_in(twin_of(given), by=1, number="А-1")  # the portal had done it
    twins.follow(given.ctx, ACTS_TYPE, RawObject(twin_of(given), None, {}))
    assert not recorded(given, TwinTouched)
    push(given)
    push(given)
    given.drain()
    assert [to for to, _ in told(given)] == [PERSON]


def test_an_older_write_of_ours_that_is_only_now_seen_is_ours(given: Office) -> None:
    retitle(given, "Первое")
    given.twins.next_error = HostTimeout("", "")
    with pytest.raises(HostTimeout):
        push(given)
    retitle(given, "Второе")
    given.twins.type_in(twin_of(given), by=1, title="Акт № А-1: Первое")
    look(given)
    push(given)
    assert not recorded(given, TwinTouched)
    assert not recorded(given, TwinRestored)
    assert shown(given, "title") == "Акт № А-1: Второе"


def test_what_is_read_while_we_write_is_read_again(given: Office) -> None:
    type_in(given, number="А-99")

    def ours() -> None:
        given.twins.meanwhile = lambda: None
        push(given)

    given.twins.meanwhile = ours
    twins.read_twin(given.ctx, twin_of(given))
    assert not recorded(given, TwinTouched)
    assert list(given.store.state.dirty) == [(ACTS_TYPE.mirror_kind, twin_of(given))]


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
    given.ctx.clock.time += timedelta(days=1)  # type: ignore[attr-defined]
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
        given.ctx.clock.time += timedelta(hours=9)  # type: ignore[attr-defined]
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
