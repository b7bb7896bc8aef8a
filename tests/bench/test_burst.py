"""The burst, in small: every event is answered, every deal read, in a few requests."""

from __future__ import annotations

import json
import subprocess
import sys
from urllib.parse import parse_qsl

import pytest

from app.portal.inbound import parse_event
from bench.forms import deal_event

AUTH = {
    "member_id": "a223c6", "application_token": "51856fef", "domain": "bench.bitrix24.ru",
    "client_endpoint": "https://bench.bitrix24.ru/rest/", "server_endpoint": "https://oauth.bitrix24.tech/rest/",
}  # fmt: skip


def test_what_is_posted_is_an_event_of_one_deal() -> None:
    found = parse_event(dict(parse_qsl(deal_event(AUTH, 7, ts=1772442000))))
    assert found.key == "event:oncrmdealupdate:2_7:1772442000"


@pytest.mark.slow
@pytest.mark.timeout(620)
def test_each_event_is_accepted_and_all_deals_are_read_in_a_few_requests() -> None:
    command = [sys.executable, "-m", "bench", "burst", "--deals", "300"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    last = json.loads(run.stdout.strip().splitlines()[-1])
    assert (last["accepted"], last["not_2xx"]) == (300, 0)
    # The promise for ten thousand: how many readings three hundred take depends on how long a busy machine posts them.
    assert last["http_requests"] <= 10
    assert {"accept_s", "read_s", "database"} <= set(last)
