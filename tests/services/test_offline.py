"""Offline events: marked and committed before they are cleared, asked for from time to time, only where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.calls import HostEvent
from app.errors import AccessDenied, HostUnavailable
from app.ports import OfflinePacket
from app.services import offline
from tests.fakes.host import NOON
from tests.fakes.office import FakeClock, Office, office
from tests.fakes.reading import FakeOffline


@pytest.fixture
def given() -> Office:
    found = office()
    return replace(found, ctx=replace(found.ctx, settings=replace(found.ctx.settings, has_offline_events=True)))


def queue_of(given: Office) -> FakeOffline:
    assert isinstance(given.ctx.offline, FakeOffline)
    return given.ctx.offline


def packet(process_id: str, *companies: int) -> OfflinePacket:
    events = [HostEvent("oncrmcompanyupdate", "company", 4, number, NOON) for number in companies]
    return OfflinePacket(process_id, events, [str(number) for number in companies], is_last=False)


def marked(given: Office) -> list[int]:
    return sorted(object_id for _, object_id in given.store.state.dirty)


def test_all_that_is_kept_is_marked_and_cleared(given: Office) -> None:
    queue_of(given).packets = [packet("p1", 1, 2), packet("p2", 2, 3)]
    offline.take(given.ctx)
    assert marked(given) == [1, 2, 3]
    assert queue_of(given).cleared[:2] == ["p1", "p2"]


def test_it_is_not_asked_for_at_every_look(given: Office) -> None:
    offline.take(given.ctx)
    offline.take(given.ctx)
    assert queue_of(given).asked == 1
    assert isinstance(given.ctx.clock, FakeClock)
    given.ctx.clock.time += timedelta(minutes=1)
    offline.take(given.ctx)
    assert queue_of(given).asked == 2


def test_a_portal_without_them_is_never_asked() -> None:
    given = office()
    offline.take(given.ctx)
    assert queue_of(given).asked == 0


def test_a_tariff_that_no_longer_has_them_stops_nothing(given: Office) -> None:
    queue_of(given).refusal = AccessDenied("ACCESS_DENIED", "Access denied!", 403)
    offline.take(given.ctx)


def test_a_portal_that_does_not_answer_is_told_to_the_reader(given: Office) -> None:
    queue_of(given).refusal = HostUnavailable("503", "", 503)
    assert [type(error) for _, error in offline.take(given.ctx)] == [HostUnavailable]
