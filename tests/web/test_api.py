"""The pages' API: acts of one deal, for whom the portal lets see it, and no further."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.domain.facts import ActMade
from app.jobs.worker import jobs_of
from app.services import papers
from app.store.queue import Queue
from app.web.api_deal import WAITERS
from tests.web.conftest import ADMIN, Session, Site, boot_of

MANAGER = 2
OWN_ONLY = 4
"""A manager who may read only what he is responsible for."""
DEAL, OTHER_DEAL = 1, 2
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj trailer<</Root 1 0 R>>"
)


@pytest.fixture
def tab(site: Site) -> Session:
    site.install()
    return site.deal_session(DEAL)


def make(session: Session, amount: str = "1000,50", request: str = "click1", **more: Any) -> dict[str, Any]:
    answer = session.post("/acts", {"request": request, "amount": amount, "title": "Работы", "is_last": False, **more})
    assert answer.status_code == 200, answer.text
    act: dict[str, Any] = (answer.json or {})["act"]
    return act


def message(answer: TestResponse) -> str:
    return str((answer.json or {})["error"]["message"])


def work(site: Site) -> None:
    """What the worker would do next."""
    jobs_of(site.application).drain.run(60)


def printed(site: Site, act_id: int) -> bytes:
    """The act's own PDF, which bears its QR."""
    ctx = site.application.context(site.portal)
    papers.print_act(ctx, ActMade(act_id, 1))
    with ctx.store.reading() as tx:
        blob_id = tx.acts.get(act_id).pdf_blob_id
    assert blob_id is not None
    with ctx.blobs.as_file(blob_id) as path:
        return path.read_bytes()


def test_the_tab_shows_the_deal_and_nothing_yet(tab: Session) -> None:
    page = tab.get("/deal").json or {}
    assert page["deal"]["id"] == DEAL
    assert page["deal"]["stage"]
    assert page["deal"]["url"].endswith(f"/crm/deal/details/{DEAL}/")
    assert page["totals"]["left"] == page["totals"]["amount"]
    assert (page["acts"], page["invoices"], page["notice"]) == ([], [], "")


def test_an_act_is_made_once_for_one_click(tab: Session) -> None:
    first, second = make(tab), make(tab)
    assert first["id"] == second["id"]
    assert (first["amount"], first["title"], first["state"]) == ("1000.50", "Работы", "draft")
    assert first["preparing"] is True
    assert first["deal"]["id"] == DEAL
    assert first["stage_name"] == "Готовится"
    page = tab.get("/deal").json or {}
    assert [act["id"] for act in page["acts"]] == [first["id"]]
    assert page["totals"]["issued"] == "1000.50"


def test_an_act_whose_papers_stand_still_says_why(site: Site, tab: Session) -> None:
    act = make(tab)
    queue = Queue(site.application.database)
    row = queue.lease_outbox("w", site.application.clock.now(), 20)
    assert row is not None
    assert row.reaction == "papers.print_act"
    before = (tab.get("/deal").json or {})["version"]
    queue.failed(row, "Форма не напечатана.")
    assert (tab.get("/changes", since=before).json or {})["version"] > before
    [shown] = (tab.get("/deal").json or {})["acts"]
    assert (shown["id"], shown["preparing"], shown["stopped"]) == (act["id"], False, "Форма не напечатана.")


@pytest.mark.parametrize("amount", ["abc", "-5", "0", "1.001", "1e99", "NaN", ""])
def test_a_sum_that_is_none_is_refused_in_words(tab: Session, amount: str) -> None:
    answer = tab.post("/acts", {"request": "c", "amount": amount, "is_last": False})
    assert answer.status_code in (400, 422)
    assert message(answer)
    assert (tab.get("/deal").json or {})["acts"] == []


@pytest.mark.parametrize("body", [None, [], "x", {"amount": "5"}, {"request": "../../x", "amount": "5"}])
def test_a_malformed_body_is_told_so(tab: Session, body: Any) -> None:
    answer = tab.client.post("/api/acts", json=body, headers=tab.headers)
    assert answer.status_code == 400
    assert message(answer)


def test_void_and_reissue(tab: Session) -> None:
    act = make(tab)
    voided = (tab.post(f"/acts/{act['id']}/void", {"reason": "Ошибка"}).json or {})["act"]
    assert (voided["state"], voided["actions"]) == ("void", ["reissue"])
    again = {"request": "r", "title": "Работы 2", "amount": "900"}
    reissued = (tab.post(f"/acts/{act['id']}/reissue", again).json or {})["act"]
    assert (reissued["state"], reissued["revision"], reissued["amount"]) == ("draft", 2, "900.00")


def test_the_paper_original_signs(tab: Session) -> None:
    act = make(tab)
    signed = (tab.upload(f"/acts/{act['id']}/paper", on="2020-01-15").json or {})["act"]
    assert signed["state"] == "signed"
    assert signed["signed"] == {"how": "paper", "on": "2020-01-15", "by": "Анна Орлова"}


@pytest.mark.parametrize(("on", "status"), [("", 400), ("вчера", 400), ("2999-01-01", 422)])
def test_a_paper_original_needs_its_day(tab: Session, on: str, status: int) -> None:
    act = make(tab)
    assert tab.upload(f"/acts/{act['id']}/paper", on=on).status_code == status


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00 program", b"<html><script>alert(1)</script>", b"%PDF-1.4 broken", b"PK\x03\x04zip"]
)
def test_a_file_that_is_no_copy_is_refused_and_nothing_is_lost(tab: Session, content: bytes) -> None:
    act = make(tab)
    answer = tab.upload(f"/acts/{act['id']}/copy", file=(io.BytesIO(content), "копия.pdf"))
    verdict = answer.json or {}
    assert answer.status_code == 200
    assert verdict["verdict"] == "refused"
    assert len(verdict["message"]) > 20
    assert verdict["act"]["state"] == "draft"


def test_an_upload_without_a_file_says_so(tab: Session) -> None:
    act = make(tab)
    answer = tab.upload(f"/acts/{act['id']}/copy", note="no file")
    assert answer.status_code == 400
    assert "Файл" in message(answer)


def test_a_file_beyond_the_limit_is_not_read(tab: Session) -> None:
    act = make(tab)
    answer = tab.client.post(
        f"/api/acts/{act['id']}/copy",
        data=b"--b\r\n" + b"0" * (26 * 1024 * 1024),
        content_type="multipart/form-data; boundary=b",
        headers=tab.headers,
    )
    assert answer.status_code == 413
    assert "25 МБ" in message(answer)


def test_a_json_body_beyond_the_limit_is_not_read(tab: Session) -> None:
    answer = tab.post("/acts", {"request": "c", "amount": "5", "title": "x" * 1_200_000})
    assert answer.status_code == 413


def test_a_copy_without_our_mark_waits_for_a_person(tab: Session) -> None:
    act = make(tab)
    verdict = tab.upload(f"/acts/{act['id']}/copy", file=(io.BytesIO(PDF), "../../копия.pdf")).json or {}
    assert verdict["verdict"] == "confirm", verdict
    assert verdict["act"]["offered"] == {"file_name": "копия.pdf"}
    assert "confirm" in verdict["act"]["actions"]
    rejected = (tab.post(f"/acts/{act['id']}/reject-copy").json or {})["act"]
    assert rejected["offered"] is None
    tab.upload(f"/acts/{act['id']}/copy", file=(io.BytesIO(PDF), "копия.pdf"))
    confirmed = (tab.post(f"/acts/{act['id']}/confirm").json or {})["act"]
    assert confirmed["signed"]["how"] == "person"


def test_the_acts_own_copy_is_verified_and_anothers_refused(site: Site, tab: Session) -> None:
    first, second = make(tab, request="one"), make(tab, request="two")
    paper = printed(site, first["id"])
    refused = tab.upload(f"/acts/{second['id']}/copy", file=(io.BytesIO(paper), "a.pdf")).json or {}
    assert refused["verdict"] == "refused"
    assert first["number"] in refused["message"]
    verified = tab.upload(f"/acts/{first['id']}/copy", file=(io.BytesIO(paper), "a.pdf")).json or {}
    assert verified["verdict"] == "verified", verified
    assert verified["act"]["signed"]["how"] == "qr"


def test_an_invoice_is_paid_in_part_and_then_in_full(site: Site, tab: Session) -> None:
    make(tab, amount="1000")
    work(site)
    (invoice,) = (tab.get("/deal").json or {})["invoices"]
    assert (invoice["amount"], invoice["actions"]) == ("1000.00", ["pay"])
    path = f"/invoices/{invoice['id']}/pay"
    for _ in range(2):
        part = (tab.post(path, {"request": "p1", "amount": "400"}).json or {})["invoice"]
        assert (part["state"], part["paid"]) == ("partial", "400.00")
    assert tab.post(path, {"request": "p2", "amount": "601"}).status_code == 422
    full = (tab.post(path, {"request": "p3", "amount": "600"}).json or {})["invoice"]
    assert (full["state"], full["actions"]) == ("paid", [])
    act = (tab.get("/deal").json or {})["acts"][0]
    assert act["payment"] == {"state": "paid", "paid": "1000.00", "amount": "1000.00"}


def test_contacts_are_those_of_the_deal(tab: Session) -> None:
    found = tab.get("/contacts").json or {}
    assert found["contacts"]
    assert all(set(one) == {"id", "name", "emails"} for one in found["contacts"])
    assert tab.get("/contacts", deal_id=OTHER_DEAL).status_code == 404


def test_a_session_is_about_one_deal(site: Site, tab: Session) -> None:
    act = make(tab)
    other = site.deal_session(OTHER_DEAL)
    for verb, body in (("void", {"reason": "x"}), ("confirm", {}), ("send", {"request": "r", "contact_id": 1})):
        assert other.post(f"/acts/{act['id']}/{verb}", body).status_code == 404
    assert other.upload(f"/acts/{act['id']}/paper", on="2020-01-15").status_code == 404
    assert [row["state"] for row in (tab.get("/deal").json or {})["acts"]] == ["draft"]


def test_a_deal_that_the_portal_hides_opens_no_tab(site: Site) -> None:
    site.install()
    page = site.open(site.launch(OWN_ONLY, "/placement/deal-tab", "CRM_DEAL_DETAIL_TAB", ID=str(DEAL)))
    assert page.status_code == 403


@pytest.mark.parametrize("bearer", ["", "Bearer ", "Bearer x", "Basic eDp5", "Bearer " + "a" * 5000])
def test_without_a_session_nothing_is_told(site: Site, bearer: str) -> None:
    site.install()
    for path in ("/api/deal", "/api/contacts", "/api/changes", "/api/register/acts", "/api/install"):
        answer = site.client.get(path, headers={"Authorization": bearer} if bearer else {})
        assert answer.status_code == 401
        assert "обновите" in message(answer)


def test_a_token_in_the_query_is_no_session(site: Site) -> None:
    site.install()
    bearer = boot_of(site.open(site.launch(ADMIN, "/app")))["session"]
    assert site.client.get("/api/register/acts", query_string={"session": bearer}).status_code == 401


def test_the_pages_do_not_lend_each_other_their_powers(site: Site, tab: Session) -> None:
    register = site.register_session()
    assert tab.get("/register/acts").status_code == 403
    assert tab.get("/install").status_code == 403
    assert register.get("/deal").status_code == 403
    assert register.get("/install").status_code == 200
    assert site.register_session(2).get("/install").status_code == 403
    assert register.post("/acts", {"request": "c", "amount": "5"}).status_code == 403


def test_changes_answer_at_once_when_something_happened(tab: Session) -> None:
    before = (tab.get("/deal").json or {})["version"]
    make(tab)
    assert (tab.get("/changes", since=before).json or {})["version"] > before


def test_those_who_wait_never_take_all_threads() -> None:
    assert WAITERS < 8


def test_an_unknown_address_is_an_answer_too(tab: Session) -> None:
    answer = tab.get("/nothing")
    assert answer.status_code == 404
    assert message(answer)
