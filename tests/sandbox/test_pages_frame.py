"""Other people's SDK in the frame of the portal's page, and the board by mouse and keyboard, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sandbox import apps
from sandbox.areas.crm import items, requirements
from sandbox.areas.placement import bindings
from sandbox.server import SandboxServer
from sandbox.store import Record
from tests.sandbox.apps import LOOK_SECONDS

CHROMIUM = Path("/usr/bin/chromium")
SDK = Path(__file__).parents[2] / "placement/ui/node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
APP = """<!doctype html><meta charset="utf-8"><title>app</title><h1>Приложение</h1><pre id="said"></pre>
<script src="/sdk.js"></script><script>
window.ready = B24Js.initializeB24Frame().then((b24) => { window.b24 = b24; return true; });
</script>"""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium on this machine"),
]
needs_sdk = pytest.mark.skipif(not SDK.exists(), reason="b24jssdk is not installed: npm ci in placement/ui")


class _App(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(APP.encode(), "text/html; charset=utf-8")

    def do_GET(self) -> None:
        self._answer(SDK.read_bytes() if self.path == "/sdk.js" else b"", "text/javascript; charset=utf-8")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def app_url() -> Iterator[str]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), _App)
    threading.Thread(target=http.serve_forever, args=(LOOK_SECONDS,), daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def registered(server: SandboxServer, app_url: str, *, install: bool = False) -> Record:
    made = apps.register(
        server.portal, name="Проба", scope=["crm", "placement", "user"], handler_url=f"{app_url}/app",
        install_url=f"{app_url}/install" if install else "",
    )  # fmt: skip
    if not install:
        asked = {"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": f"{app_url}/tab", "TITLE": "Акты"}
        bindings.bind(server.portal, made, asked, frozenset(made["scope"]))
    return made


def frame_says(page: Page, script: str) -> Any:
    page.frame_locator("iframe.frame").get_by_role("heading", name="Приложение").wait_for()
    frame = page.frames[-1]
    frame.wait_for_function("() => window.ready")
    frame.evaluate("() => window.ready")
    return frame.evaluate(script)


def open_tab(page: Page, server: SandboxServer) -> None:
    page.goto(f"{server.url}/crm/deal/details/1/")
    page.get_by_role("tab", name="Акты").click()
    page.frame_locator("iframe[title*='Проба']").get_by_role("heading", name="Приложение").wait_for()


@needs_sdk
def test_the_sdk_begins_in_the_tab_of_a_deal(server: SandboxServer, page: Page, app_url: str) -> None:
    registered(server, app_url)
    open_tab(page, server)
    told = frame_says(
        page,
        """async () => ({
        place: b24.placement.title, options: b24.placement.options, lang: b24.getLang(), admin: b24.auth.isAdmin,
        first: b24.isFirstRun, member: b24.auth.getAuthData().member_id, origin: b24.getTargetOrigin(),
    })""",
    )
    assert told == {
        "place": "CRM_DEAL_DETAIL_TAB", "options": {"ID": "1"}, "lang": "ru", "admin": True, "first": True,
        "member": server.portal.member_id, "origin": server.url,
    }  # fmt: skip


@needs_sdk
def test_the_sdk_calls_methods_refreshes_and_resizes(server: SandboxServer, page: Page, app_url: str) -> None:
    registered(server, app_url)
    open_tab(page, server)
    called = frame_says(
        page,
        """async () => {
        const answer = await b24.callMethod('crm.item.get', { entityTypeId: 2, id: 1 });
        return answer.getData().result.item.title;
    }""",
    )
    assert called.startswith("Аудит сайта")
    refreshed = frame_says(
        page,
        """async () => {
        const before = b24.auth.getAuthData().access_token;
        await b24.auth.refreshAuth();
        return [before, b24.auth.getAuthData().access_token];
    }""",
    )
    assert refreshed[0] != refreshed[1]
    assert server.portal.tokens.by_access(refreshed[1]) is not None
    sized = frame_says(page, "() => b24.parent.resizeWindow(700, 823)")
    assert sized == {"width": 700, "height": 823}
    assert page.locator("iframe.frame").bounding_box() is not None
    frame_says(page, "() => b24.options.userSet('seen', 'yes')")
    saved = server.portal.collection("app_option").first(user=1)
    assert saved is not None
    assert saved["values"] == {"seen": "yes"}


@needs_sdk
def test_a_path_opens_in_a_slider(server: SandboxServer, page: Page, app_url: str) -> None:
    registered(server, app_url)
    open_tab(page, server)
    frame_says(page, "() => { b24.slider.openPath(b24.slider.getUrl('/crm/company/details/2/'), 900); }")
    slider = page.get_by_test_id("slider")
    expect(slider.locator("iframe").content_frame.get_by_role("heading", level=1)).to_have_text("ООО «Вектор Плюс»")
    slider.get_by_role("button", name="Закрыть").first.click()
    expect(slider).to_have_count(0)


@needs_sdk
def test_the_install_page_ends_the_installation(server: SandboxServer, page: Page, app_url: str) -> None:
    made = registered(server, app_url, install=True)
    page.goto(f"{server.url}/marketplace/app/{made['ID']}/")
    assert frame_says(page, "() => b24.isInstallMode") is True
    page.frames[-1].evaluate("() => { b24.installFinish(); }")
    page.wait_for_url("**install_finished=Y*")
    assert (server.portal.collection("app").get(made["ID"]) or {})["INSTALLED"] is True
    assert frame_says(page, "() => b24.isInstallMode") is False


@needs_sdk
def test_strangers_are_met_with_silence(server: SandboxServer, page: Page, app_url: str) -> None:
    registered(server, app_url)
    open_tab(page, server)
    answered = frame_says(
        page,
        """() => new Promise((done) => {
        addEventListener('message', (e) => done(e.data));
        parent.postMessage('refreshAuth:mine:not-the-sid', '*');
        parent.postMessage('noSuchCommand:mine:' + window.name.split('|')[2], '*');
        parent.postMessage('setTitle:{"title":"ok"}:last:' + window.name.split('|')[2], '*');
    })""",
    )
    assert answered == 'last:{"title":"ok"}'


def test_a_card_moves_by_keyboard_mouse_and_menu(server: SandboxServer, page: Page) -> None:
    page.goto(f"{server.url}/crm/deal/kanban/category/1/")
    card = page.get_by_test_id("card-1")
    card.get_by_role("button", name="Переместить").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("stage-C1:REPORT_SENT").get_by_test_id("card-1")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Отчёт отправлен")
    page.get_by_test_id("card-1").drag_to(page.get_by_test_id("stage-C1:INVOICE_SENT"))
    expect(page.get_by_test_id("stage-C1:INVOICE_SENT").get_by_test_id("card-1")).to_be_visible()
    page.get_by_test_id("card-1").get_by_role("button", name="Переместить").click()
    page.get_by_test_id("move").get_by_role("button", name="Договор").click()
    expect(page.get_by_test_id("stage-C1:CONTRACT").get_by_test_id("card-1")).to_be_visible()
    assert (items.get(server.portal, 2, 1) or {})["STAGE_ID"] == "C1:CONTRACT"


def test_a_refused_stage_is_shown_in_a_dialog(server: SandboxServer, page: Page) -> None:
    requirements.require_on_stage(server.portal, 2, "COMMENTS", ["C1:WON"])
    page.goto(f"{server.url}/crm/deal/details/1/")
    page.get_by_test_id("stages").get_by_role("button", name="Сделка успешна").click()
    expect(page.get_by_test_id("refused")).to_contain_text("Комментарий")
    page.get_by_role("button", name="Понятно").click()
    assert (items.get(server.portal, 2, 1) or {})["STAGE_ID"] != "C1:WON"


@needs_sdk
def test_the_tab_stays_open_when_the_app_reloads_the_card(server: SandboxServer, page: Page, app_url: str) -> None:
    registered(server, app_url)
    open_tab(page, server)
    with page.expect_navigation():
        frame_says(page, "() => { b24.placement.call('reloadData'); }")
    assert frame_says(page, "() => b24.placement.title") == "CRM_DEAL_DETAIL_TAB"
    assert frame_says(page, "() => b24.isFirstRun") is False
