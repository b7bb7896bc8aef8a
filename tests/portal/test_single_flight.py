"""Many workers meet one expired token: one refresh, with the vault of the store and the sandbox's auth server."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.portal.client import PortalClient, installer_client
from app.portal.endpoints import EndpointGuard, guarded_session
from app.portal.oauth import AppCredentials, AuthServer
from app.portal.wire import Wire
from app.ports.access import PortalAddress, TokenPair
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.portals import Portals
from app.store.tokens import Tokens
from tests.portal.conftest import Live
from tests.portal.doubles import Bucket, Log

WORKERS = 8


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'store.db'}")
    opened.migrate()
    yield opened
    opened.dispose()


def test_one_worker_refreshes_and_all_go_on(live: Live, portal: PortalClient, database: Database) -> None:
    env, clock, cipher = live.server.env, WallClock(), Cipher([Fernet.generate_key().decode()])
    first = TokenPair(env["B24_ACCESS_TOKEN"], env["B24_REFRESH_TOKEN"], clock.now(), 1)
    row = Portals(database, cipher).upsert_install(portal.address, tokens=first, application_token="", at=clock.now())
    vault = Tokens(database, row.id, cipher, clock)
    live.control("tokens/expire")

    def work(_: int) -> str:
        return ask_as_a_worker(live, portal.address, vault)

    with ThreadPoolExecutor(WORKERS) as pool:
        assert list(pool.map(work, range(WORKERS))) == ["1"] * WORKERS
    # The grant still stands: a second use of the first refresh token would have lost it.
    live.control("tokens/expire")
    assert work(0) == "1"
    assert vault.current().refresh != first.refresh


def ask_as_a_worker(live: Live, address: PortalAddress, vault: Tokens) -> str:
    """A client as one process has it: a session, a bucket and a log of its own."""
    env, clock = live.server.env, WallClock()
    guard = EndpointGuard(auth_servers=[live.server.url.rstrip("/")], portals_allowed=[env["B24_DOMAIN"]])
    with guarded_session(guard) as session:
        credentials = AppCredentials(env["B24_CLIENT_ID"], env["B24_CLIENT_SECRET"])
        server = AuthServer(credentials, guard, Wire(session), clock)
        client = installer_client(address, vault, Bucket(), Log(), server, session=session, clock=clock)
        return str(client.call("profile")["ID"])
