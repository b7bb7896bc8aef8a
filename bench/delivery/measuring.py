"""`python -m bench delivery`: the chaos with clocks that agree and that do not, and with a portal that keeps events."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog

from bench.delivery.run import Outcome, run
from bench.stand import database_of

DEEDS_A_MINUTE = 20.0
SKEWS = (0.0, 540.0, -540.0)
"""Seconds that the portal's clock is ahead of the application's."""
_WORST = ("adds_updates_equal_after_s", "deletes_equal_after_s")
_SUMS = ("events", "changes", "dropped", "doubled", "acts_expected", "acts_made", "doubled_acts")


def measure(*, seed: int, minutes: int, database: str) -> None:
    """Print each history's outcome, and at last one JSON object: the sums, and the slowest to become equal."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    outcomes = []
    for number, (skew, offline) in enumerate([*((skew, False) for skew in SKEWS), (0.0, True)]):
        with database_of(database) as url, tempfile.TemporaryDirectory(prefix="pervichka-bench-") as folder:
            outcome = run(
                Path(folder), seed=seed + 10 * number, minutes=minutes, deeds_a_minute=DEEDS_A_MINUTE, skew=skew,
                offline=offline, database_url=url,
            )  # fmt: skip
        print(json.dumps({**outcome.figures, "offline": offline}, ensure_ascii=False), flush=True)
        outcomes.append(outcome)
    print(json.dumps({**summary(outcomes), "seed": seed, "database": database}))


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """None of the slowest: one of them never became equal."""
    figures = [one.figures for one in outcomes]
    slowest = {name: _slowest([one[name] for one in figures]) for name in _WORST}
    return {
        **{name: sum(one[name] for one in figures) for name in _SUMS}, **slowest,
        "certificates_equal": all(one.certificates_equal for one in outcomes),
        "refused": sum(len(one.not_2xx) for one in outcomes),
    }  # fmt: skip


def _slowest(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return max(known) if len(known) == len(values) else None
