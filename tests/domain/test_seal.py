"""Seals: whatever becomes of one line, one seal or the tail of the chain is seen."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.seal import NOTHING, Batch, Head, HistoryLine, chain, verify


def line(number: int, text: str = "Монтаж") -> HistoryLine:
    body = {"act_id": number, "title": text, "amount": "126500.00"}
    return HistoryLine(number, 1_700_000_000_000_000 + number, "acts", number, f"ActMade:{number}", "ActMade", body, 7)


def sealed(sizes: Sequence[int]) -> list[Batch]:
    batches, head, first = [], NOTHING, 1
    for size in sizes:
        lines = [line(number) for number in range(first, first + size)]
        head, first = chain(head, lines), first + size
        batches.append(Batch(head, lines))
    return batches


def test_an_untouched_history_is_whole() -> None:
    batches = sealed([3, 1, 5])
    verdict = verify(batches)
    assert verdict.is_whole
    assert verdict.head == batches[-1].head
    assert verdict.head.total == 9


def test_the_order_of_a_bodys_keys_is_the_databases_own_matter() -> None:
    turned = replace(line(1), body=dict(reversed(list(line(1).body.items()))))
    assert turned.canonical() == line(1).canonical()


@given(seed=st.integers(min_value=0, max_value=10_000), at=st.integers(min_value=0, max_value=8))
def test_one_changed_line_is_found(seed: int, at: int) -> None:
    chosen = random.Random(seed)
    batches = sealed([3, 1, 5])
    lines = [found for batch in batches for found in batch.lines]
    changes: list[dict[str, Any]] = [
        {"at": lines[at].at + 1}, {"by": None}, {"document_id": 99}, {"key": lines[at].key + "x"}, {"fact": "ActSent"},
        {"register": "invoices"}, {"body": {**lines[at].body, "amount": "126500.01"}}, {"id": 100},
    ]  # fmt: skip
    forged = replace(lines[at], **chosen.choice(changes))

    def instead(batch: Batch) -> Batch:
        return Batch(batch.head, [forged if found is lines[at] else found for found in batch.lines])

    assert not verify([instead(batch) for batch in batches]).is_whole


@pytest.mark.parametrize("at", range(9))
def test_a_lost_line_is_found(at: int) -> None:
    batches = sealed([3, 1, 5])
    kept = [Batch(batch.head, [found for found in batch.lines if found.id != at + 1]) for batch in batches]
    assert not verify(kept).is_whole


def test_lines_that_change_places_are_found() -> None:
    batches = sealed([3, 1, 5])
    first, second, third = batches[0].lines
    assert not verify([Batch(batches[0].head, [first, third, second]), *batches[1:]]).is_whole


def test_a_line_put_in_later_is_found() -> None:
    batches = sealed([3])
    assert not verify([Batch(batches[0].head, [*batches[0].lines, line(4)])]).is_whole


def test_a_missing_batch_is_named() -> None:
    batches = sealed([3, 1, 5])
    assert verify([batches[0], batches[2]]).fault == "нет печати № 2: за № 1 следует № 3"


def test_a_cut_tail_shows_by_a_head_that_was_kept_elsewhere() -> None:
    batches = sealed([3, 1, 5])
    kept = batches[-1].head
    assert verify(batches, kept).is_whole
    assert verify(batches[:2]).is_whole
    assert "конец срезан" in verify(batches[:2], kept).fault


def test_a_history_forged_whole_shows_by_a_head_that_was_kept_elsewhere() -> None:
    forged = [Batch(chain(NOTHING, [line(1, "Демонтаж")]), [line(1, "Демонтаж")])]
    assert verify(forged).is_whole
    assert not verify(forged, sealed([1])[0].head).is_whole


def test_each_head_depends_on_all_before_it() -> None:
    for before, after in pairwise(sealed([2, 2, 2])):
        assert before.head.digest != after.head.digest
    assert sealed([2, 2])[1].head.digest != sealed([1, 2])[1].head.digest


def test_a_head_is_read_as_it_is_written() -> None:
    head = sealed([4])[0].head
    assert Head.parse(f" {head}\n") == head


@pytest.mark.parametrize("text", ["", "1:2", "1:2:abc", "a:b:" + "0" * 64, "1:2:" + "z" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Head.parse(text)
