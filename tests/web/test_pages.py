"""Pages in the portal: whose they are, who may see them, what they may be framed by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.domain.setup import Farewell, Parting
from app.store.schema import page_session, portal
from bench.interruptions import meanwhile
from tests.web.conftest import ADMIN, Session, Site, boot_of

MANAGER = 2
DEAL = 1


def test_an_administrator_installs_and_gets_a_session(site: Site) -> None:
    page = site.open(site.launch(ADMIN, "/install"))
    boot = boot_of(page)
    assert boot["page"] == "install"
    assert boot["user"]["is_admin"] is True
    assert boot["lang"] == "ru"
    assert "deal_id" not in boot
    assert site.portal.domain == site.server.portal.domain
    assert site.application.portals.application_token(site.portal.id) == site.app["application_token"]
    assert site.application.tokens(site.portal).current().user_id == ADMIN


def test_nothing_of_an_installation_by_another_user_is_kept(site: Site) -> None:
    page = site.open(site.launch(MANAGER, "/install"))
    assert page.status_code == 403
    assert "администратор" in page.text
    with site.application.database.read() as connection:
        assert connection.execute(select(portal)).all() == []


def test_a_token_of_no_portal_installs_nothing(site: Site) -> None:
    page = site.open(site.launch(ADMIN, "/install"), AUTH_ID="0" * 32)
    assert page.status_code == 403
    assert site.application.portals.all() == []


def test_another_portals_member_id_installs_nothing(site: Site) -> None:
    page = site.open(site.launch(ADMIN, "/install"), member_id="f" * 32)
    assert page.status_code == 403
    assert site.application.portals.all() == []


def test_an_auth_server_of_nobodys_installs_nothing(site: Site) -> None:
    page = site.open(site.launch(ADMIN, "/install"), SERVER_ENDPOINT="https://evil.example/rest/")
    assert page.status_code == 403
    assert "сервер авторизации" in page.text
    assert site.application.portals.all() == []


def test_only_the_portal_may_frame_its_pages(site: Site) -> None:
    page = site.open(site.launch(ADMIN, "/install"))
    policy = page.headers["Content-Security-Policy"]
    assert f"frame-ancestors http://{site.server.portal.domain}" in policy
    assert "X-Frame-Options" not in page.headers
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_the_main_page_is_the_register(site: Site) -> None:
    site.install()
    boot = boot_of(site.open(site.launch(MANAGER, "/app")))
    assert boot["page"] == "register"
    assert boot["user"]["id"] == MANAGER
    assert boot["user"]["is_admin"] is False


def test_who_looks_is_the_portals_word_and_not_the_forms(site: Site) -> None:
    site.install()
    page = site.open(site.launch(MANAGER, "/app"), user_id="1", USER_ID="1")
    assert boot_of(page)["user"]["id"] == MANAGER


def test_a_portal_that_never_installed_sees_no_page(site: Site) -> None:
    page = site.open(site.launch(ADMIN, "/app"))
    assert page.status_code == 403
    assert "не установлено" in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_wrong_application_token_sees_no_page(site: Site) -> None:
    site.install()
    page = site.open(site.launch(ADMIN, "/app"), APPLICATION_TOKEN="f" * 32)
    assert page.status_code == 403


def test_the_deal_tab_is_about_its_deal(site: Site) -> None:
    site.install()
    page = site.open(site.launch(ADMIN, "/placement/deal-tab", "CRM_DEAL_DETAIL_TAB", ID=str(DEAL)))
    assert boot_of(page)["deal_id"] == DEAL


def test_a_forged_deal_is_refused_in_words(site: Site) -> None:
    site.install()
    for forged in ("999999", "1 OR 1=1", "-1", "", "1" * 30):
        page = site.open(site.launch(ADMIN, "/placement/deal-tab", "CRM_DEAL_DETAIL_TAB", ID=forged))
        assert page.status_code == 403, forged
        assert "сделк" in page.text
        assert "session" not in page.text


def test_a_page_without_the_portals_form_says_where_it_opens(site: Site) -> None:
    page = site.client.get("/app")
    assert page.status_code == 200
    assert "Битрикс24" in page.text


def test_a_form_without_a_token_is_malformed(site: Site) -> None:
    site.install()
    assert site.open(site.launch(ADMIN, "/app"), AUTH_ID="").status_code == 400
    assert site.client.post("/app", data={}).status_code == 400


def test_the_bearer_is_kept_as_a_hash_and_ends_with_the_token(site: Site) -> None:
    site.install()
    bearer = boot_of(site.open(site.launch(ADMIN, "/app")))["session"]
    with site.application.database.read() as connection:
        rows = connection.execute(select(page_session)).all()
    assert all(bearer not in str(row) for row in rows)
    assert all(0 < (row.expires_at - site.application.clock.now()).total_seconds() <= 3600 for row in rows)


def test_a_title_cannot_leave_the_boot_script(site: Site) -> None:
    site.install()
    users = site.server.portal.collection("user")
    with site.server.portal.transaction():
        before = users.get(MANAGER)
        users.change(MANAGER, NAME="</script><script>alert(1)")
    page = site.open(site.launch(MANAGER, "/app"))
    with site.server.portal.transaction():
        users.change(MANAGER, NAME=(before or {})["NAME"])
    assert "</script><script>alert" not in page.text
    assert boot_of(page)["user"]["name"].startswith("</script>")


def second_administrator(site: Site) -> int:
    with site.server.portal.transaction():
        site.server.portal.collection("user").change(MANAGER, IS_ADMIN=True)
    return MANAGER


def tokens_of(site: Site, user_id: int) -> dict[str, Any]:
    """What the portal's frame gives the page for its user."""
    fields = site.launch(user_id, "/app").fields
    return {"access": fields["AUTH_ID"], "refresh": fields["REFRESH_ID"], "expires_in": 3600}


def test_a_lost_portal_says_so_and_an_administrator_mends_it_by_a_button(site: Site) -> None:
    site.install()
    site.lose()
    seen = boot_of(site.open(site.launch(MANAGER, "/app")))
    assert seen["office"] == {"state": "lost"}
    assert Session(site.client, seen["session"]).post("/office", tokens_of(site, MANAGER)).status_code == 403
    boot = boot_of(site.open(site.launch(ADMIN, "/app")))
    assert site.portal.status == "lost"
    assert Session(site.client, boot["session"]).post("/office", tokens_of(site, ADMIN)).status_code == 200
    assert site.portal.status == "active"
    assert boot_of(site.open(site.launch(MANAGER, "/app")))["office"] == {"state": "ok"}


def test_a_page_tells_what_another_process_has_noted_a_moment_ago(site: Site) -> None:
    """The gate remembers a portal for seconds, and what takes the grant or gives it is mostly another process."""
    site.install()
    assert boot_of(site.open(site.launch(ADMIN, "/app")))["office"] == {"state": "ok"}
    known = site.application.tokens(site.portal).current()
    site.lose()
    assert boot_of(site.open(site.launch(ADMIN, "/app")))["office"] == {"state": "lost"}
    site.application.portals.upsert_install(
        site.portal.address, tokens=known, application_token="", at=site.application.clock.now()
    )
    assert boot_of(site.open(site.launch(ADMIN, "/app")))["office"] == {"state": "ok"}


def test_a_page_tells_what_happened_while_the_portal_was_asked_who_looks(site: Site) -> None:
    site.install()
    launch = site.launch(ADMIN, "/app")
    with meanwhile(site.application, site.server.url, site.lose):
        assert boot_of(site.open(launch))["office"] == {"state": "lost"}


def test_a_second_administrator_who_opens_the_installation_looks_on(site: Site) -> None:
    site.install()
    before = site.application.tokens(site.portal).current()
    boot = boot_of(site.open(site.launch(second_administrator(site), "/install")))
    assert boot["user"]["is_admin"] is True
    assert site.application.tokens(site.portal).current() == before
    page = Session(site.client, boot["session"])
    assert (page.get("/install").json or {})["installer"] == {"id": ADMIN, "name": "Анна Орлова", "is_me": False}
    assert page.post("/office", tokens_of(site, MANAGER)).status_code == 200
    assert site.application.tokens(site.portal).current().user_id == MANAGER


def test_nobody_is_asked_for_whose_tokens_these_are(site: Site) -> None:
    site.install()
    boot = boot_of(site.open(site.launch(ADMIN, "/app")))
    page = Session(site.client, boot["session"])
    for wrong in ({}, {"access": "x", "refresh": ""}, {**tokens_of(site, ADMIN), "access": "0" * 32}):
        assert page.post("/office", wrong).status_code in (400, 403), wrong
    assert page.post("/office", tokens_of(site, MANAGER)).status_code == 403


def test_a_lost_portal_is_taken_over_by_whoever_installs_it_again(site: Site) -> None:
    site.install()
    site.lose()
    boot_of(site.open(site.launch(second_administrator(site), "/install")))
    assert site.portal.status == "active"
    assert site.application.tokens(site.portal).current().user_id == MANAGER


def test_a_revoked_grant_gives_way_to_the_administrator_who_opens_the_installation(site: Site) -> None:
    site.install()
    known = site.application.tokens(site.portal).current()
    site.application.tokens(site.portal).lease_refresh(known, owner="test", seconds=9)
    site.application.tokens(site.portal).store(replace(known, access="0" * 32, refresh="0" * 32), owner="test")
    boot_of(site.open(site.launch(second_administrator(site), "/install")))
    assert site.application.tokens(site.portal).current().user_id == MANAGER


def test_a_portal_prepared_for_the_removal_says_so_and_changes_nothing(site: Site) -> None:
    site.install()
    farewell = Farewell(Parting.DONE)
    site.application.portals.change_settings(site.portal.id, lambda known: replace(known, farewell=farewell))
    boot = boot_of(site.open(site.launch(ADMIN, "/app")))
    assert boot["office"] == {"state": "parting"}
    answer = Session(site.client, boot["session"]).post("/acts/1/void", {"reason": "x"})
    assert answer.status_code == 403
    assert "подготовлена к удалению" in answer.text


def test_another_users_token_never_replaces_the_installers(site: Site) -> None:
    site.install()
    before = site.application.tokens(site.portal).current()
    boot_of(site.open(site.launch(MANAGER, "/app")))
    assert site.application.tokens(site.portal).current() == before


def test_head_answers_on_every_address(site: Site) -> None:
    paths = ("/", "/install", "/app", "/placement/deal-tab", "/placement/register", "/hook/event", "/hook/robot")
    assert {path: site.client.head(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert site.client.head("/nowhere").status_code == 404


def test_built_files_are_kept_for_a_year_and_nothing_else_is_served(site: Site) -> None:
    file = site.client.get("/ui/assets/main-1a2b.js")
    assert file.status_code == 200
    assert "immutable" in file.headers["Cache-Control"]
    file.close()
    assert site.client.get("/ui/../../app.db").status_code == 404
    assert site.client.get("/ui/%2e%2e/app.db").status_code == 404


def test_health_and_readiness(site: Site) -> None:
    assert site.client.get("/health").json == {"status": "ok"}
    assert site.client.get("/ready").json == {"database": "ok", "migrations": True, "last_look_s": None}
