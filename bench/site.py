"""The same server with the last step left out: everything is parsed and verified, and no row is written."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app import logs
from app.bootstrap import build
from app.web import create_app
from config.settings import Settings


class NoInbox:
    """Stands where the inbox stands."""

    def accept(self, portal_id: int, **_: Any) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """There is nothing to close."""


def bare() -> Flask:
    logs.configure()
    application = build(Settings.load(), ring=lambda: None)
    application.inbox = NoInbox()  # type: ignore[assignment]
    return create_app(application)
