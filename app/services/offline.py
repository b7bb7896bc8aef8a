"""Offline events («офлайн-события»): what the portal has kept for us while its posts were lost on their way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog

from app.errors import AccessDenied, AuthLost, HostError
from app.ports import Context
from app.services.marking import mark_in

EVERY = timedelta(minutes=1)
PACKETS = 20
"""At one look at most: the rest is taken at the next."""
_TAKEN = "offline"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger()


def take(ctx: Context) -> list[tuple[str, HostError]]:
    """Mark what the portal has kept, every EVERY; it is cleared there when the marks are committed here.

    Return why it was not told, if it was not: it is asked again at its next time.

    Killed in between: the portal keeps the packet for thirty days and gives it to nobody; the sweep finds the same.
    """
    if not ctx.settings.has_offline_events or not _is_time(ctx):
        return []
    try:
        for _ in range(PACKETS):
            if not _take_packet(ctx):
                break
    except AuthLost:
        raise
    except AccessDenied as refused:
        # The tariff is another one now: the sweep goes on without it, and the installer will find it out.
        log.warning("offline_events_refused", cause=str(refused))
    except HostError as refused:
        return [("offline events", refused)]
    return []


def _take_packet(ctx: Context) -> bool:
    """Whether there may be more."""
    packet = ctx.offline.take()
    if packet.events:
        with ctx.store.transaction() as tx:
            for event in packet.events:
                mark_in(tx, ctx.settings, event)
    ctx.offline.clear(packet)
    return not packet.is_last


def _is_time(ctx: Context) -> bool:
    now = int((ctx.clock.now() - _EPOCH).total_seconds())
    with ctx.store.reading() as tx:
        last = tx.cursor(_TAKEN)
    if now - last < EVERY.total_seconds():
        return False
    with ctx.store.transaction() as tx:
        tx.set_cursor(_TAKEN, now)
    return True
