"""Acts that live in a list: what is marked, mirrored and followed there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.calls import RobotCall
from app.domain.mirror import list_kind
from app.domain.policy import ActsList
from app.services import mirroring
from robots import act_changed
from tests.fakes.host import NOON
from tests.fakes.office import Office, office

LIST = ActsList(12, {"draft": "1"}, {"state": "PROPERTY_1"})


@pytest.fixture
def given() -> Office:
    found = office()
    return replace(found, ctx=replace(found.ctx, settings=replace(found.ctx.settings, acts_type=LIST)))


def changed(given: Office, iblock_id: int, element_id: int) -> None:
    call = RobotCall("act_changed", "element", iblock_id, element_id, "token", False, NOON)
    act_changed.run(given.ctx, call)


def test_the_activity_marks_the_element_to_be_read(given: Office) -> None:
    changed(given, 12, 5)
    assert list(given.store.state.dirty) == [(list_kind(12), 5)]


def test_elements_of_other_lists_are_none_of_our_business(given: Office) -> None:
    changed(given, 13, 5)
    assert not given.store.state.dirty


def test_the_list_is_mirrored(given: Office) -> None:
    assert mirroring.kinds(given.ctx.settings)[-1] == list_kind(12)
