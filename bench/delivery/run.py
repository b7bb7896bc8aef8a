"""A history with a bad post, and how long until all is equal («прогон»)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.delivery import likeness
from bench.delivery.life import Life
from bench.delivery.likeness import Acts, Differences
from bench.delivery.post import Odds
from bench.delivery.world import World, world

CHAOS = Odds(drop=0.3, double=0.3, late=timedelta(minutes=10))
QUIET = timedelta(minutes=25)
"""After the last deed: the post's ten minutes, the grace for a robot, and ten for what follows from it."""
LOOK = timedelta(seconds=15)
LONGEST = timedelta(minutes=75)
"""The hour's comparison must have come by then."""


@dataclass(slots=True)
class Outcome:
    """Seconds are virtual, since the last delivery (or the last change, when it came later); None: never equal."""

    seed: int
    skew_s: float
    events: int = 0
    changes: int = 0
    dropped: int = 0
    doubled: int = 0
    adds_updates_equal_after_s: float | None = None
    deletes_equal_after_s: float | None = None
    acts_expected: int = 0
    acts_made: int = 0
    doubled_acts: int = 0
    certificates_equal: bool = False
    not_2xx: list[int] = field(default_factory=list)
    left: dict[str, Any] = field(default_factory=dict)
    """What is still different, and which deals have no act: empty when all is well."""

    @property
    def figures(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class _Equality:
    """Since when both have been equal without a break."""

    adds_updates: datetime | None = None
    deletes: datetime | None = None
    found: Differences = field(default_factory=Differences)

    def look(self, given: World) -> None:
        self.found, now = likeness.differences(given), given.time.now()
        self.adds_updates = None if self.found.stale else self.adds_updates or now
        self.deletes = None if self.found.gone else self.deletes or now

    @property
    def is_whole(self) -> bool:
        return self.adds_updates is not None and self.deletes is not None


def run(
    folder: Path, *, seed: int, minutes: int, deeds_a_minute: float, skew: float = 0.0, offline: bool = False,
    database_url: str = "",
) -> Outcome:  # fmt: skip
    """`skew` and `offline`: as of the world. People and the post throw dice of their own."""
    with world(folder, dice=Random(seed), skew=skew, offline=offline, database_url=database_url) as given:
        before = likeness.last_entry(given)
        life = Life(given.rest, Random(seed + 1), given.funnels, given.settings)
        given.post.odds = CHAOS
        _live(given, life, minutes, deeds_a_minute)
        outcome = Outcome(seed, skew, changes=life.changes)
        _settle(given, outcome)
        _count(given, outcome, likeness.acts(given, before))
        return outcome


def _live(given: World, life: Life, minutes: int, deeds_a_minute: float) -> None:
    ends_at = given.time.now() + timedelta(minutes=minutes)
    while given.time.now() < ends_at:
        given.pass_until(given.time.now() + timedelta(minutes=life.dice.expovariate(deeds_a_minute)))
        life.happen()


def _settle(given: World, outcome: Outcome) -> None:
    """Look from time to time until all is equal and the hour's comparison has said so."""
    equality, quiet_at = _Equality(), given.time.now() + QUIET
    ends_at = quiet_at + LONGEST
    while given.time.now() < ends_at:
        given.pass_until(given.time.now() + LOOK)
        equality.look(given)
        is_quiet = given.time.now() >= quiet_at and given.post.next_due is None
        if is_quiet and equality.is_whole and _is_certified(given, given.post.last_delivery):
            outcome.certificates_equal = True
            break
    last = max(given.post.last_delivery, likeness.last_change(given))
    outcome.adds_updates_equal_after_s = _seconds(equality.adds_updates, last)
    outcome.deletes_equal_after_s = _seconds(equality.deletes, last)
    if not equality.is_whole:
        outcome.left = asdict(equality.found)


def _seconds(at: datetime | None, since: datetime) -> float | None:
    return None if at is None else max(0.0, round((at - since).total_seconds(), 1))


def _is_certified(given: World, since: datetime) -> bool:
    with given.application.context_of(given.portal_id).store.reading() as tx:
        found = tx.mirror.certificates()
    return bool(found) and all(one.is_equal and one.at > since for one in found)


def _count(given: World, outcome: Outcome, acts: Acts) -> None:
    counted = given.post.counted
    outcome.events, outcome.dropped, outcome.doubled = counted.posts, counted.dropped, counted.doubled
    outcome.not_2xx = counted.not_2xx
    outcome.acts_expected, outcome.acts_made, outcome.doubled_acts = acts.expected, acts.made, acts.doubled
    if acts.missing:
        outcome.left["deals_without_act"] = acts.missing
