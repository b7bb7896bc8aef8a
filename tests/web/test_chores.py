"""What the workers' own wiring does for every portal from time to time."""

from __future__ import annotations

from datetime import timedelta

from app.jobs.worker import jobs_of
from app.store.old_rows import KEPT
from app.store.queue import Queue
from app.store.seals import Seals
from tests.web.conftest import Site


def test_old_calls_go_and_the_history_is_sealed(site: Site) -> None:
    portal, application = site.install(), site.application
    long_ago = application.clock.now() - KEPT - timedelta(days=1)
    application.inbox.accept(portal.id, key="old", kind="robot", code="x", payload={}, lane="deal:1", now=long_ago)
    queue = Queue(application.database)
    row = queue.lease_inbox("w", application.clock.now(), 20)
    assert row is not None
    queue.done(row)
    before = sum(queue.counts(portal.id)["inbox"].values())
    jobs_of(application).sweep.run(0)
    assert sum(queue.counts(portal.id)["inbox"].values()) < before
    assert Seals(application.database, portal.id).waiting() == 0
