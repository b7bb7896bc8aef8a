"""The manifest: lines and files match, robots' properties become typed arguments."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.calls import HostEvent
from app.errors import DomainError, ManifestError
from app.manifest import Manifest
from tests.fakes.office import office

MANIFEST = Manifest.load()


def test_every_line_has_its_file_and_every_file_its_line() -> None:
    MANIFEST.check()


def test_a_file_without_a_line_is_an_error() -> None:
    with pytest.raises(ManifestError, match="make_act"):
        replace(MANIFEST, robots=MANIFEST.robots[1:]).check()


def test_a_field_that_is_nobodys_is_an_error() -> None:
    acts = MANIFEST.register("acts")
    nobodys = replace(acts, twin=replace(acts.twin, columns={"title": {"name": {"ru": "Название"}, "owner": "none"}}))
    with pytest.raises(ManifestError, match="none"):
        replace(MANIFEST, registers=(nobodys,)).check()


def test_a_property_that_run_does_not_take_is_an_error() -> None:
    robot = replace(MANIFEST.robot("make_act"), properties={"amount": {"type": "double"}})
    with pytest.raises(ManifestError, match="last_act"):
        replace(MANIFEST, robots=(robot, *MANIFEST.robots[1:])).check()


def test_properties_are_typed_and_absent_ones_have_their_default() -> None:
    robot = MANIFEST.robot("make_act")
    assert robot.arguments({"amount": "1 000,50|RUB"}) == {
        "amount": Decimal("1000.50"), "title": "", "last_act": False,
    }  # fmt: skip
    assert robot.arguments({"last_act": "Y"})["last_act"] is True


@pytest.mark.parametrize("text", ["abc", "NaN", "1.001", "1e99", "=1+1"])
def test_what_is_no_sum_is_refused_in_words(text: str) -> None:
    with pytest.raises(DomainError, match="не сумма"):
        MANIFEST.robot("make_act").arguments({"amount": text})


def test_an_event_of_one_type_goes_to_the_handler_of_all_types() -> None:
    given = office()
    at = datetime(2026, 11, 20, tzinfo=UTC)
    MANIFEST.handle(given.ctx, HostEvent("oncrmdynamicitemupdate_1038", "item", 1038, 7, at))
    MANIFEST.handle(given.ctx, HostEvent("oncrmdynamicitemupdate", "item", 555, 8, at))
    assert list(given.store.state.dirty) == [("item:1038", 7)]


def test_an_event_that_nobody_handles_is_an_error() -> None:
    event = HostEvent("oncrmleadadd", "lead", 1, 7, datetime(2026, 11, 20, tzinfo=UTC))
    with pytest.raises(ManifestError, match="oncrmleadadd"):
        MANIFEST.handle(office().ctx, event)
