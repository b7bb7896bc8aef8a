"""A long table by leaves («страницы таблицы»): which rows are shown, and addresses of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request

SIZE = 20
ARGUMENT = "page"


@dataclass(frozen=True)
class Leaf:
    """`number` of `count`, from 1; `total` rows altogether."""

    rows: Sequence[Any]
    number: int
    count: int
    total: int

    @property
    def near(self) -> list[int]:
        """The first, the last and the neighbours."""
        wanted = {1, self.number - 1, self.number, self.number + 1, self.count}
        return sorted(number for number in wanted if 1 <= number <= self.count)


def leaf(rows: Sequence[Any]) -> Leaf:
    """The one that the address asks for; the last, when there are not so many."""
    count = max(1, -(-len(rows) // SIZE))
    number = min(max(request.args.get(ARGUMENT, 1, int), 1), count)
    return Leaf(rows[(number - 1) * SIZE : number * SIZE], number, count, len(rows))


def here(**changes: Any) -> str:
    """This address with some arguments others; None takes one away."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    asked = urlencode([*kept, *((name, value) for name, value in changes.items() if value is not None)])
    return f"{request.path}?{asked}" if asked else request.path


def came_from(place: str) -> str:
    """`place` with the arguments of the table that a form was on."""
    asked = urlencode(parse_qsl(request.form.get("query", "")))
    return f"{place}?{asked}" if asked else place
