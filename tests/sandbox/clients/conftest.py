"""A portal with more deals than a page holds, also over TLS and under a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.areas.crm import items
from sandbox.portal import Actor, Portal
from sandbox.server import SandboxServer

CROWD = 120
DOMAIN = "portal.bitrix24.test"


def crowd(portal: Portal) -> None:
    with portal.transaction():
        for number in range(CROWD):
            items.add(portal, 2, {"TITLE": f"Пачка {number}"}, Actor(1))


@pytest.fixture
def crowded(server: SandboxServer) -> SandboxServer:
    """120 deals «Пачка n» beside those of the seed."""
    crowd(server.portal)
    return server


@pytest.fixture
def named(tmp_path: Path) -> Iterator[SandboxServer]:
    """The same behind TLS, under a domain with a dot and without a port."""
    with SandboxServer(seed="demo", limiter=False, tls=tmp_path / "tls", domain=DOMAIN) as running:
        crowd(running.portal)
        yield running
