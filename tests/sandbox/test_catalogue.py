"""Calls are held against the catalogue: what the docs do not know, require, or allow is refused in the host's words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox import apps, areas
from sandbox.call import METHODS
from sandbox.catalogue import entries
from sandbox.server import SandboxServer

areas.load()
# Served by address only: their links are given by other methods, and no page describes them as methods.
BY_LINK = {"batch", "crm.controller.item.getfile", "download", "upload"}
DOCUMENTED = sorted(METHODS.keys() & entries().keys())
SCOPED = [name for name in DOCUMENTED if METHODS[name].scope]
REQUIRING = [name for name in DOCUMENTED if entries()[name].required]
OF_APPS = [name for name in DOCUMENTED if entries()[name].app_context]
MISSING_CODES = {"WRONG_AUTH_TYPE", "ACCESS_DENIED", "AccessException", "ERROR_WRONG_CONTEXT"}


@pytest.fixture(scope="module")
def portal() -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False) as running:
        yield running


def _by_token(server: SandboxServer, method: str, params: dict[str, Any], client_id: str = "") -> Any:
    token = server.portal.tokens.issue(client_id or server.env["B24_CLIENT_ID"], 1).access
    return requests.post(f"{server.url}/rest/{method}", json={**params, "auth": token}, timeout=30).json()


def _by_webhook(server: SandboxServer, method: str, params: dict[str, Any]) -> Any:
    return requests.post(server.webhook_url + method, json=params, timeout=30).json()


def test_every_method_of_the_sandbox_is_documented() -> None:
    assert METHODS.keys() - entries().keys() == BY_LINK


def test_areas_ask_for_the_scope_that_the_docs_name() -> None:
    differing = {m: (METHODS[m].scope, entries()[m].scope) for m in DOCUMENTED if _scope_differs(m)}
    assert differing == {}


def _scope_differs(method: str) -> bool:
    """The page of placement.get names two scopes in words, so the catalogue has none."""
    return method != "placement.get" and entries()[method].scope not in METHODS[method].scope.split("|")


def test_an_unknown_method_and_one_not_built_are_answered_alike_and_logged_apart(
    portal: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sandbox.catalogue.check")
    for method in ("crm.nonsense.get", "telephony.externalline.get", "mail.message.send"):
        answer = requests.post(portal.webhook_url + method, timeout=10)
        assert (answer.status_code, answer.json()["error"]) == (404, "ERROR_METHOD_NOT_FOUND")
    said = [record.getMessage() for record in caplog.records]
    assert "no such method" in said[0]
    assert "documented (api-reference/telephony/" in said[1]
    assert "REST 3.0" in said[2]


@pytest.mark.parametrize("method", REQUIRING)
def test_a_call_without_what_the_docs_require_is_refused(portal: SandboxServer, method: str) -> None:
    answer = _by_token(portal, method, {})
    assert "error" in answer, answer
    assert answer["error"] != "INTERNAL_SERVER_ERROR"


@pytest.mark.parametrize("method", OF_APPS)
def test_a_webhook_may_not_call_what_belongs_to_apps(portal: SandboxServer, method: str) -> None:
    assert _by_webhook(portal, method, {})["error"] in MISSING_CODES


@pytest.mark.parametrize("method", SCOPED)
def test_an_app_without_the_scope_is_refused(portal: SandboxServer, method: str) -> None:
    with portal.portal.transaction():
        bare = portal.portal.collection("app").first(NAME="Без прав") or apps.register(
            portal.portal, name="Без прав", scope=[], handler_url="http://127.0.0.1/"
        )
    assert _by_token(portal, method, {}, bare["client_id"])["error"] == "insufficient_scope"


def test_what_the_area_let_pass_leaves_nothing_behind(portal: SandboxServer) -> None:
    before = portal.portal.collection("disk_object").count()
    answer = _by_token(portal, "disk.storage.uploadfile", {"id": 1, "data": {"NAME": "x.txt"}})
    assert answer["error"]
    assert portal.portal.collection("disk_object").count() == before
