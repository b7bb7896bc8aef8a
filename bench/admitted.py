"""An application that has been let into a sandbox portal as an administrator, in this process."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from cryptography.fernet import Fernet

from app.bootstrap import Application, build
from app.domain.deal import ActsBy, Role
from app.domain.policy import PortalSettings
from app.domain.setup import FunnelChoice, Wishes
from app.installation.installer import Installer
from app.manifest import Manifest
from app.portal.registration import Registration, Standing
from app.ports.access import TokenPair
from app.store.portals import PortalRow
from config.settings import Settings
from sandbox.server import SandboxServer

APP_URL = "http://127.0.0.1:9"
WRITES = (".add", ".update", ".bind", "addfolder", ".delete", ".unbind", "markdeleted", ".set")


class Impatient:
    """A clock on which waiting for room in the portal's bucket takes no time: other tests are of the limits."""

    def __init__(self) -> None:
        self._skipped = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._skipped

    def sleep(self, seconds: float) -> None:
        self._skipped += timedelta(seconds=seconds)


@dataclass
class Admitted:
    """An application, and the portal."""

    application: Application
    portal: PortalRow
    server: SandboxServer
    app: dict[str, Any]

    @property
    def installer(self) -> Installer:
        return self.application.installer(self.portal)

    @property
    def settings(self) -> PortalSettings:
        return self.application.portals.settings(self.portal.id)

    @property
    def standing(self) -> Standing:
        return Registration(self.application.client(self.portal)).standing()

    def control(self, action: str, **values: Any) -> Any:
        return requests.post(f"{self.server.url}/sandbox/api/{action}", json=values, timeout=60).json()

    def rest(self, method: str, **params: Any) -> Any:
        url = self.server.env["B24_WEBHOOK_URL"] + method
        return requests.post(url, json=params, timeout=60).json()["result"]

    def calls(self) -> list[str]:
        rows = self.control("log", limit=1000)
        rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
        return [str(row.get("method") or row.get("METHOD")) for row in rows]

    def writes(self) -> list[str]:
        return [method for method in self.calls() if method.endswith(WRITES)]

    def choose(self, **changes: Any) -> FunnelChoice:
        """The administrator takes the funnel whose stages sound like our roles."""
        reading = next(row for row in self.installer.funnels() if row.roles[Role.REPORT_SENT])
        choice = FunnelChoice(reading.category.id, ActsBy.ROBOT, reading.roles, **changes)
        self.installer.choose(Wishes((choice,), sees_all=(3,)))
        return choice


def let_in(server: SandboxServer, folder: Path, database_url: str = "") -> Admitted:
    """`database_url` "": SQLite in the folder."""
    server.portal.limiter.buy("ru_ent250")
    origin = str(server.url).rstrip("/")
    own = {
        "name": "Первичка", "scope": list(Manifest.load().scopes),
        "handler_url": f"{APP_URL}/app", "install_url": f"{APP_URL}/install",
    }  # fmt: skip
    app = requests.post(f"{origin}/sandbox/api/apps", json=own, timeout=60).json()
    launch = {"client_id": app["client_id"], "user_id": 1}
    form = requests.post(f"{origin}/sandbox/api/apps/launch", json=launch, timeout=60).json()["fields"]
    settings = Settings(
        database_url=database_url or f"sqlite:///{folder}/app.db", app_url=APP_URL, client_id=app["client_id"],
        encryption_keys=(Fernet.generate_key().decode(),), qr_key=secrets.token_hex(16),
        client_secret=app["client_secret"], auth_servers=(origin,),
        portals_allowed=frozenset({origin.removeprefix("http://")}),
    )  # fmt: skip
    application = build(settings, ring=lambda: None, clock=Impatient())
    application.database.migrate()
    confirmed = application.auth_server.confirm(form["SERVER_ENDPOINT"], form["AUTH_ID"], form["member_id"])
    later = datetime.now(UTC) + timedelta(hours=1)
    tokens = TokenPair(form["AUTH_ID"], form["REFRESH_ID"], later, confirmed.user_id)
    portal = application.portals.upsert_install(
        confirmed.address, tokens=tokens, application_token=form["APPLICATION_TOKEN"], at=datetime.now(UTC)
    )
    return Admitted(application, portal, server, app)
