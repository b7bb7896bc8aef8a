"""The mirror: objects marked dirty are read again, many at once, and compared with what we have."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.act import Act
from app.domain.calls import HostEvent
from app.domain.deal import Deal, DealNote
from app.domain.facts import DealChanged
from app.errors import ObjectGone
from app.ports import Context, DirtyMark
from app.services import papers, payments, stages, twins

BATCH = 500


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
    """Read the stages passed since, then everything that is marked. One reader a portal at a time.

    A mark is cleaned after its object has been dealt with: a killed reader's successor reads it again.
    """
    stages.listen(ctx)
    with ctx.store.reading() as tx:
        marks = tx.dirty(BATCH)
    by_kind: dict[str, list[DirtyMark]] = {}
    for mark in marks:
        by_kind.setdefault(mark.kind, []).append(mark)
    for kind, group in by_kind.items():
        _read(ctx, kind, [mark.object_id for mark in group])
        with ctx.store.transaction() as tx:
            tx.clean(group)


def _read(ctx: Context, kind: str, ids: Sequence[int]) -> None:
    if kind == "deal":
        _read_deals(ctx, ids)
    elif kind == "invoice":
        for host_id in ids:
            read_invoice(ctx, host_id)
    elif kind == "act":
        for twin_id in ids:
            twins.read_twin(ctx, twin_id)


def _read_deals(ctx: Context, ids: Sequence[int]) -> None:
    found = {deal.id: deal for deal in ctx.deals.many(ids)}
    with ctx.store.transaction() as tx:
        for deal_id in ids:
            deal = found.get(deal_id)
            if deal is None:
                tx.deals.forget(deal_id)
                continue
            old = tx.deals.get(deal_id)
            stages.note_deal(tx, DealNote(deal))
            if old is not None and old.refused_move and _differs(old.deal, deal):
                stamp = deal.updated_at.isoformat() if deal.updated_at else deal.stage_id
                tx.record(DealChanged(deal_id, stamp), lane=deal.lane)


def _differs(old: Deal, new: Deal) -> bool:
    """Anything at all: what the move was refused for may be a field that we do not know."""
    return old != new


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
