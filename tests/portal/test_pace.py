"""The pace: as much as the portal takes, less when it says so."""

from __future__ import annotations

from datetime import UTC, datetime

from app.portal.pace import FEWEST_AT_ONCE, MOST_AT_ONCE, Pace

RESET = 1_778_747_792


def learn(pace: Pace, seconds: float, *, commands: int = 50, operating: float = 1.0) -> None:
    pace.learn({"duration": seconds}, commands, [{"operating": operating, "operating_reset_at": RESET}])


def test_it_begins_with_the_free_space_of_the_bucket() -> None:
    assert Pace(30).at_once(30, 2.0) == 30
    assert Pace(250).at_once(250, 5.0) == MOST_AT_ONCE
    assert Pace(0).at_once(10, 2.0) == FEWEST_AT_ONCE
    assert Pace(50, 12).at_once(50, 2.0) == 12


def test_with_a_full_bucket_there_are_as_many_as_keep_it_full() -> None:
    pace = Pace(50)
    learn(pace, 3.0)
    assert pace.at_once(0, 2.0) == 14


def test_a_portal_that_grows_slow_is_asked_less_at_once() -> None:
    pace = Pace(40)
    learn(pace, 0.5)
    learn(pace, 4.0)
    assert pace.at_once(40, 2.0) == 20
    for _ in range(60):
        learn(pace, 0.5)
    assert pace.at_once(40, 2.0) == MOST_AT_ONCE


def test_long_requests_get_fewer_commands_and_short_ones_more_again() -> None:
    pace = Pace(50)
    learn(pace, 40.0)
    assert pace.commands == 12
    learn(pace, 2.0, commands=12)
    assert pace.commands == 24
    pace.cut()
    assert pace.commands == 12


def test_a_method_that_took_much_time_is_left_alone_until_it_is_forgotten() -> None:
    pace = Pace(50)
    learn(pace, 1.0, operating=299)
    assert pace.rest_until is None
    learn(pace, 1.0, operating=301)
    assert pace.rest_until == datetime.fromtimestamp(RESET, UTC)
