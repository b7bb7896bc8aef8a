"""Interrupted at each of its calls and run again, an installation and a removal end as if nothing had happened."""

from __future__ import annotations

import os
from typing import Any

import pytest

from app.domain.setup import Parting
from bench.interruptions import cut_at_each_write, fresh, interrupted, known, picture

APPLY_CALLS, REMOVE_CALLS = 75, 60
STEP = 1 if os.environ.get("EVERY_CALL") else 9
"""EVERY_CALL=1 takes minutes; without it every ninth call is cut, and every write all the same."""


@pytest.fixture(scope="module")
def installed() -> tuple[dict[str, Any], Any]:
    with fresh() as bench:
        assert bench.installer.apply()
        return picture(bench), known(bench)


@pytest.fixture(scope="module")
def removed() -> tuple[dict[str, Any], Any]:
    with fresh() as bench:
        assert bench.installer.apply()
        assert bench.installer.remove()
        return picture(bench), known(bench)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("at", range(1, APPLY_CALLS + 1, STEP))
@pytest.mark.parametrize("after", [False, True])
def test_an_installation_cut_off_at_a_call_converges(installed: tuple[Any, Any], at: int, after: bool) -> None:
    with fresh() as bench:
        interrupted(bench, at, bench.installer.apply, after=after)
        assert bench.installer.apply()
        assert (picture(bench), known(bench)) == installed
        writes = len(bench.writes())
        assert bench.installer.apply()
        assert len(bench.writes()) == writes


@pytest.mark.timeout(300)
@pytest.mark.parametrize("at", range(1, REMOVE_CALLS + 1, STEP))
@pytest.mark.parametrize("after", [False, True])
def test_a_removal_cut_off_at_a_call_converges(removed: tuple[Any, Any], at: int, after: bool) -> None:
    with fresh() as bench:
        assert bench.installer.apply()
        interrupted(bench, at, bench.installer.remove, after=after)
        assert bench.settings.is_parting
        assert bench.installer.remove()
        assert (picture(bench), known(bench)) == removed
        writes = len(bench.writes())
        assert bench.installer.remove()
        assert len(bench.writes()) == writes
        assert bench.settings.farewell.state is Parting.DONE


@pytest.mark.timeout(600)
def test_with_a_list_in_place_of_a_process_it_ends_the_same_too() -> None:
    with fresh(processes=False) as bench:
        assert bench.installer.apply()
        assert bench.installer.apply()  # the tariff's refusal is not asked for again, and forgotten
        installed = picture(bench), known(bench)
        assert bench.installer.remove()
        removed = picture(bench), known(bench)
    with fresh(processes=False) as bench:
        assert cut_at_each_write(bench, bench.installer.apply, but="crm.type.add") > 30
        assert (picture(bench), known(bench)) == installed
        assert cut_at_each_write(bench, bench.installer.remove) > 25
        assert (picture(bench), known(bench)) == removed


@pytest.mark.timeout(600)
def test_killed_before_and_after_every_write_it_ends_the_same(
    installed: tuple[Any, Any], removed: tuple[Any, Any]
) -> None:
    with fresh() as bench:
        assert cut_at_each_write(bench, bench.installer.apply) > 30
        assert (picture(bench), known(bench)) == installed
        assert cut_at_each_write(bench, bench.installer.remove) > 25
        assert (picture(bench), known(bench)) == removed
        assert bench.standing.count == 0
