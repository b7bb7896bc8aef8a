"""The installer over HTTP against the sandbox: a plan, an application, and nothing the second time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.fernet import Fernet

from app.bootstrap import Application, build
from app.domain.deal import ActsBy, Role
from app.domain.setup import FunnelChoice, StepState
from app.installation.installer import Installer
from app.manifest import Manifest
from app.ports.access import TokenPair
from app.store.portals import PortalRow
from config.settings import Settings
from sandbox.server import SandboxServer

APP_URL = "http://127.0.0.1:9"
WRITES = (".add", ".update", ".bind", "addfolder", ".delete", ".unbind")


@dataclass
class Bench:
    """An application, and a portal that it has been let into as an administrator."""

    application: Application
    portal: PortalRow
    server: SandboxServer

    @property
    def installer(self) -> Installer:
        return self.application.installer(self.portal)

    def control(self, action: str, **values: Any) -> Any:
        return requests.post(f"{self.server.url}/sandbox/api/{action}", json=values, timeout=10).json()

    def rest(self, method: str, **params: Any) -> Any:
        url = self.server.env["B24_WEBHOOK_URL"] + method
        return requests.post(url, json=params, timeout=10).json()["result"]

    def writes(self) -> list[str]:
        rows = self.control("log", limit=1000)
        rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
        methods = [str(row.get("method") or row.get("METHOD")) for row in rows]
        return [method for method in methods if method.endswith(WRITES)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with SandboxServer(seed="demo", limiter=False) as server:
        server.portal.limiter.buy("ru_ent250")
        given = _let_in(server, tmp_path)
        yield given
        given.application.close()


def _let_in(server: SandboxServer, folder: Path) -> Bench:
    origin = str(server.url).rstrip("/")
    own = {
        "name": "Первичка", "scope": list(Manifest.load().scopes),
        "handler_url": f"{APP_URL}/app", "install_url": f"{APP_URL}/install",
    }  # fmt: skip
    app = requests.post(f"{origin}/sandbox/api/apps", json=own, timeout=10).json()
    launch = {"client_id": app["client_id"], "user_id": 1}
    form = requests.post(f"{origin}/sandbox/api/apps/launch", json=launch, timeout=10).json()["fields"]
    settings = Settings(
        database_url=f"sqlite:///{folder}/app.db", app_url=APP_URL, client_id=app["client_id"],
        encryption_keys=(Fernet.generate_key().decode(),), qr_key=secrets.token_hex(16),
        client_secret=app["client_secret"], auth_servers=(origin,),
        portals_allowed=frozenset({origin.removeprefix("http://")}),
    )  # fmt: skip
    application = build(settings, ring=lambda: None)
    application.database.migrate()
    confirmed = application.auth_server.confirm(form["SERVER_ENDPOINT"], form["AUTH_ID"], form["member_id"])
    later = datetime.now(UTC) + timedelta(hours=1)
    tokens = TokenPair(form["AUTH_ID"], form["REFRESH_ID"], later, confirmed.user_id)
    portal = application.portals.upsert_install(
        confirmed.address, tokens=tokens, application_token=form["APPLICATION_TOKEN"], at=datetime.now(UTC)
    )
    return Bench(application, portal, server)


def choose(bench: Bench, **changes: Any) -> FunnelChoice:
    """The administrator takes the funnel whose stages sound like our roles."""
    reading = next(row for row in bench.installer.funnels() if row.roles[Role.REPORT_SENT])
    choice = FunnelChoice(reading.category.id, ActsBy.ROBOT, reading.roles, **changes)
    bench.installer.choose([choice], sees_all=[3], feed_dest=[])
    return choice


def test_the_plan_changes_nothing_and_names_what_would_be_made(bench: Bench) -> None:
    choose(bench, rename_won=True)
    plan = bench.installer.plan()
    assert bench.writes() == []
    assert {change.kind for change in plan} >= {"Смарт-процесс", "Робот", "Событие", "Страница", "Папка"}
    assert any("Успешная, запрошен отзыв" in change.what for change in plan)


def test_what_was_planned_is_applied_and_a_second_run_writes_nothing(bench: Bench) -> None:
    choice = choose(bench, rename_won=True)
    assert bench.installer.apply()
    assert {note.state for _, note in bench.installer.steps()} == {StepState.DONE}
    first = len(bench.writes())
    assert bench.installer.is_complete()
    assert bench.installer.apply()
    assert len(bench.writes()) == first
    known = bench.application.portals.settings(bench.portal.id)
    assert known.acts_type is not None
    assert known.funnels[0].stages == choice.roles
    stages = {row["NAME"] for row in bench.rest("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE_1"})}
    assert "Успешная, запрошен отзыв" in stages


def test_the_administrator_is_told_which_robot_to_place_where(bench: Bench) -> None:
    choose(bench)
    bench.installer.apply()
    assert ["«Сформировать акт» на стадию «Отчёт отправлен»" in row.text for row in bench.installer.todo()] == [True]


def test_missing_stages_are_made_below_the_successful_one_and_once(bench: Bench) -> None:
    lacking = next(row for row in bench.installer.funnels() if not row.roles[Role.REPORT_SENT])
    wanted = (Role.REPORT_SENT, Role.DOCUMENTS_SENT, Role.INVOICE_PAID)
    choice = FunnelChoice(lacking.category.id, ActsBy.APP, lacking.roles, create=wanted)
    for _ in range(2):
        bench.installer.choose([choice], sees_all=[], feed_dest=[])
        assert bench.installer.apply()
    made = next(row for row in bench.installer.funnels() if row.category.id == lacking.category.id)
    assert [stage.name for stage in made.stages].count("Отчёт отправлен") == 1
    order = [stage.semantics for stage in made.stages]
    assert "P" not in order[order.index("S") :]
    assert all(made.roles.values())


def test_a_process_of_acts_that_the_customer_has_is_adopted_not_doubled(bench: Bench) -> None:
    bench.rest("crm.type.add", fields={"title": "Акты выполненных работ", "isStagesEnabled": "Y"})
    choose(bench)
    assert bench.installer.apply()
    titles = [row["title"] for row in bench.rest("crm.type.list")["types"]]
    assert titles.count("Акты выполненных работ") == 1


def test_a_step_that_fails_says_why_and_the_next_run_goes_on(bench: Bench) -> None:
    choose(bench)
    bench.control(
        "faults", method="placement.bind", kind="error", times=1, status=403, code="ACCESS_DENIED",
        description="Нужны права администратора",
    )  # fmt: skip
    assert not bench.installer.apply()
    failed = [note for _, note in bench.installer.steps() if note.state is StepState.FAILED]
    assert [("Нужны права администратора" in note.detail) for note in failed] == [True]
    assert bench.installer.apply()
