"""Completeness: what the portal never told is marked, what is gone is found, and equality is certified."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.deal import Role
from app.domain.mirror import COMPANY, CONTACT, Certificate, RawObject, Reading, ReadingState, checksum
from app.domain.policy import PortalSettings
from app.errors import HostError, HostUnavailable, PartlyRead
from app.services import mirror, stages, sweeping
from tests.fakes.host import NOON
from tests.fakes.office import FakeClock, Office, office
from tests.fakes.reading import FakeBulk
from tests.services.test_making_acts import make

BEFORE = NOON - timedelta(hours=1)


@pytest.fixture
def given() -> Office:
    """An office whose portal has ten companies, all of them read."""
    found = office()
    bulk_of(found).rows[COMPANY] = [RawObject(n, BEFORE, {"title": f"Компания {n}"}) for n in range(1, 11)]
    with found.store.transaction() as tx:
        tx.mirror.put(COMPANY, bulk_of(found).rows[COMPANY], read_at=NOON)
        tx.mirror.save_reading(Reading(COMPANY, ReadingState.DONE, NOON, NOON))
    return found


def bulk_of(given: Office) -> FakeBulk:
    assert isinstance(given.ctx.bulk, FakeBulk)
    return given.ctx.bulk


def change(given: Office, number: int) -> None:
    rows = bulk_of(given).rows[COMPANY]
    rows[number - 1] = replace(rows[number - 1], updated_at=given.ctx.clock.now())


def marked(given: Office) -> list[int]:
    return sorted(object_id for kind, object_id in given.store.state.dirty if kind == COMPANY)


def compare(given: Office) -> Certificate:
    sweeping.compare(given.ctx, {"kinds": [COMPANY], "round": 0})
    return given.store.state.certificates[COMPANY]


def test_a_change_that_nobody_told_is_marked(given: Office) -> None:
    change(given, 4)
    sweeping.look(given.ctx)
    assert marked(given) == [4]


def test_what_is_known_already_is_not_marked_again(given: Office) -> None:
    sweeping.look(given.ctx)
    assert marked(given) == []


def test_the_portal_is_not_asked_again_at_once(given: Office) -> None:
    sweeping.look(given.ctx)
    change(given, 4)
    sweeping.look(given.ctx)
    assert marked(given) == []


def test_a_kind_that_is_still_being_read_is_not_asked_about(given: Office) -> None:
    with given.store.transaction() as tx:
        tx.mirror.save_reading(Reading(COMPANY, ReadingState.READING, NOON))
    change(given, 4)
    sweeping.look(given.ctx)
    assert marked(given) == []


def test_all_equal_is_certified(given: Office) -> None:
    certificate = compare(given)
    assert certificate.is_equal
    assert (certificate.portal_count, certificate.mirror_count, certificate.different) == (10, 10, 0)
    assert not given.store.state.calls


def test_what_is_gone_what_is_new_and_what_is_older_here_is_marked_and_compared_again(given: Office) -> None:
    del bulk_of(given).rows[COMPANY][0]
    bulk_of(given).rows[COMPANY].append(RawObject(11, NOON, {}))
    bulk_of(given).rows[COMPANY][3] = replace(bulk_of(given).rows[COMPANY][3], updated_at=NOON)
    certificate = compare(given)
    assert not certificate.is_equal
    assert certificate.different == 3
    assert marked(given) == [1, 5, 11]
    assert [code for code, _ in given.store.state.calls.values()] == [sweeping.COMPARE]


def test_an_equal_count_of_other_rows_is_not_equal(given: Office) -> None:
    bulk_of(given).rows[COMPANY][9] = RawObject(12, BEFORE, {})
    assert not compare(given).is_equal


def test_what_was_found_gone_is_forgotten_when_it_is_read(given: Office) -> None:
    with given.store.transaction() as tx:
        tx.mirror.put("deal", [RawObject(999, BEFORE, {})], read_at=NOON)
        tx.mark_dirty("deal", 999)
    mirror.refresh(given.ctx)
    with given.store.reading() as tx:
        assert tx.mirror.get("deal", 999) is None
        assert not [one for one in tx.dirty(10) if one.kind == "deal"]


def test_a_look_that_the_portal_refuses_does_not_keep_what_is_marked_from_being_read(given: Office) -> None:
    bulk_of(given).refused[COMPANY] = HostError("INVALID_ARG_VALUE", "Invalid filter")
    with given.store.transaction() as tx:
        tx.mark_dirty("deal", 999)
    with pytest.raises(PartlyRead):
        mirror.refresh(given.ctx)
    assert not given.store.state.dirty


def test_a_kind_that_the_portal_refuses_is_looked_for_again_from_where_its_own_last_look_was(given: Office) -> None:
    with given.store.transaction() as tx:
        tx.mirror.save_reading(Reading(CONTACT, ReadingState.DONE, BEFORE, BEFORE))
    bulk, clock = bulk_of(given), given.ctx.clock
    assert isinstance(clock, FakeClock)
    assert sweeping.look(given.ctx) == []
    first_look, changed_at = clock.time, clock.time + timedelta(minutes=1)
    bulk.rows[COMPANY][3] = replace(bulk.rows[COMPANY][3], updated_at=changed_at)
    bulk.rows[CONTACT] = [RawObject(1, changed_at, {})]
    clock.time += sweeping.EVERY
    bulk.refused[COMPANY] = HostUnavailable("INTERNAL_SERVER_ERROR", "", 200)
    assert [name for name, _ in sweeping.look(given.ctx)] == ["changes of company"]
    assert given.store.state.dirty.keys() == {(CONTACT, 1)}
    bulk.refused.clear()
    assert sweeping.look(given.ctx) == [], "not at once"
    assert len(bulk.looks) == 2
    clock.time += timedelta(hours=1)
    sweeping.look(given.ctx)
    assert marked(given) == [4]
    assert bulk.looks[-1][COMPANY] == first_look - sweeping.OVERLAP < bulk.looks[-1][CONTACT]


def test_only_the_kind_that_was_refused_is_looked_for_before_the_next_look(given: Office) -> None:
    with given.store.transaction() as tx:
        tx.mirror.save_reading(Reading(CONTACT, ReadingState.DONE, NOON, NOON))
    bulk, clock = bulk_of(given), given.ctx.clock
    assert isinstance(clock, FakeClock)
    bulk.refused[COMPANY] = HostUnavailable("INTERNAL_SERVER_ERROR", "", 200)
    for _ in range(2):
        sweeping.look(given.ctx)
        clock.time += timedelta(seconds=15)
    bulk.refused.clear()
    for _ in range(2):
        sweeping.look(given.ctx)
    assert [list(look) for look in bulk.looks] == [[COMPANY, CONTACT], [COMPANY], [COMPANY]]


def test_a_portal_that_wants_rest_is_compared_later(given: Office) -> None:
    bulk_of(given).rest = NOON + timedelta(minutes=5)
    sweeping.compare(given.ctx, {"kinds": [COMPANY], "round": 0})
    assert not given.store.state.certificates
    assert [code for code, _ in given.store.state.calls.values()] == [sweeping.COMPARE]


def test_the_order_of_rows_does_not_matter_to_their_sum() -> None:
    rows = [(1, NOON), (2, None), (3, BEFORE)]
    assert checksum(rows) == checksum(reversed(rows))
    assert checksum(rows) != checksum([(1, NOON), (2, None), (3, NOON)])


def test_a_robot_that_never_called_is_made_up_for_and_the_manager_hears_of_it() -> None:
    given = office()
    entry = given.deals.history[0]
    stages.make_up(given.ctx, stages.payload_of(entry))
    given.drain()
    assert len(given.store.state.acts) == 1
    assert any("не сработал" in text for _, text in given.notices.bell.values())


def test_a_robot_that_has_called_leaves_nothing_to_make_up_for() -> None:
    given = office()
    make(given)
    stages.make_up(given.ctx, stages.payload_of(given.deals.history[0]))
    given.drain()
    assert len(given.store.state.acts) == 1
    assert not any("не сработал" in text for _, text in given.notices.bell.values())


def test_an_entry_into_the_robots_stage_waits_for_its_call() -> None:
    given = office()
    entry = given.deals.history[0]
    assert given.ctx.settings.funnels[0].role_of(entry.stage_id) is Role.REPORT_SENT
    stages.passed(given.ctx, stages.payload_of(entry))
    assert [code for code, _ in given.store.state.calls.values()] == [stages.MISSED]
    assert not given.store.state.acts


def test_an_entry_that_the_portal_commits_late_under_a_smaller_id_is_found_once(given: Office) -> None:
    entry = given.deals.history[0]
    given.deals.history = [replace(entry, id=50)]
    mirror.refresh(given.ctx)
    given.deals.history = [replace(entry, id=49), replace(entry, id=50)]
    mirror.refresh(given.ctx)
    assert list(given.store.state.calls) == ["stage:50", "stage:49"]
    given.store.state.calls.clear()
    mirror.refresh(given.ctx)
    assert not given.store.state.calls, "although done calls are forgotten one day"


def test_what_was_before_the_installation_is_not_acted_upon_although_it_was_read(given: Office) -> None:
    """The funnels are known from its first step on; an app that was deleted and comes back knows them, too."""
    entry, ctx = given.deals.history[0], given.ctx
    given.deals.history = [replace(entry, id=1), replace(entry, id=2)]
    given.store.settings = replace(ctx.settings, is_complete=False)
    mirror.refresh(ctx)
    assert not given.store.state.calls
    given.deals.history.append(replace(entry, id=3))
    stages.begin(ctx)
    given.store.settings = ctx.settings
    mirror.refresh(ctx)
    assert not given.store.state.calls
    given.deals.history.append(replace(entry, id=4))
    mirror.refresh(ctx)
    assert list(given.store.state.calls) == ["stage:4"]


def test_an_entry_is_judged_by_the_funnels_of_now_not_of_when_the_reading_began(given: Office) -> None:
    """A reading may wait for the portal longer than an installation takes."""
    entry, when_it_began = given.deals.history[0], replace(given.ctx, settings=PortalSettings())
    given.deals.history = []
    stages.begin(given.ctx)
    given.deals.history = [entry]
    mirror.refresh(when_it_began)
    assert list(given.store.state.calls) == [f"stage:{entry.id}"]
