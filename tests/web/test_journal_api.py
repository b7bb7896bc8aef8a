"""The journal through the API: who sees it, what a row says, what becomes of a decision."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.facts import ManagerWarned
from app.installation.upkeep import SETUP_CALLS
from app.services.calls import CALLS
from app.services.journal import CALL_WORDS, CAUSES
from app.services.reactions import REACTIONS
from app.store.queue import OutboxRow, Queue
from app.store.schema import history
from tests.web.conftest import ADMIN, Session, Site

MANAGER = 3


def warn(site: Site, name: str = "n1") -> None:
    with site.application.store(site.portal).transaction() as tx:
        tx.record(ManagerWarned(3, "Сумма больше остатка", name), lane="deal:3")


def end(site: Site, how: Callable[[Queue], Callable[[OutboxRow, str], None]], words: str = "Нет прав") -> str:
    queue = Queue(site.application.database)
    row = queue.lease_outbox("w", site.application.clock.now(), 20)
    assert row is not None
    how(queue)(row, words)
    return f"outbox/{row.id}"


@pytest.fixture
def page(site: Site) -> Session:
    site.install()
    warn(site)
    return site.register_session(ADMIN)


def rows(page: Session, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.get("/journal", **asked).get_json()["rows"]
    return found


def test_every_fact_and_every_call_has_words() -> None:
    assert set(CAUSES) == set(REACTIONS)
    assert set(CALLS) | SETUP_CALLS == set(CALL_WORDS)


def test_a_row_says_what_why_and_about_what(site: Site, page: Session) -> None:
    row = rows(page)[0]
    assert row["title"] == "Предупреждение менеджеру"
    assert row["cause"] == "менеджера надо предупредить"
    assert row["about"]["text"] == "Сделка 3"
    assert row["about"]["url"].endswith("/crm/deal/details/3/")
    assert row["state"] == "waiting"
    assert row["actions"] == ["retry", "cancel"]


def test_a_failed_row_is_retried_and_it_stands_in_the_history(site: Site, page: Session) -> None:
    name = end(site, lambda queue: queue.failed)
    assert rows(page, group="failed")[0]["detail"].startswith("Нет прав. Само больше не повторится")
    answer = page.post(f"/journal/{name}/retry").get_json()["row"]
    assert answer["state"] == "waiting"
    with site.application.database.read() as connection:
        facts = connection.execute(select(history.c.fact, history.c.by, history.c.body)).all()
    assert [(row.by, row.body["decision"]) for row in facts if row.fact == "RowDecided"] == [(ADMIN, "retry")]


def test_what_nobody_knows_is_settled_by_a_person(site: Site, page: Session) -> None:
    name = end(site, lambda queue: queue.unknown, "Неизвестно, есть ли пост")
    row = rows(page, group="unknown")[0]
    assert row["actions"] == ["sent", "again"]
    assert row["detail"] == "Неизвестно, есть ли пост. Посмотрите в портале, сделано ли это."
    assert page.post(f"/journal/{name}/sent").get_json()["row"]["state"] == "done"


def test_a_decision_that_comes_too_late_is_refused_in_words(site: Site, page: Session) -> None:
    name = end(site, lambda queue: queue.failed)
    page.post(f"/journal/{name}/cancel")
    answer = page.post(f"/journal/{name}/cancel")
    assert answer.status_code == 422
    assert "изменилась" in answer.get_json()["error"]["message"]


@pytest.mark.parametrize("path", ["outbox/99999/retry", "portal/1/retry", "outbox/1/explode"])
def test_what_is_no_row_or_no_decision_is_refused(page: Session, path: str) -> None:
    assert page.post(f"/journal/{path}").status_code in (404, 422)


def test_managers_do_not_see_it_unless_they_see_everything(site: Site, page: Session) -> None:
    manager = site.register_session(MANAGER)
    for path in ("/journal", "/journal/requests"):
        assert manager.get(path).status_code == 403
    assert manager.post("/journal/outbox/1/retry").status_code == 403


def test_the_deal_tab_has_no_journal(site: Site, page: Session) -> None:
    assert site.deal_session(3).get("/journal").status_code == 403


def test_nothing_that_opens_anything_is_told(site: Site, page: Session) -> None:
    site.client.post("/hook/event", data=site.event())
    told = json.dumps([page.get("/journal", events="1").get_json(), page.get("/journal/requests").get_json()])
    for row in (*rows(page), *rows(page, events="1")):
        assert {"key", "payload", "body", "lane"}.isdisjoint(row)
    tokens = site.application.tokens(site.portal).current()
    assert tokens.access not in told
    assert site.application.portals.application_token(site.portal.id) not in told


def test_events_are_told_in_words(site: Site, page: Session) -> None:
    site.client.post("/hook/event", data=site.event(object_id=3))
    assert rows(page, events="1")[0]["title"] == "Событие портала: изменение сделки 3"


def test_requests_are_listed_and_only_the_refused_when_asked(site: Site, page: Session) -> None:
    listed = page.get("/journal/requests").get_json()["rows"]
    assert {"method", "status", "ms", "at", "params", "error", "id"} == set(listed[0])
    refused = page.get("/journal/requests", refused="1").get_json()["rows"]
    assert all(row["error"] for row in refused)
    older = page.get("/journal/requests", before=listed[0]["id"]).get_json()["rows"]
    assert [row["id"] for row in older] == [row["id"] for row in listed[1:]][: len(older)]
