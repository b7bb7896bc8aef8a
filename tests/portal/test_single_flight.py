"""Fifty workers in two processes meet one expired token: one refresh, with the store's vault and a real server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple
from typing import Any

from cryptography.fernet import Fernet

from app.portal.client import PortalClient
from app.ports.access import TokenPair
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.portals import Portals
from app.store.tokens import Tokens
from tests.portal.conftest import Live
from tests.portal.refreshing import WallClock
from tests.store.databases import (
    database,
    database_url,
    postgres_server,
    postgres_template,
    pytest_unconfigure,
    sqlite_template,
)

__all__ = ["database", "database_url", "postgres_server", "postgres_template", "pytest_unconfigure", "sqlite_template"]

PROCESSES, WORKERS = 2, 25


def test_one_worker_refreshes_and_all_go_on(
    live: Live, portal: PortalClient, database: Database, database_url: str
) -> None:
    env, clock, key = live.server.env, WallClock(), Fernet.generate_key().decode()
    first = TokenPair(env["B24_ACCESS_TOKEN"], env["B24_REFRESH_TOKEN"], clock.now(), 1)
    portals = Portals(database, Cipher([key]))
    row = portals.upsert_install(portal.address, tokens=first, application_token="", at=clock.now())
    told = {
        "database": database_url, "portal_id": row.id, "key": key, "workers": WORKERS,
        "address": astuple(portal.address), "url": live.server.url.rstrip("/"),
        "client_id": env["B24_CLIENT_ID"], "client_secret": env["B24_CLIENT_SECRET"],
    }  # fmt: skip
    for _ in range(2):
        before = refreshes(live)
        live.server.portal.limiter.forget()
        live.control("tokens/expire")
        assert ask_from_processes(told) == [["1"] * WORKERS] * PROCESSES
        # The second time: the grant still stands, which a second use of a refresh token would have lost.
        assert refreshes(live) - before == 1
    assert Tokens(database, row.id, Cipher([key]), clock).current().refresh != first.refresh


def refreshes(live: Live) -> int:
    return len(live.server.portal.log.rows(method="oauth/token"))


def ask_from_processes(told: dict[str, Any]) -> list[list[str]]:
    with ExitStack() as stack:
        started = [stack.enter_context(process(told)) for _ in range(PROCESSES)]
        for one in started:
            assert one.stdout and one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin
            one.stdin.write("go\n")
            one.stdin.flush()
        return [json.loads(one.stdout.readline()) for one in started if one.stdout]


@contextmanager
def process(told: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.portal.refreshing"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with started:
        assert started.stdin
        started.stdin.write(json.dumps(told) + "\n")
        started.stdin.flush()
        yield started
