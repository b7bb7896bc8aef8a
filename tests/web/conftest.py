"""The web on a real SQLite store, beside a running sandbox portal on which the app is registered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.bootstrap import Application, build
from app.store.portals import PortalRow
from app.store.schema import inbox
from app.web import create_app
from app.web.screen import Screens
from config.settings import Settings
from sandbox import apps
from sandbox.server import SandboxServer

SCOPE = ["crm", "bizproc", "disk", "im", "placement", "user_basic", "log", "userfieldconfig", "lists"]
INDEX = '<!doctype html><script id="boot" type="application/json">null</script><div id="app"></div>'
ADMIN = 1
_BOOT = re.compile(r'<script id="boot" type="application/json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A portal of its own for each test: what an earlier one left would be taken for ours."""
    with SandboxServer(seed="demo", limiter=False) as server:
        yield server


@dataclass
class Site:
    """The app's web and the portal that it talks to."""

    application: Application
    client: FlaskClient
    server: SandboxServer
    app: Mapping[str, Any]
    rings: list[None] = field(default_factory=list)

    def launch(self, user_id: int, handler: str, placement: str = "DEFAULT", **options: Any) -> apps.Launch:
        with self.server.portal.transaction():
            return apps.launch(
                self.server.portal,
                dict(self.app),
                user_id,
                placement=placement,
                options=options,
                handler=f"http://app.example{handler}",
            )

    def open(self, launch: apps.Launch, **instead: str) -> TestResponse:
        """POST the frame's form as the browser does; `instead` are fields that somebody has changed."""
        parts = urlsplit(launch.url)
        return self.client.post(f"{parts.path}?{parts.query}", data={**launch.fields, **instead})

    def install(self, user_id: int = ADMIN) -> PortalRow:
        assert self.open(self.launch(user_id, "/install")).status_code == 200
        return self.portal

    @property
    def portal(self) -> PortalRow:
        found = self.application.portals.by_member(self.server.portal.member_id)
        assert found is not None
        return found

    def lose(self) -> PortalRow:
        """The installer's grant is gone, and whichever process met that has noted it."""
        tokens = self.application.tokens(self.portal)
        assert tokens.lose(tokens.current(), "Доступ отозван.")
        return self.portal

    def event(self, name: str = "ONCRMDEALUPDATE", object_id: int = 3, ts: int = 1772442000) -> dict[str, str]:
        """An event as the portal posts it (api-reference/events/index.md)."""
        portal = self.server.portal
        return {
            "event": name,
            "event_handler_id": "715",
            "data[FIELDS][ID]": str(object_id),
            "ts": str(ts),
            "auth[domain]": portal.domain,
            "auth[client_endpoint]": portal.client_endpoint,
            "auth[server_endpoint]": portal.server_endpoint,
            "auth[member_id]": portal.member_id,
            "auth[application_token]": self.app["application_token"],
        }

    def full_auth(self, user_id: int, **instead: str) -> dict[str, Any]:
        """The `auth` of what the portal tells of the app's own life, with the person's tokens."""
        portal = self.server.portal
        with portal.transaction():
            return {**portal.events.full_auth(dict(self.app), user_id, refresh=True), **instead}

    def stored(self) -> list[Any]:
        """The rows of the inbox, the oldest first."""
        with self.application.database.read() as connection:
            return list(connection.execute(select(inbox).order_by(inbox.c.id)))

    def inbox_rows(self) -> int:
        return len(self.stored())

    def deal_session(self, deal_id: int, user_id: int = ADMIN) -> Session:
        page = self.open(self.launch(user_id, "/placement/deal-tab", "CRM_DEAL_DETAIL_TAB", ID=str(deal_id)))
        return Session(self.client, boot_of(page)["session"])

    def register_session(self, user_id: int = ADMIN) -> Session:
        page = self.open(self.launch(user_id, "/placement/register", "LEFT_MENU"))
        return Session(self.client, boot_of(page)["session"])


@dataclass(frozen=True)
class Session:
    """The pages' side of the API."""

    client: FlaskClient
    bearer: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}"}

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"/api{path}", query_string=query, headers=self.headers)

    def post(self, path: str, body: Any = None) -> TestResponse:
        return self.client.post(f"/api{path}", json=body if body is not None else {}, headers=self.headers)

    def upload(self, path: str, **parts: Any) -> TestResponse:
        return self.client.post(f"/api{path}", data=parts, headers=self.headers)


def boot_of(page: TestResponse) -> dict[str, Any]:
    assert page.status_code == 200, page.text
    found = _BOOT.search(page.text)
    assert found
    boot: dict[str, Any] = json.loads(found[1])
    return boot


@pytest.fixture
def site(sandbox: SandboxServer, tmp_path: Path) -> Iterator[Site]:
    """A fresh database and a fresh registration of the app on the portal."""
    with sandbox.portal.transaction():
        app = apps.register(
            sandbox.portal, name="Первичка", scope=SCOPE, handler_url="http://app.example/app",
            install_url="http://app.example/install",
        )  # fmt: skip
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{tmp_path}/app.db",
        app_url="http://app.example",
        encryption_keys=(Fernet.generate_key().decode(),),
        qr_key="q" * 32,
        client_id=app["client_id"],
        client_secret=app["client_secret"],
        portals_allowed=frozenset({sandbox.portal.domain}),
        auth_servers=(sandbox.portal.auth_server,),
    )
    rings: list[None] = []
    application = build(settings, ring=lambda: rings.append(None))
    application.database.migrate()
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text(INDEX, "utf-8")
    (dist / "assets" / "main-1a2b.js").write_text("export {}", "utf-8")
    site = Site(application, create_app(application, Screens(dist)).test_client(), sandbox, app, rings)
    yield site
    application.close()
