"""Providers of messages belong to the application that registered them (api-reference/messageservice/)."""

from __future__ import annotations

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp
from tests.sandbox.conftest import Rest

SENDER = {"CODE": "sms", "TYPE": "SMS", "HANDLER": "https://example.com/", "NAME": {"ru": "СМС"}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"CODE": "смс"}, "Wrong sender code!"),
        ({"CODE": ""}, "Empty sender code!"),
        ({"NAME": ""}, "Empty sender NAME!"),
        ({"TYPE": "MAIL"}, "Unknown sender message TYPE!"),
    ],
)
def test_a_provider_is_checked(app: ListeningApp, change: dict[str, str], words: str) -> None:
    assert app.rest("messageservice.sender.add", {**SENDER, **change})["error_description"] == words


def test_a_provider_is_its_applications_own(server: SandboxServer, app: ListeningApp, rest: Rest) -> None:
    assert app.rest("messageservice.sender.add", SENDER)["result"] is True
    assert app.rest("messageservice.sender.add", SENDER)["error"] == "ERROR_SENDER_ALREADY_INSTALLED"
    assert app.rest("messageservice.sender.list")["result"] == ["sms"]
    other = ListeningApp(server)
    assert other.rest("messageservice.sender.update", {"CODE": "sms", "NAME": "Х"})["error"] == "ERROR_SENDER_NOT_FOUND"
    other.close()
    assert rest("messageservice.sender.list")["error_description"] == "Application context required"


def test_an_application_takes_its_providers_away(server: SandboxServer, app: ListeningApp, control: Rest) -> None:
    app.rest("messageservice.sender.add", SENDER)
    assert app.rest("messageservice.sender.update", {"CODE": "sms"})["error"] == "ERROR_SENDER_OTHER_PARAMS_REQUIRED"
    control("apps/uninstall", {"client_id": app.app["client_id"]})
    assert server.portal.collection("message_sender").all() == []
