"""The guide of the install page, followed by hand: the activity in an auto-run process of the list of acts."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from bench.admitted import let_in
from sandbox.server import SandboxServer
from tests.e2e.browser import Person, shots_folder

ACTIVITY = "Сообщить «Первичке» об изменении акта"


def test_an_administrator_places_the_activity_where_the_guide_leads(browser: Browser, tmp_path: Path) -> None:
    with SandboxServer(seed="demo", limiter=False) as server:
        bench = let_in(server, tmp_path)
        bench.control("crm/processes", sold=False)
        bench.choose()
        assert bench.installer.apply()
        guide = next(todo for todo in bench.installer.todo() if ACTIVITY in todo.text)
        admin = Person(browser, str(server.url).rstrip("/"), 1, shots_folder())
        page = admin.open(guide.path)
        page.get_by_role("button", name="Добавить действие").first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text(ACTIVITY)).to_be_attached()
        admin.shot("list-activity")
        dialog.get_by_role("button", name="Добавить действие").click()
        row = page.locator("[data-testid^=process-]")
        expect(row).to_contain_text(ACTIVITY)
        expect(row).to_contain_text("при добавлении и изменении")
        admin.close()
        bench.application.close()
        assert not admin.complaints
