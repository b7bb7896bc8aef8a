"""A client on a portal of wire answers, and one on the running sandbox."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import responses

from app.portal.client import PortalClient, installer_client
from app.portal.endpoints import EndpointGuard, guarded_session
from app.portal.oauth import AppCredentials, AuthServer
from app.portal.wire import Wire
from app.ports.access import PortalAddress, TokenPair
from sandbox.server import SandboxServer
from tests.portal.doubles import START, Bucket, Log, Time, Vault
from tests.portal.receiver import Receiver

PORTAL = "https://firma.bitrix24.ru/rest/"
AUTH = "https://oauth.bitrix24.tech/oauth/token/"
ADDRESS = PortalAddress("member1", "firma.bitrix24.ru", PORTAL, "https://oauth.bitrix24.tech/rest/")


@dataclass
class Rig:
    """A client and everything it was given."""

    vault: Vault = field(default_factory=Vault)
    bucket: Bucket = field(default_factory=Bucket)
    log: Log = field(default_factory=Log)
    time: Time = field(default_factory=Time)
    moves: list[PortalAddress] = field(default_factory=list)
    is_awaited: bool = False

    def client(
        self,
        address: PortalAddress = ADDRESS,
        guard: EndpointGuard | None = None,
        credentials: AppCredentials | None = None,
    ) -> PortalClient:
        return self.make(address, guard or EndpointGuard(), credentials or AppCredentials("app", "hush"))

    def make(self, address: PortalAddress, guard: EndpointGuard, credentials: AppCredentials) -> PortalClient:
        session: requests.Session = guarded_session(guard)
        server = AuthServer(credentials, guard, Wire(session), self.time)
        return installer_client(
            address,
            self.vault,
            self.bucket,
            self.log,
            server,
            session=session,
            clock=self.time,
            sleep=self.time.sleep,
            is_awaited=self.is_awaited,
            on_move=self.moves.append,
        )


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def wire() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False) as server:
        yield server


@dataclass
class Live(Rig):
    """A client on the running sandbox; `server` is the portal itself."""

    server: SandboxServer = field(default_factory=lambda: pytest.fail("made by the fixture"))

    def control(self, action: str, **asked: Any) -> Any:
        """One of the sandbox's own controls (sandbox/README.md)."""
        url = f"{self.server.url.rstrip('/')}/sandbox/api/{action}"
        with requests.Session() as session:
            answer = session.post(url, json=asked, timeout=30)
        answer.raise_for_status()
        return answer.json()


@pytest.fixture
def live(sandbox_server: SandboxServer) -> Live:
    env = sandbox_server.env
    tokens = TokenPair(env["B24_ACCESS_TOKEN"], env["B24_REFRESH_TOKEN"], START, 1)
    return Live(vault=Vault(tokens), server=sandbox_server)


@pytest.fixture
def portal(live: Live) -> PortalClient:
    env, url = live.server.env, live.server.url.rstrip("/")
    address = PortalAddress(env["B24_MEMBER_ID"], env["B24_DOMAIN"], f"{url}/rest/", live.server.portal.server_endpoint)
    guard = EndpointGuard(auth_servers=[url], portals_allowed=[env["B24_DOMAIN"]])
    return live.client(address, guard, AppCredentials(env["B24_CLIENT_ID"], env["B24_CLIENT_SECRET"]))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    thread = threading.Thread(target=found.server.serve_forever)
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()
