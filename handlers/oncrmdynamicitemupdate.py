"""An item was changed: an invoice was paid natively, or an act's twin was dragged or given a file."""

from __future__ import annotations

from app.domain.calls import HostEvent
from app.ports import Context
from app.services import marking


def handle(ctx: Context, event: HostEvent) -> None:
    marking.mark(ctx, event)
