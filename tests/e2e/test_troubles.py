"""What a person meets when things went wrong: a refusal, a doubtful letter, a failed step, a lost grant, a farewell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, expect

from demo import installing
from demo.cast import Casting, Deal
from demo.portal import DEAL
from demo.scene import Installed, Scene, new_deal
from demo.seeing import until
from tests.e2e.browser import Person
from tests.e2e.conftest import SignIn
from tests.e2e.test_story import ADMIN, FUNNEL, STAGES, TAB
from tests.scenarios.stand import Stand

NO_LEAVE = {"method": "disk.*.add*folder", "kind": "error", "status": 403, "code": "ACCESS_DENIED"}
"""The portal lets nobody make a folder, until the administrator mends that."""
DENIED = "Доступ запрещён"
LOST = "Приложение потеряло доступ к порталу"
BUTTON = "Работать от моего имени"
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("stand")) as running:
        yield running


@pytest.fixture(autouse=True)
def rested(stack: Stand) -> None:
    """Nobody waits for the portal's allowance of requests."""
    stack.rest()


@pytest.fixture(scope="module")
def scene(stack: Stand) -> Scene:
    """Until the administrator has installed the application, there is only the cast."""
    stack.portal.control("crm/processes", sold=False)
    stack.portal.control("events/offline", sold=False)
    app = next(row for row in stack.portal.control("apps")["apps"] if row["client_id"] == stack.client_id)
    installed = Installed(stack.app_url, stack.client_id, int(app["ID"]), {FUNNEL: STAGES})
    return Scene(stack.portal, installed, Casting(stack.portal).choose())


@pytest.fixture
def deal(scene: Scene) -> Deal:
    return new_deal(scene, like=scene.cast.main)


def test_an_installation_says_what_the_portal_cannot_do_and_goes_on_after_a_refusal(
    scene: Scene, sign_in: SignIn
) -> None:
    admin = sign_in(ADMIN)
    page = _app_page(admin, scene)
    expect(page.get_by_test_id("plan")).to_contain_text("тариф портала их не хранит")
    scene.portal.control("faults", **NO_LEAVE, description=DENIED, times=0)
    page.get_by_test_id("install-apply").click()
    expect(page.get_by_test_id("step-failed")).to_be_visible()
    failed = page.locator("[data-testid^=step-][data-state=failed]")
    expect(failed).to_contain_text(f"Портал отказал: {DENIED}")

    scene.portal.control("faults", clear=True)
    page.get_by_test_id("install-apply").click()
    expect(page.get_by_test_id("installed")).to_be_visible()
    expect(failed).to_have_count(0)
    expect(page.get_by_text("9 из 9")).to_be_visible()
    page.get_by_test_id("install-again").click()
    expect(page.locator("[data-action=skip]").first).to_contain_text("портал отказал: Превышено")
    links = page.get_by_test_id("todo").get_by_role("link", name="Открыть")
    expect(links.first).to_have_attribute("href", f"{scene.portal.url}/crm/deal/automation/{FUNNEL}/")
    page.get_by_test_id("install-finish").click()
    admin.page.wait_for_url(re.compile("install_finished"))
    installing.place_robots(scene.portal, scene.app, scene.cast, scene.process)


def test_a_letter_that_nobody_knows_the_end_of_is_settled_in_the_journal(
    scene: Scene, deal: Deal, sign_in: SignIn
) -> None:
    scene.portal.control("faults", method="crm.activity.add", kind="timeout-after")
    scene.move(deal, "report_sent")
    page = _journal(sign_in(ADMIN), scene, "unknown")
    row = page.locator("[data-testid^=journal-outbox]")
    expect(row).to_contain_text("Проверьте «Отправленные»")
    expect(row.get_by_role("button")).to_have_text(["Отправлено", "Отправить ещё раз"])
    scene.expect_stage(deal, "report_sent")

    row.get_by_role("button", name="Отправлено").click()
    expect(page.get_by_text("Всё известно: решать нечего.")).to_be_visible()
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    number = scene.process.only(deal.id).number
    assert len([letter for letter in scene.portal.letters() if f"№ {number} " in letter.subject]) == 1


def test_what_the_portal_refused_is_done_from_the_journal_once_it_no_longer_refuses(
    scene: Scene, deal: Deal, sign_in: SignIn
) -> None:
    scene.portal.control("faults", **NO_LEAVE, description=DENIED, times=0)
    scene.move(deal, "report_sent")
    page = _journal(sign_in(ADMIN), scene, "failed")
    row = page.locator("[data-testid^=journal-outbox]")
    expect(row).to_contain_text(DENIED)
    expect(row).to_contain_text("устраните причину и нажмите «Повторить»")
    expect(row.get_by_role("button")).to_have_text(["Повторить", "Отменить"])
    row.get_by_role("button", name="Отменить").click()
    expect(page.get_by_role("dialog")).to_contain_text("то, что должно было последовать, тоже не случится")
    page.get_by_role("dialog").get_by_role("button", name="Отмена").click()

    scene.portal.control("faults", clear=True)
    row.get_by_role("button", name="Повторить").click()
    expect(page.get_by_text("Ничего не сорвалось.")).to_be_visible()
    until(lambda: scene.expect_stage(deal, "documents_sent"))


def test_a_lost_grant_is_told_to_everybody_and_given_anew_by_an_administrator(
    scene: Scene, deal: Deal, sign_in: SignIn
) -> None:
    scene.portal.control("tokens/revoke", client_id=scene.app.client_id)
    scene.move(deal, "report_sent")
    employee = sign_in(deal.manager)
    employee.open(f"/marketplace/app/{scene.app.app_id}/")
    employee.again_until(lambda: _is_shown(employee, "office-lost"))
    advice = f"Попросите администратора портала открыть «Первичку» и нажать «{BUTTON}»"
    expect(employee.app().get_by_test_id("office-lost")).to_contain_text(advice)
    expect(employee.app().get_by_role("button", name=BUTTON)).to_have_count(0)
    employee.open(f"/crm/deal/details/{deal.id}/").get_by_role("tab", name=TAB).click()
    expect(employee.app().get_by_test_id("office-lost")).to_be_visible()

    admin = sign_in(ADMIN)
    page = _app_page(admin, scene)
    expect(page.get_by_test_id("office-lost")).to_contain_text(LOST)
    page.get_by_test_id("place-install").click()
    expect(page.get_by_test_id("install-lost")).to_contain_text("Верните ему доступ кнопкой выше")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_test_id("office-lost")).to_have_count(0)
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    assert scene.process.only(deal.id).number


def test_before_a_removal_people_see_what_goes_and_afterwards_what_has_stayed(scene: Scene, sign_in: SignIn) -> None:
    admin = sign_in(ADMIN)
    page = _app_page(admin, scene)
    page.get_by_test_id("place-install").click()
    page.get_by_test_id("removal-prepare").click()
    stays = page.get_by_test_id("removal-keep").locator("li")
    expect(stays.first).to_be_visible()
    expected = stays.all_inner_texts()
    expect(page.get_by_test_id("removal-remove")).to_contain_text("Сформировать акт")

    page.get_by_test_id("removal-do").click()
    expect(page.get_by_test_id("removed")).to_be_visible()
    assert page.get_by_test_id("kept").locator("li").all_inner_texts() == expected
    acts = page.get_by_test_id("kept").get_by_role("link", name=re.compile("Акты выполненных работ")).first
    expect(acts).to_have_attribute("href", re.compile(f"^{re.escape(scene.portal.url)}/"))
    expect(page.get_by_test_id("todo")).to_contain_text("Уберите роботов «Первички» со стадий воронки")
    assert scene.rest.items(DEAL)


def _app_page(person: Person, scene: Scene) -> FrameLocator:
    person.open(f"/marketplace/app/{scene.app.app_id}/")
    return person.app()


def _journal(admin: Person, scene: Scene, view: str) -> FrameLocator:
    page = _app_page(admin, scene)
    page.get_by_test_id("place-journal").click()
    page.get_by_test_id(f"journal-view-{view}").click()
    return page


def _is_shown(person: Person, testid: str) -> bool:
    """Once the page has loaded: whatever it has to say of the application stands above the rest."""
    person.app().get_by_role("main").wait_for()
    return person.app().get_by_test_id(testid).count() == 1
