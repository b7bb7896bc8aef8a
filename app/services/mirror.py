"""The mirror: objects marked dirty are read again, many at once, and compared with what we have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.act import Act
from app.domain.calls import HostEvent
from app.domain.deal import Deal, DealNote
from app.domain.facts import DealChanged
from app.errors import ObjectGone
from app.ports import Context, DirtyMark, Transaction
from app.services import papers, payments, stages, twins

BATCH = 2450
"""Marks a reading: deals of one request, beside the stage history (49 pages of 50)."""
_AT_ONCE = 500
"""Deals a transaction: others wait for it."""
_SINGLY = 50
"""Invoices and acts a reading: each is a request."""


def mark(ctx: Context, event: HostEvent) -> None:
    """Note what must be read again; items of processes that are not ours are none of our business."""
    kind = event.kind
    if kind == "item":
        acts_type = ctx.settings.acts_type
        if acts_type is None or event.entity_type_id != acts_type.entity_type_id:
            return
        kind = "act"
    with ctx.store.transaction() as tx:
        tx.mark_dirty(kind, event.object_id)


def refresh(ctx: Context) -> None:
    """Read the stages passed since, and the oldest of what is marked. One reader a portal at a time.

    A mark is cleaned when its object has been dealt with: a killed reader's successor reads it again.
    """
    with ctx.store.reading() as tx:
        seen, deals = tx.cursor(stages.CURSOR), tx.dirty(BATCH, kind="deal")
        others = [*tx.dirty(_SINGLY, kind="invoice"), *tx.dirty(_SINGLY, kind="act")]
    entries, found = ctx.deals.news(seen, [mark.object_id for mark in deals])
    stages.take(ctx, entries)
    fresh = {deal.id: deal for deal in found}
    for start in range(0, len(deals), _AT_ONCE):
        _keep_deals(ctx, deals[start : start + _AT_ONCE], fresh)
    _read_singly(ctx, others)


def _keep_deals(ctx: Context, marks: Sequence[DirtyMark], found: Mapping[int, Deal]) -> None:
    ids = [mark.object_id for mark in marks]
    with ctx.store.transaction() as tx:
        known = tx.deals.several(ids)
        changed = [_changed(tx, known.get(deal.id), deal) for deal in map(found.get, ids) if deal is not None]
        tx.deals.put_each([note for note in changed if note is not None])
        for deal_id in ids:
            if deal_id not in found:
                tx.deals.forget(deal_id)
        tx.clean(marks)


def _changed(tx: Transaction, old: DealNote | None, deal: Deal) -> DealNote | None:
    """What is to be remembered of the deal now; None when nothing has changed."""
    if old is None:
        return DealNote(deal)
    # Anything at all: what the move was refused for may be a field that we do not know.
    if old.deal == deal:
        return None
    if old.refused_move:
        stamp = deal.updated_at.isoformat() if deal.updated_at else deal.stage_id
        tx.record(DealChanged(deal.id, stamp), lane=deal.lane)
    return replace(old, deal=deal)


def _read_singly(ctx: Context, marks: Sequence[DirtyMark]) -> None:
    for mark in marks:
        if mark.kind == "invoice":
            read_invoice(ctx, mark.object_id)
        elif mark.kind == "act":
            twins.read_twin(ctx, mark.object_id)
        with ctx.store.transaction() as tx:
            tx.clean([mark])


def read_invoice(ctx: Context, host_id: int) -> None:
    """Bring our invoice to the portal's; one that stands in a paid stage there is paid here too."""
    try:
        theirs = ctx.host_invoices.get(host_id)
    except ObjectGone:
        return  # deleted there: the register keeps what was recorded
    if theirs.deal_id is None:
        return
    today = ctx.today()
    with ctx.store.transaction() as tx:
        known = tx.invoices.by_host(host_id)
        acts: list[Act] = tx.acts.of_deal(theirs.deal_id)
        if known is None and not acts:
            return  # an invoice of a deal without acts is not ours to keep yet
        client = known.client if known else acts[0].client
        invoice = papers.adopt_invoice(tx, theirs, theirs.deal_id, client)
        if theirs.is_paid and invoice.is_open:
            payments.pay_in(
                tx, invoice, key=f"native:{host_id}", amount=None, on=today, by=theirs.mover_id
            )
