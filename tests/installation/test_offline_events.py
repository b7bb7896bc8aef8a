"""Offline events are bound where the portal keeps them, put back when they are dropped, and left alone elsewhere."""

from __future__ import annotations

from app.domain.setup import Action
from app.installation.upkeep import MEND
from bench.admitted import Admitted
from sandbox import apps


def kept(bench: Admitted) -> set[str]:
    return {row.event for row in bench.standing.events if row.is_offline}


def test_they_are_bound_beside_the_others_and_noted(bench: Admitted) -> None:
    bench.choose()
    assert bench.installer.apply()
    assert kept(bench) == {name.upper() for name in bench.application.manifest.events}
    assert bench.settings.has_offline_events
    assert bench.installer.is_complete()


def test_a_portal_without_them_is_told_why_and_nothing_is_bound(bench: Admitted) -> None:
    bench.server.portal.events.offline.is_sold = False
    bench.choose()
    assert bench.installer.apply()
    assert kept(bench) == set()
    assert not bench.settings.has_offline_events
    [line] = [change for change in bench.installer.plan() if change.kind == "Офлайн-событие"]
    assert line.action is Action.SKIP
    assert "сверки" in line.why


def test_an_update_drops_them_and_they_are_put_back(bench: Admitted) -> None:
    bench.choose()
    assert bench.installer.apply()
    before = kept(bench)
    app = apps.by_client_id(bench.server.portal, bench.app["client_id"])
    assert app is not None
    apps.update(bench.server.portal, app, 1)
    assert kept(bench) == set()
    bench.application.upkeep.do(bench.portal, MEND)
    assert kept(bench) == before
