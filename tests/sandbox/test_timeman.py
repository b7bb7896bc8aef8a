"""A working day goes by the portal's clock (api-reference/timeman/base/)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.conftest import Rest

MORNING = "2030-03-04T09:00:00+03:00"


@pytest.fixture(autouse=True)
def morning(control: Rest) -> None:
    control("clock", {"set": MORNING})


def test_a_day_is_opened_paused_and_closed_and_its_breaks_are_counted(rest: Rest, control: Rest) -> None:
    assert rest("timeman.status")["result"]["STATUS"] == "CLOSED"
    assert rest("timeman.open", {"LAT": 55.7})["result"]["STATUS"] == "OPENED"
    control("clock", {"advance": 3600})
    assert rest("timeman.pause")["result"]["STATUS"] == "PAUSED"
    control("clock", {"advance": 1800})
    assert rest("timeman.open", {"TIME": MORNING})["error"] == "TIME"
    went_on = rest("timeman.open")["result"]
    assert (went_on["STATUS"], went_on["TIME_LEAKS"][:5]) == ("OPENED", "00:30")
    control("clock", {"advance": 3600})
    closed = rest("timeman.close")["result"]
    assert (closed["STATUS"], closed["DURATION"][:5], closed["LAT_OPEN"]) == ("CLOSED", "02:00", 55.7)


def test_a_day_left_open_is_expired_and_a_new_one_begins(rest: Rest, control: Rest) -> None:
    rest("timeman.open")
    control("clock", {"advance": 86400})
    expired = rest("timeman.status")["result"]
    assert expired["STATUS"] == "EXPIRED"
    assert expired["TIME_FINISH_DEFAULT"].startswith("2030-03-04T17:45:00")
    assert rest("timeman.open")["result"]["TIME_START"].startswith("2030-03-05")


def test_times_are_of_the_day_itself(rest: Rest, server: SandboxServer) -> None:
    other = (datetime.fromisoformat(MORNING) + timedelta(days=2)).isoformat()
    assert rest("timeman.open", {"TIME": other})["error"] == "WRONG_DATETIME"
    assert rest("timeman.open", {"TIME": "2030-03-04T08:00:00+03:00"})["result"]["ACTIVE"] is False
    assert rest("timeman.close", {"TIME": other})["error"] == "WRONG_DATETIME"
    assert rest("timeman.close", {"TIME": "2030-03-04T08:30:00+03:00"})["result"]["DURATION"] == "00:30:00"


def test_days_are_ones_own_unless_an_administrator_asks(rest: Rest) -> None:
    assert rest("timeman.open", {"USER_ID": 2})["result"]["STATUS"] == "OPENED"
    assert rest("timeman.status")["result"]["STATUS"] == "CLOSED"
    assert rest("timeman.status", {"USER_ID": 999})["error_description"] == "User not found"
    assert rest("timeman.settings", {"USER_ID": 2})["result"]["ADMIN"] is False
