"""Page («Страница»): which screen of ours to show, and what it may be about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """`name` is the screen of the Vue application; `deal_id` is the only deal that the page may touch."""

    name: str
    deal_id: int | None = None
