"""Gunicorn's own settings: the code of the application is loaded once, before its workers are forked.

Only the code: the application itself is made after the fork, in each of them (app.serve.site).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def on_starting(_arbiter: Any) -> None:
    """A restart is served sooner, and the workers share what they do not change."""
    import_module("app.serve.site")
