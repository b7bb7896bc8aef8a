"""The installation through the API: shown before anything is done, chosen, and left to a worker."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.installation.funnels import DEAL
from app.portal.structure import Structure
from app.store.schema import inbox
from tests.web.conftest import ADMIN, Session, Site, boot_of

ROLES = ("report_sent", "documents_sent", "invoice_paid", "won")


@pytest.fixture
def page(site: Site) -> Session:
    return Session(site.client, boot_of(site.open(site.launch(ADMIN, "/install")))["session"])


def choice(funnel: dict[str, Any], **instead: Any) -> dict[str, Any]:
    chosen = {name: funnel[name] for name in ("category_id", "enabled", "acts_by", "roles", "create")}
    return {**chosen, "rename_won": False, **instead}


def test_the_page_shows_what_would_be_done(page: Session) -> None:
    found = page.get("/install").json or {}
    assert {step["state"] for step in found["steps"]} == {"todo"}
    assert found["installed"] is False
    assert {line["action"] for line in found["plan"]} <= {"add", "change", "keep"}
    funnel = next(row for row in found["funnels"] if row["roles"]["report_sent"])
    assert set(funnel["roles"]) == set(ROLES)
    assert funnel["rename_won"]["to"] == "Успешная, запрошен отзыв"
    assert all(stage["name"] for stage in funnel["stages"])
    assert {"id": 1, "name": "Анна Орлова"} in found["users"]


def test_before_anything_is_chosen_only_funnels_that_fit_are_offered(page: Session) -> None:
    funnels = (page.get("/install").json or {})["funnels"]
    assert [row["enabled"] for row in funnels] == [not row["create"] for row in funnels]
    assert {row["enabled"] for row in funnels} == {True, False}


def test_a_choice_is_kept_and_nothing_is_done_yet(site: Site, page: Session) -> None:
    funnels = (page.get("/install").json or {})["funnels"]
    body = {"funnels": [choice(row, rename_won=True) for row in funnels[:1]], "sees_all": [3], "feed": True}
    found = page.post("/install/funnels", body).json or {}
    assert (found["sees_all"], found["feed"]) == ([3], True)
    assert [row["enabled"] for row in found["funnels"]] == [True] + [False] * (len(funnels) - 1)
    assert found["funnels"][0]["rename_won"]["chosen"] is True
    assert any(line["action"] == "change" for line in found["plan"])
    with site.application.database.read() as connection:
        assert connection.execute(select(inbox)).all() == []


def test_a_stage_that_was_made_stands_in_its_role_and_events_have_words(site: Site, page: Session) -> None:
    funnels = (page.get("/install").json or {})["funnels"]
    wanted = next(row for row in funnels if "documents_sent" in row["create"])
    structure = Structure(site.application.client(site.portal))
    structure.add_stage(DEAL, wanted["category_id"], stage_id="DOCS_SENT", name="Бумаги ушли", sort=15)
    body = {"funnels": [choice(wanted, enabled=True)], "sees_all": [], "feed": False}
    found = page.post("/install/funnels", body).json or {}
    made = next(row for row in found["funnels"] if row["category_id"] == wanted["category_id"])
    assert sorted([*made["create"], "documents_sent"]) == sorted(wanted["create"])
    assert {stage["id"]: stage["name"] for stage in made["stages"]}[made["roles"]["documents_sent"]] == "Бумаги ушли"
    events = {line["code"]: line["what"] for line in found["plan"] if line["kind"] == "Событие"}
    assert events["ONCRMDEALUPDATE"] == "Сделка изменена"
    assert all(words != code for code, words in events.items())


def test_applying_is_left_to_a_worker(site: Site, page: Session) -> None:
    assert page.post("/install/apply").status_code == 202
    with site.application.database.read() as connection:
        (row,) = connection.execute(select(inbox)).all()
    assert (row.kind, row.code) == ("inner", "install")
    assert site.rings


@pytest.mark.parametrize(
    "body",
    [{}, {"funnels": "all"}, {"funnels": [{"category_id": "x"}]}, {"funnels": [], "sees_all": ["root"]}],
)
def test_a_malformed_choice_is_told_so(page: Session, body: dict[str, Any]) -> None:
    assert page.post("/install/funnels", body).status_code == 400


@pytest.mark.parametrize("act", ["apply", "remove"])
def test_what_no_worker_was_asked_for_is_not_said_to_be_under_way(site: Site, page: Session, act: str) -> None:
    """A web process that dies between the two would leave a page that waits for ever."""
    with site.application.database.write() as connection:
        connection.exec_driver_sql("CREATE TRIGGER dies BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert page.post(f"/install/{act}").status_code == 500
    settings = site.application.portals.settings(site.portal.id)
    assert (settings.steps, settings.is_parting) == ((), False)
