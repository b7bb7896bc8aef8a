"""An item was added: an invoice of a deal of ours joins the register, an act's twin may bear a file already."""

from __future__ import annotations

from app.domain.calls import HostEvent
from app.ports import Context
from app.services import marking


def handle(ctx: Context, event: HostEvent) -> None:
    marking.mark(ctx, event)
