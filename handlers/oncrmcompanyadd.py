"""A company was added: read it."""

from __future__ import annotations

from app.domain.calls import HostEvent
from app.ports import Context
from app.services import marking


def handle(ctx: Context, event: HostEvent) -> None:
    marking.mark(ctx, event)
