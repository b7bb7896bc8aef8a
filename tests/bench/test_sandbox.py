"""The sandbox's measurement: what it fires is what it says, and it ends with the object that was promised."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from random import Random

import pytest

from bench.sandbox import Run, Site, batch_body, single_body, summary

SITE = Site("http://127.0.0.1", "token", 15, 1014)
KEYS = ["single_ratio", "batch_ratio", "batch_rows_per_s"]


def test_a_single_body_asks_for_one_full_window() -> None:
    body = single_body(SITE, Random(1))
    assert body["auth"] == "token"
    assert body["start"] == -1
    assert 15 <= body["filter"][">id"] <= 1014 - 50


def test_a_batch_asks_for_fifty_windows() -> None:
    commands = batch_body(SITE, Random(1))["cmd"]
    assert len(commands) == 50
    assert all(command.startswith("crm.item.list?") for command in commands.values())


def test_the_summary_compares_within_rounds() -> None:
    found = {
        "single": [Run(10, 1, 1, 1), Run(100, 1, 1, 1), Run(40, 1, 1, 1)],
        "single_constant": [Run(20, 1, 1, 1), Run(200, 1, 1, 1), Run(400, 1, 1, 1)],
        "batch": [Run(8, 1, 1, 1)],
        "batch_constant": [Run(80, 1, 1, 1)],
    }
    assert summary(found) == {"single_ratio": 0.5, "batch_ratio": 0.1, "batch_rows_per_s": 20_000}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed (apt-get install wrk)")
def test_it_runs_and_every_answer_is_whole_and_logged() -> None:
    command = [sys.executable, "-m", "bench", "sandbox", "--rows", "2000", "--rounds", "1", "--seconds", "1"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert list(json.loads(run.stdout.strip().splitlines()[-1])) == KEYS
