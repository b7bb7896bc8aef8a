"""What the portal drops of our registrations is put back; a quiet hour costs one call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.domain.setup import Farewell
from app.installation.upkeep import MEND, PART
from app.jobs.worker import jobs_of
from app.store.schema import inbox
from bench.admitted import Admitted
from bench.interruptions import meanwhile
from sandbox import apps

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLENTY = 30.0


@pytest.fixture
def installed(bench: Admitted) -> Admitted:
    bench.choose()
    assert bench.installer.apply()
    return bench


def test_a_quiet_hour_is_one_call_and_changes_nothing(installed: Admitted) -> None:
    before = len(installed.calls())
    assert installed.installer.mend(NOW) == ()
    assert len(installed.calls()) - before == 1
    assert (installed.settings.watch.looked_at, installed.settings.watch.mended_at) == (NOW, None)


def test_what_was_dropped_is_put_back_and_told(installed: Admitted) -> None:
    client, standing = installed.application.client(installed.portal), installed.standing
    client.call("bizproc.robot.delete", {"CODE": "make_act"})
    client.call("event.unbind", {"event": "ONCRMDEALUPDATE"})
    client.call("placement.unbind", {"PLACEMENT": "LEFT_MENU"})
    expected = ("Робот «Сформировать акт»", "Событие «Сделка изменена»", "Страница «Реестры»")
    assert installed.installer.mend(NOW) == expected
    assert installed.standing.count == standing.count
    assert (installed.settings.watch.mended_at, installed.settings.watch.mended) == (NOW, expected)
    assert installed.installer.mend(NOW) == ()


def test_an_update_of_the_app_drops_all_and_all_is_put_back(installed: Admitted) -> None:
    count = installed.standing.count
    portal = installed.server.portal
    app = apps.by_client_id(portal, installed.app["client_id"])
    assert app is not None
    apps.update(portal, app, 1)
    assert installed.standing.count < count
    installed.application.upkeep.do(installed.portal, MEND)
    assert installed.standing.count == count


def test_a_portal_that_is_not_installed_yet_is_left_alone(bench: Admitted) -> None:
    bench.choose()
    assert bench.installer.mend(NOW) == ()
    bench.application.upkeep.queue_mending(bench.portal.id, NOW)
    with bench.application.database.read() as connection:
        assert connection.execute(select(inbox)).all() == []


def test_a_portal_prepared_for_the_removal_is_not_mended(installed: Admitted) -> None:
    installed.installer.part(clean=False)
    assert installed.installer.remove()
    installed.application.upkeep.do(installed.portal, MEND)
    assert installed.standing.count == 0


@pytest.mark.parametrize("clean", [False, True])
def test_a_prepared_portal_that_deletes_the_app_is_parted_with(installed: Admitted, clean: bool) -> None:
    """No event tells: nothing of ours is bound any more."""
    installed.installer.part(clean=clean)
    installed.installer.remove()
    delete_app(installed)
    installed.application.upkeep.do(installed.portal, MEND)
    assert [row.status for row in installed.application.portals.all()] == ([] if clean else ["removed"])


@pytest.fixture
def prepared(installed: Admitted) -> Admitted:
    installed.installer.part(clean=True)
    assert installed.installer.remove()
    return installed


def test_a_prepared_portal_is_asked_once_a_minute_and_erased_soon_after_the_deletion(prepared: Admitted) -> None:
    application, jobs = prepared.application, jobs_of(prepared.application)
    jobs.sweep.run(PLENTY)
    before, began = asked(prepared), application.clock.now()
    for _ in range(20):
        application.clock.sleep(30)
        jobs.sweep.run(PLENTY)
    # The clock goes on by itself, too: on a slow machine more than ten minutes have passed.
    assert 10 <= asked(prepared) - before <= 1 + (application.clock.now() - began) / timedelta(minutes=1)
    delete_app(prepared)
    for _ in range(4):
        application.clock.sleep(30)
        jobs.sweep.run(PLENTY)
    assert application.portals.all() == []


def test_a_prepared_portal_that_does_not_answer_is_asked_again_and_nothing_piles_up(prepared: Admitted) -> None:
    prepared.control("faults", method="app.info", kind="error", times=0, status=503, code="INTERNAL")
    prepared.application.upkeep.do(prepared.portal, PART)
    assert [row.status for row in prepared.application.portals.all()] == ["active"]


def test_a_portal_that_was_lost_before_anybody_parted_with_it_is_parted_with(prepared: Admitted) -> None:
    application = prepared.application
    tokens = application.tokens(prepared.portal)
    tokens.lose(tokens.current(), "killed right afterwards")
    application.upkeep.see_off(prepared.portal.id, application.clock.now())
    assert application.portals.all() == []


def test_a_preparation_that_was_taken_back_is_not_followed_up(prepared: Admitted) -> None:
    assert prepared.installer.apply()
    before = len(prepared.calls())
    prepared.application.upkeep.do(prepared.portal, PART)
    assert len(prepared.calls()) == before


def test_a_preparation_that_is_taken_back_while_the_portal_is_asked_is_not_followed_up(prepared: Admitted) -> None:
    """The grant is lost, and an administrator has pressed «Установить» in the meantime."""
    application = prepared.application
    delete_app(prepared)

    def come_back() -> None:
        application.portals.change_settings(prepared.portal.id, lambda known: replace(known, farewell=Farewell()))

    with meanwhile(application, prepared.server.url, come_back):
        application.upkeep.do(prepared.portal, PART)
    assert [row.status for row in application.portals.all()] == ["lost"]


def delete_app(bench: Admitted) -> None:
    portal = bench.server.portal
    app = apps.by_client_id(portal, bench.app["client_id"])
    assert app is not None
    apps.uninstall(portal, app, clean=True)


def asked(bench: Admitted) -> int:
    with bench.application.database.read() as connection:
        done = select(func.count()).where(inbox.c.code == PART, inbox.c.state == "done")
        return int(connection.execute(done).scalar_one())
