"""A portal on a free port, and the ways to call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

Rest = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False) as running:
        yield running


@pytest.fixture
def rest(server: SandboxServer) -> Rest:
    """`rest("crm.item.get", {...})` by webhook; returns the whole answer as the wire has it."""
    hook = server.webhook_url

    def call(method: str, params: dict[str, Any] | None = None) -> Any:
        with requests.post(hook + method, json=params or {}, timeout=30) as answer:
            return answer.json()

    return call


@pytest.fixture
def control(server: SandboxServer) -> Rest:
    """`control("faults", {...})`: the sandbox's own controls."""

    def act(action: str, asked: dict[str, Any] | None = None) -> Any:
        with requests.post(f"{server.url}/sandbox/api/{action}", json=asked or {}, timeout=30) as answer:
            return answer.json()

    return act
