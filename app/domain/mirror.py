"""The mirror («Зеркало»): the portal's objects as they were last read, and how far the reading of a kind has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

DEAL, COMPANY, CONTACT, REQUISITE = "deal", "company", "contact", "requisite"
"""Kinds of objects; see also `item_kind` and `list_kind`."""


def item_kind(entity_type_id: int) -> str:
    """Items of a smart process (or smart invoices, 31)."""
    return f"item:{entity_type_id}"


INVOICE = item_kind(31)


def list_kind(iblock_id: int) -> str:
    """Elements of a universal list («Список»)."""
    return f"list:{iblock_id}"


@dataclass(frozen=True, slots=True)
class RawObject:
    """An object in the portal's own words. `updated_at` is None where its kind has no such field."""

    id: int
    updated_at: datetime | None
    body: Mapping[str, Any]


Stamp = tuple[int, datetime | None]
"""An object's id and its time of change."""


@dataclass(frozen=True, slots=True)
class MirrorSum:
    """What a kind's rows amount to: two equal sets of rows have equal sums, in whatever order they were read."""

    count: int
    checksum: int
    oldest_read_at: datetime | None
    """When the row that was longest not looked at was last written."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a comparison of all ids and times of change of a kind found at `at`; `different` were marked to be read."""

    kind: str
    at: datetime
    portal_count: int
    mirror_count: int
    portal_sum: int
    mirror_sum: int
    different: int

    @property
    def is_equal(self) -> bool:
        return (self.portal_count, self.portal_sum) == (self.mirror_count, self.mirror_sum)


def checksum(stamps: Iterable[Stamp]) -> int:
    """Of ids with their times of change, in whatever order; 63 bits."""
    total = 0
    for object_id, stamp in stamps:
        text = f"{object_id}:{stamp.astimezone(UTC).isoformat() if stamp else ''}"
        total += int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
    return total % 2**63


@dataclass(frozen=True, slots=True)
class Window:
    """Objects with `after` < id <= `until`; `rows` is how many of them there may be, a guess."""

    after: int
    until: int
    rows: int


class ReadingState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading of one kind has come; `left` are the windows still to be read."""

    kind: str
    state: ReadingState
    started_at: datetime
    done_at: datetime | None = None
    rows: int = 0
    left: tuple[Window, ...] = field(default=())

    @property
    def share(self) -> float:
        """Between 0 and 1, by the guesses."""
        if self.state is not ReadingState.READING:
            return float(self.state is ReadingState.DONE)
        expected = self.rows + sum(window.rows for window in self.left)
        return min(self.rows / expected, 1.0) if expected else 0.0
