"""Gunicorn's own settings: the code of the application is loaded once, before its workers are forked.

Only the code: the application itself is made after the fork, in each of them (app.serve.site).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from app.store.database import load_driver
from config.settings import Settings


def on_starting(_arbiter: Any) -> None:
    """Raises SettingsError. A restart is served sooner, and the workers share what they do not change."""
    import_module("app.serve.site")
    load_driver(Settings.load().database_url)
