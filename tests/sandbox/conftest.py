"""A portal on a free port, and the ways to call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

Rest = Callable[..., Any]


@pytest.fixture(scope="session")
def shared() -> Iterator[SandboxServer]:
    """Its addresses are laid out once; nobody but `server` touches it."""
    with SandboxServer(seed="empty", limiter=False) as running:
        yield running


@pytest.fixture
def server(shared: SandboxServer) -> SandboxServer:
    """With a portal of its own for each test."""
    shared.renew(seed="demo")
    return shared


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


@pytest.fixture
def app(server: SandboxServer) -> Iterator[ListeningApp]:
    listening = ListeningApp(server)
    yield listening
    listening.close()
