"""A contact was changed: read it again."""

from __future__ import annotations

from app.domain.calls import HostEvent
from app.ports import Context
from app.services import mirror


def handle(ctx: Context, event: HostEvent) -> None:
    mirror.mark(ctx, event)
