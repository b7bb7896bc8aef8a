"""The post between the portal and the application («почта»): it loses, doubles, delays and shuffles, by dice."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from sandbox.params import to_pairs
from sandbox.portal import Portal

_OK = 200
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Odds:
    """Shares from 0 to 1 of posts that are lost, and that come twice; each comes within `late`, in any order."""

    drop: float = 0.0
    double: float = 0.0
    late: timedelta = timedelta(0)


@dataclass(slots=True)
class Counted:
    posts: int = 0
    dropped: int = 0
    doubled: int = 0
    delivered: int = 0
    not_2xx: list[int] = field(default_factory=list)


class Post:
    """Takes what the portal would post, and hands it in when its time has come."""

    def __init__(self, portal: Portal, web: FlaskClient, now: Callable[[], datetime], dice: Random) -> None:
        self._portal = portal
        self._web = web
        self._now = now
        self._dice = dice
        self._order = count()
        self._waiting: list[tuple[datetime, int, str, dict[str, str]]] = []
        self.odds = Odds()
        self.counted = Counted()
        self.last_delivery = now()
        portal.events.outgoing.pause()

    @property
    def next_due(self) -> datetime | None:
        return self._waiting[0][0] if self._waiting else None

    def collect(self) -> None:
        """Throw the dice for all that the portal has to post."""
        outgoing = self._portal.events.outgoing
        for row in reversed(outgoing.rows("waiting", _EVERYTHING)):
            outgoing.drop(row["id"])
            self._accept(row)

    def deliver(self) -> None:
        """Hand in all that is due."""
        while self._waiting and self._waiting[0][0] <= self._now():
            _, _, path, form = heapq.heappop(self._waiting)
            answer = self._web.post(path, data=form)
            self.counted.delivered += 1
            self.last_delivery = self._now()
            if answer.status_code != _OK:
                self.counted.not_2xx.append(answer.status_code)

    def _accept(self, row: dict[str, Any]) -> None:
        self.counted.posts += 1
        if self._dice.random() < self.odds.drop:
            self.counted.dropped += 1
            return
        form = dict(to_pairs({**row["form"], "ts": str(self._portal.clock.timestamp())}))
        is_doubled = self._dice.random() < self.odds.double
        self.counted.doubled += is_doubled
        for _ in range(1 + is_doubled):
            due = self._now() + self._dice.random() * self.odds.late
            heapq.heappush(self._waiting, (due, next(self._order), urlsplit(row["url"]).path, form))
