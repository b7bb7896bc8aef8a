"""The register through the API: what a user may see, filters, the export; and no way across portals."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.ports.access import PortalAddress, TokenPair
from app.store.sessions import PageSession
from app.web.export import harmless
from tests.web.conftest import ADMIN, Session, Site
from tests.web.test_api import make, message

MANAGER, OTHER_MANAGER = 2, 4
DEAL, OTHER_DEAL = 1, 2


@pytest.fixture
def register(site: Site) -> Session:
    """Two acts of one deal and one of another."""
    site.install()
    make(site.deal_session(DEAL), request="one", amount="1000")
    make(site.deal_session(DEAL), request="two", amount="2000", title="=HYPERLINK(1)")
    make(site.deal_session(OTHER_DEAL), request="three", amount="500")
    return site.register_session()


def page(session: Session, **query: Any) -> dict[str, Any]:
    answer = session.get("/register/acts", **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def test_acts_of_the_whole_company_with_totals(register: Session) -> None:
    found = page(register)
    assert found["totals"] == {"count": 3, "amount": "3500.00", "paid": "0.00", "debt": "3500.00"}
    assert (found["from"], found["to"], found["next"], found["prev"]) == (1, 3, None, None)
    assert found["presets"]["unsigned"] == 3
    assert {row["client"] for row in found["rows"]} != {""}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"signed": "no"}, 3),
        ({"signed": "yes"}, 0),
        ({"state": "draft"}, 3),
        ({"state": "void,signed"}, 0),
        ({"amount_from": "1 000,00", "amount_to": "2000"}, 2),
        ({"deal_id": str(OTHER_DEAL)}, 1),
        ({"q": "hyperlink"}, 1),
        ({"date_from": "2999-01-01"}, 0),
        ({"paid": "none"}, 3),
        ({"paid": "paid"}, 0),
        ({"number": "нет такого"}, 0),
    ],
)
def test_it_is_filtered(register: Session, query: dict[str, str], count: int) -> None:
    assert page(register, **query)["totals"]["count"] == count


@pytest.mark.parametrize(
    "query",
    [
        {"date_from": "вчера"}, {"signed": "maybe"}, {"limit": "100000"}, {"limit": "0"}, {"after": "xxxx"},
        {"sort": "password"}, {"company_id": "1;drop"}, {"q": "x" * 1000},
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_told_so(register: Session, query: dict[str, str]) -> None:
    answer = register.get("/register/acts", **query)
    assert answer.status_code == 400
    assert message(answer)


def test_pages_follow_each_other(register: Session) -> None:
    first = page(register, limit=2, sort="amount")
    second = page(register, limit=2, sort="amount", after=first["next"])
    assert [row["amount"] for row in first["rows"] + second["rows"]] == ["500.00", "1000.00", "2000.00"]
    assert (second["from"], second["to"], second["next"]) == (3, 3, None)


def test_who_is_responsible_for_nothing_sees_nothing(site: Site, register: Session) -> None:
    all_ids = {row["id"] for row in page(register)["rows"]}
    for user_id in (MANAGER, OTHER_MANAGER):
        theirs = site.register_session(user_id)
        rows = page(theirs)["rows"]
        assert all(row["responsible"]["id"] == user_id for row in rows)
        for hidden in all_ids - {row["id"] for row in rows}:
            assert theirs.post(f"/acts/{hidden}/void", {"reason": "x"}).status_code == 404


def test_whom_the_administrator_lets_see_all_sees_all(site: Site, register: Session) -> None:
    settings = site.application.portals.settings(site.portal.id)
    site.application.portals.change_settings(site.portal.id, lambda _: replace(settings, sees_all=(OTHER_MANAGER,)))
    assert page(site.register_session(OTHER_MANAGER))["totals"]["count"] == 3


def test_the_export_has_the_same_rows_and_no_formula(register: Session) -> None:
    answer = register.get("/register/acts.csv", sort="amount")
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = answer.text
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[4] for row in rows] == ["Сумма", "500,00", "1000,00", "2000,00"]
    assert rows[3][3] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_options_name_people_and_states(register: Session) -> None:
    found = register.get("/register/options").json or {}
    assert all(one["name"] for one in found["responsibles"])
    assert [one["id"] for one in found["states"]] == ["draft", "sent", "confirming", "signed", "void"]


def test_acts_are_worked_on_from_the_register_too(register: Session) -> None:
    act = page(register)["rows"][0]
    voided = (register.post(f"/acts/{act['id']}/void", {"reason": "Ошибка"}).json or {})["act"]
    assert voided["state"] == "void"
    assert (register.get("/contacts", deal_id=act["deal"]["id"]).json or {})["contacts"]
    assert register.get("/contacts", deal_id=99).status_code == 404


def test_a_session_of_one_portal_sees_nothing_of_another(site: Site, register: Session) -> None:
    acts = page(register)["rows"]
    now = site.application.clock.now()
    address = PortalAddress("other", "other.example", site.server.portal.client_endpoint, "http://other/rest/")
    tokens = TokenPair("a", "r", now + timedelta(hours=1), ADMIN)
    other = site.application.portals.upsert_install(address, tokens=tokens, application_token="t", at=now)
    session = PageSession(other.id, "register", ADMIN, "Чужой", True, "ru", now + timedelta(hours=1), user_token="x")
    stranger = Session(site.client, site.application.sessions.open(session))
    assert page(stranger)["totals"]["count"] == 0
    for act in acts:
        assert stranger.post(f"/acts/{act['id']}/void", {"reason": "x"}).status_code == 404
        assert stranger.get("/register/acts", deal_id=act["deal"]["id"]).json["totals"]["count"] == 0  # type: ignore[index]


def test_a_session_that_is_over_is_over(site: Site) -> None:
    site.install()
    now = site.application.clock.now()
    session = PageSession(site.portal.id, "register", ADMIN, "Анна", True, "ru", now - timedelta(seconds=1))
    over = Session(site.client, site.application.sessions.open(session))
    assert over.get("/register/acts").status_code == 401
