"""Delivery chaos, in small: a third of what the portal posts is lost, a third comes twice, all late and shuffled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from app.store.readers import OLDEST
from bench.delivery.likeness import differences
from bench.delivery.post import Odds
from bench.delivery.run import Outcome, run
from bench.delivery.world import BUDGET_SECONDS, world
from demo.portal import COMPANY, DEAL

FIVE_MINUTES, AN_HOUR = 300, 3600


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("skew", "offline"),
    [(0.0, False), (540.0, False), (-540.0, False), (0.0, True)],
    ids=["clocks agree", "the portal is ahead", "the portal is behind", "the portal keeps events"],
)
def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path, skew: float, *, offline: bool) -> None:
    outcome = run(tmp_path, seed=int(skew) % 97, minutes=8, deeds_a_minute=8, skew=skew, offline=offline)
    said = outcome.figures
    assert outcome.dropped > 0, said
    assert outcome.doubled > 0, said
    assert (outcome.not_2xx, outcome.left) == ([], {}), said
    assert _within(outcome), said
    assert outcome.acts_expected > 0, said
    assert (outcome.acts_made, outcome.doubled_acts) == (outcome.acts_expected, 0), said
    assert outcome.certificates_equal, said


def _within(outcome: Outcome) -> bool:
    """In virtual seconds since the last delivery."""
    adds, deletes = outcome.adds_updates_equal_after_s, outcome.deletes_equal_after_s
    return adds is not None and adds <= FIVE_MINUTES and deletes is not None and deletes <= AN_HOUR


def test_a_second_change_within_the_second_of_the_reading_is_seen_although_nobody_tells(tmp_path: Path) -> None:
    """The portal writes whole seconds: both changes have the same time of change."""
    with world(tmp_path, dice=Random(1)) as given:
        deal = given.rest.items(DEAL)[0]["id"]
        given.pass_until(given.time.now().replace(microsecond=0) + timedelta(seconds=1))
        given.rest.update(COMPANY, 1, title="Давно помечена")
        given.hand_in()
        given.jobs.drain.run(BUDGET_SECONDS)
        given.time.sleep(OLDEST.total_seconds() + 0.1)
        given.rest.update(DEAL, deal, title="Первое изменение")
        given.hand_in()
        given.jobs.drain.run(BUDGET_SECONDS)
        given.work()
        assert not differences(given).stale
        given.post.odds = Odds(drop=1.0)
        given.rest.update(DEAL, deal, title="Второе изменение")
        assert differences(given).stale == {"deal": [deal]}
        given.pass_until(given.time.now() + timedelta(minutes=5))
        assert not differences(given).stale
