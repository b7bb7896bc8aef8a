"""What is promised beside the kills: an installation cut off goes on, lost deliveries are found («обещания»)."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

import structlog

from bench.delivery.run import run
from bench.interruptions import cut_at_each_write, fresh, known, picture
from bench.stand import database_of

DEEDS_A_MINUTE = 20.0


def installation(database: str) -> dict[str, Any]:
    """Killed before and after each of its writes, and the same with the removal; beside one that nobody disturbed."""
    _hush()
    with database_of(database) as url, fresh(database_url=url) as given:
        given.installer.apply()
        installed, writes = (picture(given), known(given)), len(given.writes())
        given.installer.apply()
        second = len(given.writes()) - writes
        given.installer.remove()
        removed = picture(given), known(given)
    with database_of(database) as url, fresh(database_url=url) as given:
        cuts = cut_at_each_write(given, given.installer.apply)
        is_alike = (picture(given), known(given)) == installed
        cuts += cut_at_each_write(given, given.installer.remove)
        is_alike &= (picture(given), known(given)) == removed
        left = given.standing.count
    return {
        "install_cuts": 2 * cuts, "install_converged": is_alike, "install_second_writes": second,
        "install_registrations_left": left,
    }  # fmt: skip


def delivery(seed: int, minutes: int, database: str) -> dict[str, Any]:
    """Virtual seconds from the last delivery until all was equal; null: never. `minutes`: virtual too."""
    _hush()
    with database_of(database) as url, tempfile.TemporaryDirectory(prefix="pervichka-chaos-") as folder:
        found = run(Path(folder), seed=seed, minutes=minutes, deeds_a_minute=DEEDS_A_MINUTE, database_url=url)
    return {
        "delivery_events": found.events, "delivery_dropped": found.dropped, "delivery_doubled": found.doubled,
        "delivery_adds_updates_s": found.adds_updates_equal_after_s,
        "delivery_deletes_s": found.deletes_equal_after_s,
        "delivery_acts_lost": found.acts_expected - found.acts_made, "delivery_acts_doubled": found.doubled_acts,
    }  # fmt: skip


def _hush() -> None:
    """The application works in this process, and its warnings of what is done to it here are no news."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
