"""A process of workers that all meet an expired token; its standard input says whose."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from app.portal.client import installer_client
from app.portal.endpoints import EndpointGuard, guarded_session
from app.portal.oauth import AppCredentials, AuthServer
from app.portal.wire import Wire
from app.ports.access import PortalAddress
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.tokens import Tokens
from tests.portal.doubles import Bucket, Log


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def main() -> None:
    """A line says who we are; the next one, to go; the answers are a line of JSON."""
    told = json.loads(sys.stdin.readline())
    vault = Tokens(Database(told["database"]), told["portal_id"], Cipher([told["key"]]), WallClock())
    with ThreadPoolExecutor(told["workers"]) as pool:
        _say("ready")
        sys.stdin.readline()
        answers = list(pool.map(lambda _: _ask(told, vault), range(told["workers"])))
    _say(json.dumps(answers))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _ask(told: dict[str, str], vault: Tokens) -> str:
    """A client as one process has it: a session, a bucket and a log of its own."""
    address = PortalAddress(*told["address"])
    guard = EndpointGuard(auth_servers=[told["url"]], portals_allowed=[address.domain])
    with guarded_session(guard) as session:
        server = AuthServer(AppCredentials(told["client_id"], told["client_secret"]), guard, Wire(session), WallClock())
        client = installer_client(address, vault, Bucket(), Log(), server, session=session, clock=WallClock())
        return str(client.call("profile")["ID"])


if __name__ == "__main__":
    main()
