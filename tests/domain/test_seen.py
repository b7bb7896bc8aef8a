"""Ids seen: each is new once, late or not, and what is far behind is old."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.seen import LATE, Seen


@given(st.permutations(range(1, 200)), st.integers(0, LATE - 1))
def test_each_id_is_new_once_however_late_within_the_window(order: list[int], disorder: int) -> None:
    late = sorted(range(1, 200), key=lambda number: number + order[number - 1] % (disorder + 1))
    seen, new = Seen(), []
    for number in [*late, *late]:
        if not seen.has(number):
            new.append(number)
            seen = seen.plus(number)
    assert new == late
    assert seen.last == 199


def test_after_a_gap_what_stands_in_it_is_new_and_what_is_far_behind_is_old() -> None:
    seen = Seen(10).plus(1_000_000)
    assert not seen.has(1_000_000 - LATE + 1)
    assert seen.has(1_000_000 - LATE)
    assert seen.after == 1_000_000 - LATE


def test_where_nothing_was_noted_all_up_to_the_last_was_seen() -> None:
    seen = Seen(100)
    assert all(seen.has(number) for number in range(101))
    assert not seen.plus(103).has(102)
    assert seen.plus(103).has(100)
