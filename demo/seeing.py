"""Looking at a portal until it is as expected («проверка шага»)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 180.0
"""Seconds that the application and the portal together have for one step, on a slow and busy machine too."""
EVERY = 0.2


class Unexpected(Exception):
    """A look showed something else: `expected` and `seen` are sentences for the person who watches."""

    def __init__(self, expected: str, seen: object) -> None:
        super().__init__(f"ожидалось: {expected}; на деле: {seen}")
        self.expected = expected
        self.seen = str(seen)


def expect(holds: object, expected: str, seen: object) -> None:
    """Raises Unexpected unless it holds."""
    if not holds:
        raise Unexpected(expected, seen)


def until(look: Callable[[], T], *, seconds: float = PATIENCE) -> T:
    """Look again until it is as expected; what was seen last is raised when the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return look()
        except Unexpected:
            if time.monotonic() > deadline:
                raise
        time.sleep(EVERY)
