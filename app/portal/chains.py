"""Chains of pages in a batch: the commands, and what of the answer is proven.

A page begins after the last row of the page before it, which the batch itself looks up ($result, batch.md). A page that
is not full ends its window; what the commands after it then find has no meaning and is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.mirror import Window
from app.errors import HostError
from app.portal.batch import results
from app.portal.sources import Source
from app.portal.values import mapping, unreadable
from app.portal.windows import PAGE, Chain, rest_of

Row = dict[str, Any]


@dataclass(slots=True)
class Harvest:
    """Rows of the answer, in order of their windows; `left` is what must be asked again."""

    rows: list[Row] = field(default_factory=list)
    left: list[Window] = field(default_factory=list)
    errors: list[HostError] = field(default_factory=list)
    pages: int = 0


def commands(source: Source, chains: Sequence[Chain], *, only_ids: bool = False) -> dict[str, str]:
    """Labelled commands of all chains, in their order."""
    found: dict[str, str] = {}
    for at, chain in enumerate(chains):
        after: object = chain.window.after
        for page in range(chain.pages):
            label = f"w{at}p{page}"
            found[label] = source.page(after, chain.window.until, only_ids=only_ids)
            after = source.last_of(label, PAGE - 1)
    return found


def harvest(source: Source, chains: Sequence[Chain], result: Any) -> Harvest:
    """What the batch brought. Raises HostUnavailable for rows that nobody asked for."""
    found = Harvest()
    labels = [f"w{at}p{page}" for at, chain in enumerate(chains) for page in range(chain.pages)]
    pages = iter(results(result, labels))
    for chain in chains:
        _take(source, chain, [next(pages) for _ in range(chain.pages)], found)
    return found


def page_rows(source: Source, answer: Any) -> list[Row]:
    """Rows of one page."""
    inner = answer
    if source.wrap:
        inner = mapping(answer).get(source.wrap)
    if isinstance(inner, Mapping):
        inner = list(inner.values())
    if not isinstance(inner, list):
        raise unreadable("a list")
    return inner


def _take(source: Source, chain: Chain, pages: Sequence[Any], found: Harvest) -> None:
    window, last, count = chain.window, chain.window.after, 0
    for answer in pages:
        if isinstance(answer, HostError):
            found.errors.append(answer)
            break
        rows = page_rows(source, answer)
        last = _ascending(source, rows, last, window.until)
        found.rows += rows
        found.pages += 1
        count += len(rows)
        if len(rows) < PAGE:
            return
    if last < window.until:
        found.left.append(rest_of(window, last, count) if count else window)


def _ascending(source: Source, rows: Sequence[Row], after: int, until: int) -> int:
    """The last id, once the page is certainly what was asked for: where a portal filters otherwise, rows get lost."""
    key = source.id_key
    try:
        ids = [int(row[key]) for row in rows]
    except (KeyError, TypeError, ValueError):
        raise unreadable("an id") from None
    if not ids:
        return after
    if len(ids) > PAGE or ids[0] <= after or ids[-1] > until or ids != sorted(set(ids)):
        raise unreadable("the rows after the id that was asked for, in order")
    return ids[-1]
