"""The acts' story by clicking: install, board, card, tab, the dropped copy, the payment, the won deal, the register."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from demo import installing
from demo.acts import ActsProcess
from demo.cast import Cast, Casting, Deal
from demo.portal import DEAL
from demo.scan import scan
from demo.scene import Installed, Scene
from demo.seeing import until
from demo.stack import Stack
from tests.e2e.browser import Person, drop, number_of
from tests.e2e.conftest import SignIn

ADMIN = 1
FUNNEL = 1
STAGES = {"report_sent": "C1:REPORT_SENT", "documents_sent": "C1:INVOICE_SENT", "invoice_paid": "C1:INVOICE_PAID",
          "won": "C1:WON"}  # fmt: skip
TAB = "Акты выполненных работ"
WON = "Успешная, запрошен отзыв"
pytestmark = pytest.mark.e2e


@pytest.mark.timeout(900)
def test_the_story_by_clicking(stack: Stack, sign_in: SignIn) -> None:
    admin = sign_in(ADMIN)
    scene = _install(stack, admin)
    deal = scene.cast.main
    manager = sign_in(deal.manager)
    _enter_report(manager, deal)
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    _others_go_out(scene)

    _sign(manager, scene, deal)
    _pay(manager)
    until(lambda: scene.expect_stage(deal, "won"))
    manager.page.reload()
    current = manager.page.locator("[data-testid=stages] [aria-current=step]")
    expect(current).to_have_text(WON)
    expect(manager.app().locator("[data-testid^=act-row-]")).to_have_attribute("data-state", "signed")
    manager.shot("deal-won")
    _bell(manager, deal)
    _register(admin)
    _journal(admin)
    _elsewhere(admin, scene)


def _install(stack: Stack, admin: Person) -> Scene:
    """The administrator opens the application, looks at what it is going to do, installs it and finishes."""
    app = next(row for row in stack.portal.control("apps")["apps"] if row["client_id"] == stack.client_id)
    admin.open(f"/marketplace/app/{app['ID']}/")
    page = admin.app()
    expect(page.get_by_test_id("install-apply")).to_be_enabled()
    page.get_by_test_id(f"rename-won-{FUNNEL}").click()
    expect(page.get_by_test_id("plan").get_by_text(WON)).to_be_visible()
    admin.shot("install")
    page.get_by_test_id("install-apply").click()
    expect(page.get_by_test_id("installed")).to_be_visible(timeout=300_000)
    admin.shot("installed")
    page.get_by_test_id("install-finish").click()
    admin.page.wait_for_url(re.compile("install_finished"))
    cast: Cast = Casting(stack.portal).choose()
    scene = Scene(stack.portal, Installed(stack.app_url, stack.client_id, int(app["ID"]), {FUNNEL: STAGES}), cast)
    installing.place_robots(stack.portal, scene.app, cast, scene.process)
    return scene


def _enter_report(manager: Person, deal: Deal) -> None:
    """The manager drags the deal's card on the board."""
    page = manager.open(f"/crm/deal/kanban/category/{FUNNEL}/")
    card = page.get_by_test_id(f"card-{deal.id}")
    expect(card).to_be_visible()
    manager.shot("board")
    card.drag_to(page.get_by_test_id(f"stage-{STAGES['report_sent']}"))

    def in_its_lane() -> bool:
        lane = page.get_by_test_id(f"stage-{STAGES['documents_sent']}")
        return lane.get_by_test_id(f"card-{deal.id}").count() == 1

    manager.again_until(in_its_lane)


def _open_tab(manager: Person, deal: Deal) -> Locator:
    """From the board into the card, and there into the application's tab."""
    manager.page.get_by_test_id(f"card-{deal.id}").get_by_role("link").first.click()
    manager.page.get_by_role("tab", name=TAB).click()
    row = manager.app().locator("[data-testid^=act-row-]")
    expect(row).to_have_count(1)
    expect(row).to_have_attribute("data-state", "sent")
    return row


def _sign(manager: Person, scene: Scene, deal: Deal) -> None:
    """The client's copy is dragged over the act's row, then let go."""
    row = _open_tab(manager, deal)
    manager.shot("deal-tab")
    paper = scan(scene.paper(scene.process.only(deal.id)))
    drop(row, "Акт подписанный.pdf", paper, hold=True)
    expect(manager.app().get_by_test_id(f"drop-zone-{number_of(row)}")).to_be_visible()
    manager.shot("deal-tab-drop")
    drop(row, "Акт подписанный.pdf", paper)
    expect(row).to_have_attribute("data-state", "signed")
    expect(row.get_by_text("Проверен по QR")).to_be_visible()
    manager.shot("deal-tab-signed")


def _pay(manager: Person) -> None:
    page = manager.app()
    page.locator("[data-testid^=pay-]").click()
    page.get_by_role("button", name="Записать оплату").click()
    expect(page.locator("[data-testid^=invoice-row-]")).to_have_attribute("data-state", "paid")


def _bell(manager: Person, deal: Deal) -> None:
    page = manager.open("/notifications/")
    for words in ("закрыта как успешная", "подписан: да"):
        manager.again_until(lambda words=words: page.get_by_text(re.compile(words)).count() == 1)  # type: ignore[misc]
    manager.shot("notifications")
    assert page.locator(f"a[href$='/crm/deal/details/{deal.id}/']").count() >= 1


def _register(admin: Person) -> None:
    """The page in the left menu; those not signed are one click away."""
    admin.open("/crm/deal/").get_by_role("link", name="Реестры").click()
    page = admin.app()
    rows = page.locator("[data-testid^=act-row-]")
    expect(rows).to_have_count(4)
    admin.shot("register")
    page.get_by_test_id("preset-unsigned").click()
    expect(rows).to_have_count(3)
    admin.shot("register-unsigned")


def _journal(admin: Person) -> None:
    """Everything that was done stands in the journal, with its cause, and the requests beside it."""
    page = admin.app()
    page.get_by_test_id("place-journal").click()
    lines = page.locator("[data-testid^='journal-outbox']")
    expect(lines.first).to_be_visible()
    expect(page.get_by_text("Причина: акт подписан").first).to_be_visible()
    page.get_by_test_id("mirror-compare").click()
    # What was being written during the comparison is compared again after half a minute, twice at most.
    verdict = page.get_by_test_id("mirror-verdict")
    expect(verdict).to_contain_text("Здесь всё, что есть на портале", timeout=240_000)
    admin.shot("journal")
    page.get_by_test_id("journal-view-failed").click()
    expect(page.get_by_text("Ничего не сорвалось.")).to_be_visible()
    page.get_by_test_id("journal-view-requests").click()
    expect(page.locator("[data-testid^=request-]").first).to_be_visible()
    admin.shot("journal-requests")


def _elsewhere(admin: Person, scene: Scene) -> None:
    """Where people find the same without the application's pages."""
    assert isinstance(scene.process, ActsProcess)
    page = admin.open(f"/crm/type/{scene.process.kind}/")
    expect(page.get_by_test_id("board")).to_be_visible()
    admin.shot("acts-items")
    year = scene.year(scene.process.only(scene.cast.main.id))
    page = admin.open(f"/docs/path/Акты выполненных работ/{year}/{scene.cast.main.client}/Акт № А-1/")
    expect(page.get_by_role("link", name="Акт № А-1 подписан.pdf").first).to_be_visible()
    admin.shot("drive")
    page = admin.open("/mail/")
    expect(page.get_by_text(re.compile("А-1")).first).to_be_visible()
    admin.shot("mail")


def _others_go_out(scene: Scene) -> None:
    """Three more deals get their acts, so that the register has something to filter."""
    others = (scene.cast.by_hand, scene.cast.native, scene.cast.silent)
    for deal in others:
        scene.manager(deal).update(DEAL, deal.id, stageId=STAGES["report_sent"])
    for deal in others:
        until(lambda deal=deal: scene.process.only(deal.id))  # type: ignore[misc]
