"""The whole story of `make demo`, on our own portal and on the one of the official docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.scene import Seen
from demo.story import LENGTH, Step, play, sentence
from tests.scenarios.stand import Stand

DOCS_PORTAL = Path(__file__).parents[3] / "shared" / "data" / "bitrix24" / "dataset.json"
NO_DOCS_PORTAL = pytest.mark.skipif(not DOCS_PORTAL.exists(), reason="нет ../shared: демо-портал документации")


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", ["demo", pytest.param(str(DOCS_PORTAL), marks=NO_DOCS_PORTAL, id="docs")])
def test_every_step_of_the_story_holds(tmp_path: Path, seed: str) -> None:
    with Stand(tmp_path, seed=seed) as stand:
        assert played(stand) == LENGTH


@pytest.mark.timeout(1200)
def test_every_step_holds_where_the_acts_live_in_a_list(tmp_path: Path) -> None:
    with Stand(tmp_path) as stand:
        stand.portal.control("crm/processes", sold=False)
        assert played(stand) == LENGTH


def played(stand: Stand) -> int:
    """How many steps held. Raises AssertionError with the sentence of the one that did not."""
    scene = stand.install()

    def rest(step: Step, seen: Seen) -> None:
        stand.rest()

    outcome = play(scene, on_chapter=lambda chapter: None, on_step=rest)
    if outcome.failure is not None:
        raise AssertionError(sentence(outcome.failure.step)) from outcome.failure.cause
    return outcome.done
