"""Windows: every row is in one of them, requests are nearly full, and an empty stretch costs nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.mirror import Window
from app.portal.windows import PAGE, Chain, Plan, Sample, guess, lanes, pages_for, rest_of

PLACES = (0, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)
COMMANDS = 50


def windows_of(ids: Sequence[int], most: int = 50) -> list[Window]:
    samples = [Sample(place, ids[(at := bisect_right(ids, place)) : at + PAGE]) for place in PLACES]
    last = ids[-1] if ids else 0
    return lanes(guess(samples, last), most, COMMANDS * PAGE)


def read_all(ids: Sequence[int], windows: Sequence[Window], at_once: int = 50) -> tuple[list[int], int]:
    """The ids that a portal of these rows gives, and in how many requests."""
    plan, requests = Plan(windows), 0
    found: list[int] = []
    while chains_at_once := _send(plan, at_once):
        at_once = 3
        for chains in chains_at_once:
            requests += 1
            assert sum(chain.pages for chain in chains) <= COMMANDS
            for chain in chains:
                low, high = (bisect_right(ids, edge) for edge in (chain.window.after, chain.window.until))
                taken = ids[low : min(low + chain.pages * PAGE, high)]
                found += taken
                if len(taken) == chain.pages * PAGE and taken[-1] < chain.window.until:
                    plan.put_back(rest_of(chain.window, taken[-1], len(taken)))
    return found, requests


def _send(plan: Plan, at_once: int) -> list[list[Chain]]:
    shots: list[list[Chain]] = []
    for others in range(at_once - 1, -1, -1):
        if shots and not plan.is_worth_it(COMMANDS):
            break
        chains = plan.next(COMMANDS, others=others)
        if not chains:
            break
        shots.append(chains)
    return shots


@settings(max_examples=150, deadline=None)
@given(st.sets(st.integers(1, 3_000_000) | st.integers(1, 3_000), max_size=4_000), st.integers(1, 50))
def test_every_row_is_read_once(numbers: set[int], at_once: int) -> None:
    ids = sorted(numbers)
    found, _ = read_all(ids, windows_of(ids, at_once), at_once)
    assert sorted(found) == ids


@pytest.mark.parametrize("density", [1, 0.97, 0.9, 0.7, 0.3])
@pytest.mark.parametrize(("rows", "most"), [(100_000, 48), (300_000, 124)])
def test_requests_are_nearly_full(rows: int, most: int, density: float) -> None:
    ids = sorted(Random(3).sample(range(1, int(rows / density) + 1), rows))
    found, requests = read_all(ids, windows_of(ids))
    assert len(found) == rows
    assert requests < most


def test_a_stretch_without_rows_is_left_out() -> None:
    ids = [*range(1, 2_001), *range(400_000, 402_001)]
    windows = windows_of(ids)
    assert not any(10_000 < window.after < 399_000 for window in windows)
    assert read_all(ids, windows)[1] <= 3


def test_rows_that_are_older_and_rarer_do_not_mislead() -> None:
    ids = sorted({1 + int(1_000_000 * Random(n).random() ** 2) for n in range(100_000)})
    found, requests = read_all(ids, windows_of(ids))
    assert found and sorted(found) == ids
    assert requests <= 50


def test_where_there_is_nothing_nothing_is_read() -> None:
    assert windows_of([]) == []


@given(st.integers(0, 100_000))
def test_the_last_page_is_never_expected_full(rows: int) -> None:
    assert pages_for(Window(0, 10**6, rows)) * PAGE > rows
