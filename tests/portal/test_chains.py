"""Chains of pages: what an answer proves, and what in it means nothing."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.mirror import DEAL, REQUISITE, Window
from app.errors import HostUnavailable, RateLimited
from app.portal.chains import commands, harvest
from app.portal.sources import source_of
from app.portal.windows import Chain

DEALS = source_of(DEAL)
CHAINS = [Chain(Window(0, 1000, 120), 3), Chain(Window(5000, 5100, 20), 1)]


def page(*ids: int) -> dict[str, Any]:
    return {"items": [{"id": at} for at in ids]}


def answer(*pages: Any, errors: dict[str, Any] | None = None) -> dict[str, Any]:
    labels = [*(f"w0p{n}" for n in range(3)), "w1p0"]
    good = {label: found for label, found in zip(labels, pages, strict=False) if found is not None}
    return {"result": good, "result_error": errors or []}


def ids_of(found: Any) -> list[int]:
    return [row["id"] for row in found.rows]


def test_each_page_begins_after_the_last_row_of_the_one_before() -> None:
    asked = commands(DEALS, CHAINS)
    assert list(asked) == ["w0p0", "w0p1", "w0p2", "w1p0"]
    assert "filter[%3Eid]=0&filter[%3C%3Did]=1000" in asked["w0p0"]
    assert "%24result%5Bw0p0%5D%5Bitems%5D%5B49%5D%5Bid%5D" in asked["w0p1"]
    assert all("start=-1" in command and "order[id]=ASC" in command for command in asked.values())
    assert "%24result%5Bw0p0%5D%5B49%5D%5BID%5D" in commands(source_of(REQUISITE), CHAINS)["w0p1"]


def test_a_page_that_is_not_full_ends_its_window_and_what_follows_means_nothing() -> None:
    found = harvest(DEALS, CHAINS, answer(page(*range(1, 51)), page(51, 52), page(*range(1, 51)), page(5001)))
    assert ids_of(found) == [*range(1, 53), 5001]
    assert found.left == []


def test_a_window_with_full_pages_goes_on_from_its_last_row() -> None:
    pages = [page(*range(at, at + 50)) for at in (1, 51, 101)]
    found = harvest(DEALS, CHAINS, answer(*pages, page()))
    assert ids_of(found) == list(range(1, 151))
    (left,) = found.left
    assert (left.after, left.until) == (150, 1000)
    assert left.rows == 850


def test_a_last_page_that_reaches_the_end_of_the_window_is_the_end() -> None:
    pages = [page(*range(at, at + 50)) for at in (1, 51)] + [page(*range(101, 150), 1000)]
    assert harvest(DEALS, CHAINS, answer(*pages, page())).left == []


def test_a_refused_page_is_asked_again_from_the_row_before_it() -> None:
    blocked = {"w0p1": {"error": "OPERATION_TIME_LIMIT", "error_description": ""}}
    found = harvest(DEALS, CHAINS, answer(page(*range(1, 51)), None, page(*range(1, 51)), page(5001), errors=blocked))
    assert ids_of(found) == [*range(1, 51), 5001]
    assert [(left.after, left.until) for left in found.left] == [(50, 1000)]
    assert [type(error) for error in found.errors] == [RateLimited]


@pytest.mark.parametrize("ids", [(0, 1), (2, 1), (5, 5), (1001,), range(1, 60)])
def test_rows_that_nobody_asked_for_are_an_error_and_not_a_loss(ids: Any) -> None:
    with pytest.raises(HostUnavailable):
        harvest(DEALS, CHAINS, answer(page(*ids), page(), page(), page()))


def test_links_that_carry_a_token_are_not_kept() -> None:
    row = {"id": 1, "updatedTime": "2026-03-02T12:00:00+03:00", "ufFile": {"id": 5, "urlMachine": "…auth=x"}}
    kept = DEALS.raw({**row, "ufFiles": [{"id": 6, "urlMachine": "…"}], "contactIds": [1, 2]})
    assert kept.body["ufFile"] == {"id": 5}
    assert kept.body["ufFiles"] == [{"id": 6}]
    assert kept.body["contactIds"] == [1, 2]
    assert kept.updated_at is not None and kept.updated_at.isoformat() == "2026-03-02T09:00:00+00:00"
