"""What of a request may stand in the request log: parameters without secrets and without file contents."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

MAX_TEXT = 4000
_LONG = 500
_DEPTH = 8
_SECRET = re.compile(
    r"auth|auth_id|refresh_id|access_token|refresh_token|client_secret|application_token|event_token|token|password",
    re.IGNORECASE,
)
_FILE = re.compile(r"filecontent|filedata|files?|content", re.IGNORECASE)
_IN_TEXT = re.compile(r"(?i)\b((?:auth|[a-z]*_?token|client_secret)=)[^&\s\"']+")


def scrubbed(params: Mapping[str, Any]) -> str:
    """The parameters as one JSON text of at most 4,000 characters."""
    return json.dumps(_clean(params, 0), ensure_ascii=False, default=str)[:MAX_TEXT]


def scrubbed_words(words: str) -> str:
    """An error text without tokens that an address in it may carry."""
    return _IN_TEXT.sub(r"\1…", words)[:MAX_TEXT]


def _clean(value: Any, depth: int) -> Any:
    if depth > _DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {str(key): _field(str(key), item, depth) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, str):
        return scrubbed_words(value if len(value) <= _LONG else f"{value[:_LONG]}… ({len(value)} chars)")
    return value


def _field(key: str, value: Any, depth: int) -> Any:
    if _SECRET.fullmatch(key):
        return "…"
    if _FILE.fullmatch(key):
        return _sizes(value)
    return _clean(value, depth + 1)


def _sizes(value: Any) -> Any:
    """Names stay, contents become their length."""
    if isinstance(value, Mapping):
        return {str(key): _sizes(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sizes(item) for item in value]
    text = str(value)
    return text if len(text) <= 100 else f"({len(text)} chars)"  # noqa: PLR2004
