"""/metrics: figures of the work for whoever knows the bearer, and no such address for others."""

from __future__ import annotations

from sqlalchemy import update

from app.domain.facts import ManagerWarned
from app.domain.mirror import Certificate
from app.store.queue import Queue
from app.store.schema import inbox
from app.store.seals import Seals
from app.web import create_app
from tests.web.conftest import Site

TOKEN = "m" * 24


def scrape(site: Site, bearer: str = TOKEN) -> tuple[int, str]:
    site.application.settings.metrics_token = TOKEN
    found = create_app(site.application).test_client().get("/metrics", headers={"Authorization": f"Bearer {bearer}"})
    return found.status_code, found.text


def test_a_stranger_finds_no_such_address(site: Site) -> None:
    assert scrape(site, "wrong")[0] == 404
    assert site.client.get("/metrics").status_code == 404


def test_it_tells_what_waits_what_is_stuck_and_what_is_unsealed(site: Site) -> None:
    portal = site.install()
    with site.application.store(portal).transaction() as tx:
        tx.record(ManagerWarned(40, "Сумма акта больше остатка", "n1"), lane="deal:40")
    queue, clock = Queue(site.application.database), site.application.clock
    row = queue.lease_outbox("w", clock.now(), 20)
    assert row is not None
    queue.failed(row, "нет прав")
    status, text = scrape(site)
    assert status == 200
    assert f'pervichka_portal_authorised{{portal="{portal.tag}"}} 1.0' in text
    assert f'pervichka_queue_rows{{portal="{portal.tag}",queue="outbox",state="failed"}} 1.0' in text
    assert f'pervichka_history_unsealed_rows{{portal="{portal.tag}"}} 1.0' in text
    Seals(site.application.database, portal.id).seal(clock.now())
    assert "history_unsealed_rows{" not in scrape(site)[1]


def test_the_last_comparison_of_each_kind_is_told(site: Site) -> None:
    portal = site.install()
    now = site.application.clock.now()
    with site.application.store(portal).transaction() as tx:
        tx.mirror.certify(Certificate("deal", now, 15, 14, 7, 6, 1))
    text = scrape(site)[1]
    assert f'pervichka_mirror_portal_rows{{kind="deal",portal="{portal.tag}"}} 15.0' in text
    assert f'pervichka_mirror_equal{{kind="deal",portal="{portal.tag}"}} 0.0' in text


def test_a_lost_portal_shows(site: Site) -> None:
    site.install()
    portal = site.lose()
    text = scrape(site)[1]
    assert f'pervichka_portal_authorised{{portal="{portal.tag}"}} 0.0' in text
    assert portal.domain not in text


def test_a_row_of_a_portal_that_was_erased_meanwhile_keeps_no_figure_from_the_others(site: Site) -> None:
    portal = site.install()
    now = site.application.clock.now()
    nobody = portal.id + 7
    site.application.inbox.accept(portal.id, key="k", kind="event", code="c", payload={}, lane="deal:1", now=now)
    with site.application.database.write() as connection:
        connection.execute(update(inbox).values(portal_id=nobody))
    status, text = scrape(site)
    assert status == 200
    assert f'pervichka_portal_authorised{{portal="{portal.tag}"}} 1.0' in text
    assert "queue_rows{" not in text
