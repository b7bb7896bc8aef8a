"""The first reading of the mirror: slices that go on where one ended, a rest when the portal wants one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.mirror import COMPANY, CONTACT, DEAL, REQUISITE, RawObject, Reading, ReadingState, item_kind
from app.errors import HostUnavailable, RestNeeded
from app.services import mirroring
from tests.fakes.host import NOON
from tests.fakes.office import FakeClock, Office, office
from tests.fakes.reading import FakeBulk


@pytest.fixture
def ours() -> Office:
    found = office()
    bulk_of(found).rows[DEAL] = [RawObject(n, NOON, {"id": n}) for n in range(1, 36)]
    return found


def bulk_of(given: Office) -> FakeBulk:
    assert isinstance(given.ctx.bulk, FakeBulk)
    return given.ctx.bulk


def reading_of(given: Office, kind: str = DEAL) -> Reading:
    return given.store.state.readings[kind]


def slices(given: Office) -> list[str]:
    return sorted(key for key, (code, payload) in given.store.state.calls.items() if payload.get("kind") == DEAL)


def test_every_kind_is_read_once(ours: Office) -> None:
    mirroring.begin(ours.ctx)
    mirroring.begin(ours.ctx)
    acts = ours.ctx.settings.acts_type
    assert acts is not None
    kinds = [DEAL, COMPANY, CONTACT, REQUISITE, item_kind(31), acts.mirror_kind]
    assert [payload["kind"] for code, payload in ours.store.state.calls.values() if code == mirroring.READ] == kinds
    assert {reading.state for reading in ours.store.state.readings.values()} == {ReadingState.WAITING}


def test_a_reading_ends_with_all_rows_kept(ours: Office) -> None:
    mirroring.begin(ours.ctx)
    mirroring.read_on(ours.ctx, {"kind": DEAL, "slice": 0})
    assert reading_of(ours).state is ReadingState.DONE
    assert (reading_of(ours).rows, reading_of(ours).share) == (35, 1.0)
    assert len(slices(ours)) == 1
    mirroring.read_on(ours.ctx, {"kind": DEAL, "slice": 0})
    assert bulk_of(ours).probes == 1


def test_the_next_slice_goes_on_where_one_was_stopped(ours: Office) -> None:
    mirroring.begin(ours.ctx)
    seen: list[Reading] = []
    half = mirroring.read(ours.ctx, DEAL, stop=lambda: len(seen) == 2, told=seen.append)
    assert (half.state, half.rows, len(half.left)) == (ReadingState.READING, 20, 2)
    assert reading_of(ours) == half
    assert mirroring.read(ours.ctx, DEAL, stop=lambda: False).rows == 35
    assert bulk_of(ours).probes == 1


def test_a_portal_that_wants_a_rest_gets_it(ours: Office) -> None:
    mirroring.begin(ours.ctx)
    bulk_of(ours).rest = NOON + timedelta(minutes=9)
    mirroring.read_on(ours.ctx, {"kind": DEAL, "slice": 0})
    assert reading_of(ours).rows == 10
    assert slices(ours) == [key_of(ours, n) for n in (0, 1)]
    with pytest.raises(RestNeeded):
        mirroring.read(ours.ctx, DEAL, stop=lambda: False)
    assert reading_of(ours).rows == 20


def test_a_slice_that_fails_keeps_what_it_read(ours: Office) -> None:
    mirroring.begin(ours.ctx)
    with pytest.raises(HostUnavailable):
        mirroring.read(ours.ctx, DEAL, stop=lambda: False, told=broken)
    assert reading_of(ours).rows == 10
    assert mirroring.read(ours.ctx, DEAL, stop=lambda: False).state is ReadingState.DONE
    with ours.store.reading() as tx:
        assert [stamp[0] for stamp in tx.mirror.stamps(DEAL)] == list(range(1, 36))


def test_a_reading_that_is_asked_for_anew_is_not_over_with_the_one_under_way(ours: Office) -> None:
    mirroring.begin(ours.ctx)
    clock = FakeClock()
    clock.time += timedelta(minutes=1)
    later = replace(ours.ctx, clock=clock)

    def ask_anew(_: Reading) -> None:
        if reading_of(ours).state is not ReadingState.WAITING:
            mirroring.prepare(later, again=True)

    mirroring.read(ours.ctx, DEAL, stop=lambda: False, told=ask_anew)
    assert reading_of(ours).state is ReadingState.WAITING
    assert mirroring.read(later, DEAL, stop=lambda: False).state is ReadingState.DONE


def broken(_: Reading) -> None:
    raise HostUnavailable("", "нет связи", 0)


def key_of(given: Office, number: int) -> str:
    return f"mirror:{DEAL}:{reading_of(given).started_at.isoformat()}:{number}"
