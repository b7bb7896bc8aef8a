"""The measurement itself: it runs, counts what it claims, and ends with the object that was promised."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from urllib.parse import parse_qsl

import pytest

from app.portal.inbound import parse_event
from app.ports.access import PortalAddress
from bench.ingest import Run, halves, summary

PORTAL = PortalAddress("a223c6", "bench.bitrix24.ru", "https://bench.bitrix24.ru/rest/", "https://o.example/rest/")
KEYS = ["bare_rps", "durable_rps", "ratio", "p99_ms", "synchronous", "workers"]


def test_what_is_fired_is_an_event_of_one_object_each() -> None:
    head, tail = halves(PORTAL)
    keys = {parse_event(dict(parse_qsl(f"{head}{number}{tail}"))).key for number in (1, 2, 3)}
    assert len(keys) == 3


def test_the_summary_is_of_medians() -> None:
    found = {
        "bare": [Run(1000, 1, 1), Run(4000, 1, 1), Run(2000, 1, 1)],
        "durable": [Run(500, 1, 9), Run(1000, 1, 5), Run(1000, 1, 7)],
    }
    told = summary(found, "FULL")
    assert list(told) == KEYS
    assert (told["bare_rps"], told["durable_rps"], told["ratio"], told["p99_ms"]) == (2000, 1000, 0.5, 7)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed (apt-get install wrk)")
def test_it_runs_and_no_accepted_event_is_missing() -> None:
    command = [sys.executable, "-m", "bench", "ingest", "--rounds", "1", "--seconds", "1"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    last = json.loads(run.stdout.strip().splitlines()[-1])
    assert list(last) == KEYS
    assert last["synchronous"] == "FULL"
