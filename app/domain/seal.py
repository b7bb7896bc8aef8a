"""Seals («Печати истории»): the history chained by hash in batches, so that no line can be changed or lost unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

START = hashlib.sha256(b"pervichka:history:1").hexdigest()
"""What the first batch is chained to."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history as it is sealed; `at` in microseconds of UTC since 1970."""

    id: int
    at: int
    register: str
    document_id: int | None
    key: str
    fact: str
    body: Mapping[str, Any]
    by: int | None

    def canonical(self) -> bytes:
        """The same bytes whatever order the database keeps the body's keys in."""
        values = [self.id, self.at, self.register, self.document_id, self.key, self.fact, self.body, self.by]
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: its number, how many lines stand sealed up to it, and the hash of all of them."""

    n: int
    total: int
    digest: str

    def __str__(self) -> str:
        return f"{self.n}:{self.total}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Raises ValueError for what no `str(head)` is."""
        n, total, digest = text.strip().split(":")
        if len(digest) != len(START) or set(digest) - set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(n), int(total), digest)


NOTHING = Head(0, 0, START)
"""The head of a history in which nothing is sealed yet."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A seal as it is stored, with the lines found under it now, by id."""

    head: Head
    lines: Iterable[HistoryLine]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fault` says in Russian what does not fit ("" = the chain is whole); `head` is the last seal that fits."""

    head: Head
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.fault


def chain(before: Head, lines: Iterable[HistoryLine]) -> Head:
    """The head after one more batch of lines."""
    seal = hashlib.sha256(f"{before.digest}\n{before.n + 1}\n".encode())
    total = before.total
    for line in lines:
        seal.update(line.canonical() + b"\n")
        total += 1
    return Head(before.n + 1, total, seal.hexdigest())


def verify(batches: Iterable[Batch], expected: Head | None = None) -> Verdict:
    """Follow the chain; `expected`: a head that was taken earlier and kept elsewhere, which must be met on the way."""
    head, met = NOTHING, expected in (None, NOTHING)
    for batch in batches:
        found = chain(head, batch.lines)
        if batch.head.n != found.n:
            return Verdict(head, f"нет печати № {found.n}: за № {head.n} следует № {batch.head.n}")
        if batch.head != found:
            return Verdict(head, f"строки под печатью № {found.n} изменены, удалены или добавлены")
        head = found
        met = met or head == expected
    if not met and expected is not None:
        return Verdict(head, f"печати № {expected.n} с сохранённым хешем в истории нет: её конец срезан или переписан")
    return Verdict(head)
