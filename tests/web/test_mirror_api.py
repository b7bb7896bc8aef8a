"""How far the portal has been read: on the administrator's page and from the command line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import suppress

import pytest

from app import reading
from app.domain.mirror import DEAL, Reading, ReadingState, Window
from app.errors import SettingsError
from app.jobs.worker import jobs_of
from app.ports import Context
from app.services import mirroring, sweeping
from sandbox.areas.crm import filling
from sandbox.limits import Cost
from tests.web.conftest import ADMIN, Session, Site


@pytest.fixture
def page(site: Site) -> Session:
    site.install()
    return site.register_session(ADMIN)


def test_the_page_is_told_how_far_the_reading_is(site: Site, page: Session) -> None:
    assert page.get("/mirror").json == {"kinds": []}
    ctx = site.application.context(site.portal)
    mirroring.begin(ctx)
    with ctx.store.transaction() as tx:
        begun = tx.mirror.reading(DEAL)
        assert begun is not None
        half = Reading(DEAL, ReadingState.READING, begun.started_at, rows=30, left=(Window(30, 60, 30),))
        tx.mirror.save_reading(half)
    kinds = {row["kind"]: row for row in (page.get("/mirror").json or {})["kinds"]}
    assert (kinds[DEAL]["state"], kinds[DEAL]["rows"], kinds[DEAL]["share"]) == ("reading", 30, 0.5)
    assert (kinds["company"]["state"], kinds["company"]["share"]) == ("waiting", 0.0)


def test_a_comparison_is_asked_for_and_certified(site: Site, page: Session) -> None:
    ctx = site.application.context(site.portal)
    reading.read_portal(site.application, site.portal.domain, again=False, out=io.StringIO())
    assert page.post("/mirror/compare").status_code == 202
    sweeping.compare(ctx, {"kinds": [DEAL], "round": 0})
    row = next(row for row in (page.get("/mirror").json or {})["kinds"] if row["kind"] == DEAL)
    assert row["title"] == "Сделки"
    assert row["certificate"]["equal"]
    assert row["certificate"]["portal"] == row["certificate"]["mirror"] == row["rows"]


def test_only_those_who_see_everything_are_told(site: Site) -> None:
    site.install()
    assert site.register_session(user_id=3).get("/mirror").status_code == 403


def test_the_command_line_reads_the_whole_portal(site: Site) -> None:
    portal, out = site.install(), io.StringIO()
    assert reading.read_portal(site.application, portal.domain, again=False, out=out) == 0
    ctx = site.application.context(portal)
    with ctx.store.reading() as tx:
        rows = {found.kind: found.rows for found in tx.mirror.readings()}
        assert {found.state for found in tx.mirror.readings()} == {ReadingState.DONE}
        assert all(tx.mirror.sum(kind).count == count for kind, count in rows.items())
    assert rows[DEAL] > 0
    assert f"deal: прочитано строк {rows[DEAL]}" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_the_command_line_names_the_portals_it_knows(site: Site) -> None:
    portal = site.install()
    with pytest.raises(SettingsError, match=portal.domain):
        reading.read_portal(site.application, "нет такого", again=False)


def test_a_killed_reading_is_gone_on_with(site: Site) -> None:
    portal, server = site.install(), site.server.portal
    numbers = filling.fill(server, 2, 20_000)
    server.limiter.charge(Cost("crm.item.list", 0.01))
    environment = {
        **os.environ, "DATABASE_URL": site.application.settings.database_url, "APP_URL": "http://app.example",
        "ENCRYPTION_KEYS": site.application.settings.encryption_keys[0], "QR_KEY": "q" * 32,
        "PORTALS_ALLOWED": server.domain, "AUTH_SERVERS": server.auth_server,
    }  # fmt: skip
    command = [sys.executable, "-m", "app", "mirror", "--portal", portal.domain]
    ctx = site.application.context(portal)
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        while not (half := _reading(ctx)).rows:
            with suppress(subprocess.TimeoutExpired):
                pytest.fail(f"it has ended with {process.wait(timeout=0.02)}")
        process.kill()
    assert half.left
    reading.read_portal(site.application, portal.domain, again=False, out=io.StringIO())
    with ctx.store.reading() as tx:
        kept = {object_id for object_id, _ in tx.mirror.stamps(DEAL, limit=100_000)}
    assert set(numbers) <= kept
    assert _reading(ctx).state is ReadingState.DONE
    assert _reading(ctx).started_at == half.started_at


def _reading(ctx: Context) -> Reading:
    with ctx.store.reading() as tx:
        return tx.mirror.reading(DEAL) or Reading(DEAL, ReadingState.WAITING, ctx.clock.now())


def test_the_workers_read_every_kind_after_the_installation(site: Site) -> None:
    ctx = site.application.context(site.install())
    mirroring.begin(ctx)
    assert jobs_of(site.application).drain.run(60) >= len(mirroring.kinds(ctx.settings))
    with ctx.store.reading() as tx:
        readings = tx.mirror.readings()
    assert {found.kind for found in readings} == set(mirroring.kinds(ctx.settings))
    assert {found.state for found in readings} == {ReadingState.DONE}
