"""Structured logs: one JSON object a line, with the portal and the call, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(r"(?i)auth_?(id)?|refresh_?(id)?|.*(token|secret|password|authorization|bearer|cookie).*")
_IN_TEXT = re.compile(r"(?i)\b((?:auth|auth_id|refresh_id|[a-z_]*token|client_secret|code)=|bearer )[^&\s\"']+")


def configure(*, level: int = logging.INFO) -> None:
    """Log to stderr. Call once a process, at its beginning."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def scrub(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank what is named like a secret, and secrets that an address in a text carries."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = "…" if _SECRET.fullmatch(name) else _IN_TEXT.sub(r"\1…", value)
    return event
