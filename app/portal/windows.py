"""Windows: which ids a bulk reading has still to look at, and how requests are filled with them (docs/adr/0010)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.domain.mirror import Window

PAGE = 50
_ALIKE = 0.2
"""Densities that differ by less are one: fifty rows tell no more."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Pages of one window, each beginning after the last row of the one before it."""

    window: Window
    pages: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The ids of the rows that came first after `after`."""

    after: int
    ids: Sequence[int]


class Plan:
    """Windows to be read. One thread uses it."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._pending = list(windows)

    @property
    def pending(self) -> tuple[Window, ...]:
        return tuple(self._pending)

    @property
    def rows(self) -> int:
        return sum(window.rows for window in self._pending)

    def put_back(self, window: Window) -> None:
        self._pending.append(window)

    def next(self, commands: int, *, others: int = 0) -> list[Chain]:
        """What one request of so many commands shall carry; `others` more requests could be filled now.

        The largest window first; while there are fewer windows than requests, it is cut.
        """
        self._pending.sort(key=lambda window: window.rows)
        while self._pending and len(self._pending) <= others and self._pending[-1].rows > 2 * commands * PAGE:
            self._pending.extend(_halves(self._pending.pop()))
            self._pending.sort(key=lambda window: window.rows)
        chains: list[Chain] = []
        left = commands
        while self._pending and left > 0:
            at = self._fitting(left, others) if chains else -1
            if at is None:
                break
            window = self._pending.pop(at)
            chains.append(Chain(window, min(pages_for(window), left)))
            left -= chains[-1].pages
        return chains

    def _fitting(self, pages: int, others: int) -> int | None:
        """The largest window that so many pages hold; if none, the beginning of the largest that no other needs."""
        fits = (at for at in reversed(range(len(self._pending))) if pages_for(self._pending[at]) <= pages)
        return next(fits, -1 if len(self._pending) > others else None)

    def is_worth_it(self, commands: int) -> bool:
        """Whether a request of so many commands would be half full."""
        return sum(map(pages_for, self._pending)) >= commands // 2


def pages_for(window: Window) -> int:
    """Pages that most likely hold the window and prove it complete: the last one must not be full."""
    return int(window.rows + math.sqrt(window.rows) / 3) // PAGE + 1


def rest_of(window: Window, last: int, rows: int) -> Window:
    """What is left of the window after `rows` of it up to the id `last` were read."""
    spread = (window.until - last) / max(last - window.after, 1)
    return Window(last, window.until, max(min(math.ceil(rows * spread), window.until - last), 1))


def _halves(window: Window) -> list[Window]:
    middle = (window.after + window.until) // 2
    return [
        Window(window.after, middle, window.rows // 2),
        Window(middle, window.until, window.rows - window.rows // 2),
    ]


def guess(samples: Sequence[Sample], last: int) -> list[Window]:
    """Windows from samples at ascending places up to the greatest id: holes left out, rows by the density found."""
    windows: list[Window] = []
    for at, sample in enumerate(samples):
        until = min(samples[at + 1].after, last) if at + 1 < len(samples) else last
        if not sample.ids or sample.after >= last:
            continue
        begin = max(sample.ids[0] - 1, sample.after)
        if begin >= until:
            continue
        density = len(sample.ids) / (sample.ids[-1] - begin)
        windows.append(Window(begin, until, math.ceil((until - begin) * density)))
    return _joined(windows)


def _joined(windows: Sequence[Window]) -> list[Window]:
    found: list[Window] = []
    for window in windows:
        if found and found[-1].until == window.after and _alike(found[-1], window):
            found[-1] = Window(found[-1].after, window.until, found[-1].rows + window.rows)
        else:
            found.append(window)
    return found


def _alike(one: Window, other: Window) -> bool:
    densities = sorted(window.rows / (window.until - window.after) for window in (one, other))
    return densities[1] - densities[0] <= _ALIKE * densities[1]


def lanes(windows: Sequence[Window], most: int, rows: int) -> list[Window]:
    """The same windows cut evenly into at most about `most` parts of `rows` or more."""
    total = sum(window.rows for window in windows)
    share = max(rows, math.ceil(total / max(most, 1)))
    return [part for window in windows for part in _cut(window, max(window.rows // share, 1))]


def _cut(window: Window, parts: int) -> list[Window]:
    edges = [window.after + (window.until - window.after) * n // parts for n in range(parts + 1)]
    rows = math.ceil(window.rows / parts)
    return [replace(window, after=low, until=high, rows=rows) for low, high in pairwise(edges)]
