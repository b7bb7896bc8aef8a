"""Fakes of what the client is given: a vault, a bucket, a log, a clock that sleeps by moving on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import responses

from app.errors import AuthLost
from app.ports.access import RequestNote, TokenPair

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Time:
    """A clock whose sleep moves it on; `slept` tells how long each wait was."""

    at: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


def json_of(call: responses.Call) -> dict[str, Any]:
    """The body that the client sent."""
    found: dict[str, Any] = json.loads(call.request.body or "{}")
    return found


def pair(access: str = "access-1", refresh: str = "refresh-1") -> TokenPair:
    return TokenPair(access, refresh, START + timedelta(hours=1), 1)


@dataclass
class Vault:
    """Tokens in memory. `elsewhere`: another process holds the lease for so many asks, then stores that pair."""

    tokens: TokenPair = field(default_factory=pair)
    elsewhere: tuple[int, TokenPair] | None = None
    lost: str = ""
    stored: list[TokenPair] = field(default_factory=list)
    released: int = 0

    def current(self) -> TokenPair:
        if self.lost:
            raise AuthLost("TOKENS_LOST", self.lost, 401)
        return self.tokens

    def lease_refresh(self, stale: TokenPair, *, owner: str, seconds: float) -> TokenPair | None:
        if self.elsewhere is None:
            return None if self.tokens == stale else self.tokens
        asks, newer = self.elsewhere
        if asks > 0:
            self.elsewhere = (asks - 1, newer)
        else:
            self.tokens = newer
        return self.tokens

    def store(self, pair: TokenPair, *, owner: str) -> None:
        self.tokens = pair
        self.stored.append(pair)

    def lose(self, refused: TokenPair, reason: str) -> bool:
        self.lost = reason
        return self.tokens == refused

    def release(self, *, owner: str) -> None:
        self.released += 1


@dataclass
class Bucket:
    """Says the waits it was given, then admits."""

    waits: list[float] = field(default_factory=list)
    taken: int = 0
    booked: int = 0
    overflows: int = 0

    def take(self, hits: int = 1) -> float:
        if self.waits:
            return self.waits.pop(0)
        self.taken += hits
        return 0.0

    def book(self, within: float) -> float | None:
        wait = self.waits.pop(0) if self.waits else 0.0
        self.booked += 1
        return wait if wait <= within else None

    def room(self) -> float:
        return 50.0

    def overflow(self) -> None:
        self.overflows += 1


@dataclass
class Log:
    notes: list[RequestNote] = field(default_factory=list)

    def write(self, note: RequestNote) -> None:
        self.notes.append(note)

    @property
    def text(self) -> str:
        return "\n".join(f"{note.method} {note.params} {note.error}" for note in self.notes)
