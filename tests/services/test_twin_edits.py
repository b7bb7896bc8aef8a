"""What a person changes in an act's item of fields that are ours is put back and told; our own writes say nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.facts import TwinStrayed
from app.domain.mirror import RawObject
from app.domain.money import format_roubles
from app.domain.twin_facts import TwinRestored, TwinTouched
from app.errors import HostTimeout
from app.services import twins
from tests.fakes.office import ACTS_TYPE, Office
from tests.services.editing import PERSON, desk, look, push, recorded, retitle, shown, told, twin_of, type_in


@pytest.fixture
def given() -> Office:
    return desk()


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
