"""From whom a request says it is: read, not yet believed; the tokens that came with it stay apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.portal.brackets import Nested, leaf, malformed
from app.portal.endpoints import MAX_URL, origin_of
from app.ports.access import TokenPair

_MEMBER = re.compile(r"[0-9A-Za-z._-]{1,64}", re.ASCII)
_TOKEN = re.compile(r"[\x21-\x7e]{0,512}", re.ASCII)
_DOMAIN = re.compile(r"[0-9A-Za-z.-]{1,253}(:[0-9]{1,5})?", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)
_LAST_SECOND = 32_503_680_000  # the year 3000
_LIFETIME_SECONDS = 3600
_LONGEST_SECONDS = 366 * 24 * 3600


@dataclass(frozen=True, slots=True, repr=False)
class Sender:
    """Who claims to have sent it; `application_token` is the proof to compare. Never printed."""

    member_id: str
    application_token: str
    domain: str
    client_endpoint: str
    server_endpoint: str
    user_id: int | None = None


def read_sender(auth: Nested) -> Sender:
    """The sender of an event or a robot's call (auth[…]). Raises InboundRefused."""
    return Sender(
        member_id=member(leaf(auth, "member_id")),
        application_token=secret(auth, "application_token"),
        domain=domain(leaf(auth, "domain")),
        client_endpoint=endpoint(leaf(auth, "client_endpoint", limit=MAX_URL)),
        server_endpoint=endpoint(leaf(auth, "server_endpoint", limit=MAX_URL)),
        user_id=positive(leaf(auth, "user_id")),
    )


def read_tokens(auth: Nested, sent_at: datetime) -> TokenPair | None:
    """The tokens, where the portal sent any: not when a robot caused the event (events/index.md)."""
    access = secret(auth, "access_token")
    if not access:
        return None
    lasts = min(positive(leaf(auth, "expires_in")) or _LIFETIME_SECONDS, _LONGEST_SECONDS)
    return TokenPair(
        access=access,
        refresh=secret(auth, "refresh_token"),
        expires_at=sent_at + timedelta(seconds=lasts),
        user_id=positive(leaf(auth, "user_id")),
    )


def secret(tree: Nested, key: str) -> str:
    found = leaf(tree, key)
    if not _TOKEN.fullmatch(found):
        raise malformed(key)
    return found


def member(text: str) -> str:
    if not _MEMBER.fullmatch(text):
        raise malformed("member_id")
    return text


def domain(text: str) -> str:
    if not _DOMAIN.fullmatch(text):
        raise malformed("domain")
    return text.lower()


def endpoint(text: str) -> str:
    """An http(s) address that ends with a slash."""
    origin_of(text)
    if not text.isascii() or any(char in text for char in "?#\\ ") or not text.isprintable():
        raise malformed("адрес")
    return text if text.endswith("/") else f"{text}/"


def positive(text: str) -> int | None:
    return int(text) or None if _DIGITS.fullmatch(text) else None


def moment(text: str) -> datetime:
    """The portal's clock when it sent the request: unix seconds. Raises InboundRefused."""
    seconds = int(text) if _DIGITS.fullmatch(text) else _LAST_SECOND
    if seconds >= _LAST_SECOND:
        raise malformed("ts")
    return datetime.fromtimestamp(seconds, UTC)
