"""The app's own life in a portal: installed, updated, paid, removed and installed again, as the portal tells of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from app.store.schema import page_session
from sandbox.faults import Fault, FaultKind
from sandbox.params import to_pairs
from tests.web.conftest import ADMIN, Site

MANAGER = 2


def posted(site: Site, name: str, auth: dict[str, Any], **data: str) -> dict[str, str]:
    """An event of the app's own life, flattened as the portal's queue sends it."""
    return dict(to_pairs({"event": name, "ts": "1772442000", "data": data, "auth": auth}))


def test_installing_tells_the_secret_of_later_events(site: Site) -> None:
    form = posted(site, "ONAPPINSTALL", site.full_auth(ADMIN), VERSION="1", INSTALLED="Y")
    assert site.client.post("/hook/event", data=form).status_code == 200
    assert site.client.post("/hook/event", data=site.event()).status_code == 200
    assert site.application.tokens(site.portal).current().refresh == form["auth[refresh_token]"]


def finish(site: Site) -> None:
    site.application.portals.change_settings(site.install().id, lambda known: replace(known, is_complete=True))


def test_an_update_brings_a_new_secret_and_registers_anew(site: Site) -> None:
    finish(site)
    auth = site.full_auth(ADMIN, application_token="e" * 32)
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUPDATE", auth, VERSION="2")).status_code == 200
    assert [(row.kind, row.code) for row in site.stored()] == [("inner", "mend")]
    assert site.client.post("/hook/event", data=site.event()).status_code == 403
    renewed = {**site.event(), "auth[application_token]": "e" * 32}
    assert site.client.post("/hook/event", data=renewed).status_code == 200


def test_an_update_is_taken_though_the_portal_is_too_busy_to_be_asked(site: Site) -> None:
    finish(site)
    auth = site.full_auth(ADMIN, application_token="e" * 32)
    site.server.portal.faults.add(Fault(method="profile", kind=FaultKind.ERROR, status=503, times=100))
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUPDATE", auth, VERSION="2")).status_code == 200
    assert [(row.kind, row.code) for row in site.stored()] == [("inner", "mend")]


def test_an_update_of_an_installation_that_was_never_finished_registers_nothing(site: Site) -> None:
    site.install()
    auth = site.full_auth(ADMIN, application_token="e" * 32)
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUPDATE", auth, VERSION="2")).status_code == 200
    assert site.stored() == []


def test_an_ordinary_users_token_cannot_pose_as_an_installation(site: Site) -> None:
    site.install()
    before = site.application.tokens(site.portal).current()
    auth = site.full_auth(MANAGER, application_token="e" * 32)
    assert site.client.post("/hook/event", data=posted(site, "ONAPPINSTALL", auth)).status_code == 403
    assert site.application.tokens(site.portal).current() == before
    assert site.client.post("/hook/event", data=site.event()).status_code == 200


def test_an_installation_with_a_token_of_nobody_is_refused(site: Site) -> None:
    auth = site.full_auth(ADMIN, access_token="0" * 32)
    answer = site.client.post("/hook/event", data=posted(site, "ONAPPINSTALL", auth))
    assert answer.status_code == 403
    assert site.application.portals.all() == []


def test_removing_the_app_with_its_data_leaves_nothing_of_the_portal(site: Site) -> None:
    site.install()
    site.client.post("/hook/event", data=site.event())
    base = site.server.portal.events.base_auth(dict(site.app))
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUNINSTALL", base, CLEAN="1")).status_code == 200
    assert site.application.portals.all() == []
    assert site.inbox_rows() == 0
    assert site.client.post("/hook/event", data=site.event()).status_code == 403
    assert site.install().status == "active"


def test_what_another_process_has_erased_takes_no_rows_and_a_new_installation_does(site: Site) -> None:
    portal = site.install()
    tokens, secret = site.application.tokens(portal).current(), site.application.portals.application_token(portal.id)
    assert site.client.post("/hook/event", data=site.event()).status_code == 200
    site.application.upkeep.part_with(portal, clean=True)
    assert site.client.post("/hook/event", data=site.event()).status_code == 403
    now = site.application.clock.now()
    site.application.portals.upsert_install(portal.address, tokens=tokens, application_token=secret, at=now)
    assert site.client.post("/hook/event", data=site.event()).status_code == 200
    assert site.inbox_rows() == 1


def test_removing_the_app_forgets_tokens_and_sessions(site: Site) -> None:
    site.install()
    base = site.server.portal.events.base_auth(dict(site.app))
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUNINSTALL", base, CLEAN="0")).status_code == 200
    assert site.portal.status == "removed"
    assert site.application.portals.application_token(site.portal.id) == ""
    with site.application.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(page_session)).scalar_one() == 0
    assert site.client.post("/hook/event", data=site.event()).status_code == 403


def test_a_forged_removal_changes_nothing(site: Site) -> None:
    site.install()
    base = {**site.server.portal.events.base_auth(dict(site.app)), "application_token": "f" * 32}
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUNINSTALL", base)).status_code == 403
    assert site.portal.status == "active"


def test_a_removal_told_again_does_not_undo_what_another_process_has_installed_since(site: Site) -> None:
    site.install()
    base = site.server.portal.events.base_auth(dict(site.app))
    assert site.client.post("/hook/event", data=site.event()).status_code == 200
    known, now = site.application.tokens(site.portal).current(), site.application.clock.now()
    site.application.portals.upsert_install(site.portal.address, tokens=known, application_token="n" * 32, at=now)
    assert site.client.post("/hook/event", data=posted(site, "ONAPPUNINSTALL", base)).status_code == 403
    assert site.portal.status == "active"


def test_reinstalling_brings_the_portal_back_with_its_tag(site: Site) -> None:
    tag = site.install().tag
    base = site.server.portal.events.base_auth(dict(site.app))
    site.client.post("/hook/event", data=posted(site, "ONAPPUNINSTALL", base))
    assert site.install().tag == tag
    assert site.client.post("/hook/event", data=site.event()).status_code == 200


def test_a_payment_event_is_acknowledged(site: Site) -> None:
    site.install()
    base = site.server.portal.events.base_auth(dict(site.app))
    assert site.client.post("/hook/event", data=posted(site, "ONAPPPAYMENT", base, STATUS="S")).status_code == 200
