"""How often a portal that was prepared for the removal is asked whether the app is still there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.setup import Farewell, Parting

DONE_AT = datetime(2026, 3, 2, 9, 0, 20, tzinfo=UTC)


def turns(begin: timedelta, end: timedelta, farewell: Farewell) -> int:
    """Of how many periods a look each quarter of a minute knows."""
    looks = range(0, int((end - begin).total_seconds()), 15)
    return len({farewell.turn(DONE_AT + begin + timedelta(seconds=at)) for at in looks})


def test_a_minute_at_first_then_ten_then_an_hour() -> None:
    farewell = Farewell(Parting.DONE, done_at=DONE_AT)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert turns(timedelta(0), hour, farewell) in (60, 61)
    assert turns(4 * hour, 5 * hour, farewell) in (6, 7)
    assert turns(4 * day, 5 * day, farewell) in (24, 25)


def test_a_preparation_of_an_older_version_is_asked_every_hour() -> None:
    assert turns(timedelta(0), timedelta(days=1), Farewell(Parting.DONE)) in (24, 25)
