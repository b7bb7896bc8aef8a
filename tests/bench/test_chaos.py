"""Chaos, in small: nothing lost, nothing twice; counts only, for a busy machine has no times to keep."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench.chaos.plan import FULL, SHORT, TINY, plan_of

NOTHING = (
    "lost", "sent_twice", "doubled", "acts_doubled", "numbers_doubled", "folders_doubled", "invoices_doubled",
    "stage_moves_doubled", "events_lost", "events_unread", "install_second_writes", "install_registrations_left",
    "delivery_acts_lost", "delivery_acts_doubled",
)  # fmt: skip


def test_a_seed_repeats_the_plan() -> None:
    assert plan_of(7, SHORT) == plan_of(7, SHORT)
    assert plan_of(7, SHORT) != plan_of(8, SHORT)
    assert len(plan_of(7, FULL).kills) == 200
    assert FULL.events >= 20_000


@pytest.mark.slow
@pytest.mark.timeout(1220)
def test_what_was_killed_and_cut_short_is_done_once() -> None:
    command = [sys.executable, "-m", "bench", "chaos", "--tiny", "--seed", "1"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    last = json.loads(run.stdout.strip().splitlines()[-1])
    assert {key: last[key] for key in NOTHING} == dict.fromkeys(NOTHING, 0), run.stdout
    assert last["kills"] == TINY.kills
    assert last["tokens_refreshes_per_portal"] == 1
    assert last["acked"] > 0
    assert last["install_converged"] is True
    assert last["install_cuts"] > 100
    assert last["delivery_adds_updates_s"] is not None
    assert last["delivery_deletes_s"] is not None
    assert {"effects", "asked_person", "fairness_p99_s", "restart_s", "faulted"} <= set(last)
