"""Marking («пометки»): an event says that an object has changed; what of it is our business is noted to be read."""

from __future__ import annotations

from app.domain.calls import HostEvent
from app.domain.mirror import COMPANY, CONTACT, DEAL, INVOICE, item_kind, list_kind
from app.domain.policy import PortalSettings
from app.ports import Context, Transaction

_KINDS = {"deal": DEAL, "company": COMPANY, "contact": CONTACT, "invoice": INVOICE}


def mark(ctx: Context, event: HostEvent) -> None:
    """Note what must be read again."""
    with ctx.store.transaction() as tx:
        mark_in(tx, ctx.settings, event)


def mark_in(tx: Transaction, settings: PortalSettings, event: HostEvent) -> None:
    """Items of processes that are not ours are none of our business."""
    kind = _KINDS.get(event.kind) or item_kind(event.entity_type_id)
    if event.kind != "item" or _is_of_acts(settings, kind):
        tx.mark_dirty(kind, event.object_id)


def mark_element(ctx: Context, iblock_id: int, element_id: int) -> None:
    """Note that an element of the list of acts must be read again; other lists are none of our business."""
    kind = list_kind(iblock_id)
    if _is_of_acts(ctx.settings, kind):
        with ctx.store.transaction() as tx:
            tx.mark_dirty(kind, element_id)


def _is_of_acts(settings: PortalSettings, kind: str) -> bool:
    home = settings.acts_type
    return home is not None and kind == home.mirror_kind
