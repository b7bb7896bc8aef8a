"""The mirror: objects marked dirty are read again, many at once, kept, and compared with what we have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.act import Act
from app.domain.deal import Deal, DealNote
from app.domain.facts import DealChanged
from app.domain.mirror import COMPANY, CONTACT, DEAL, INVOICE, RawObject
from app.errors import HostUnavailable
from app.ports import Context, DirtyMark, News, Transaction
from app.services import offline, papers, payments, stages, sweeping, twins, unread

BATCH = 2450
"""Marks a reading: objects of one request, beside the stage history (49 pages of 50)."""
_AT_ONCE = 500
"""Objects a transaction: others wait for it."""


def refresh(ctx: Context) -> None:
    """Read the stages passed since, and the oldest of what is marked. One reader a portal at a time.

    A mark is cleaned when its object has been dealt with: a killed reader's successor reads it again. What the portal
    never told is marked last, from time to time: a look that fails must not stand in the way of what is known.

    Raises HostError kinds when the portal answered nothing, PartlyRead when it refused a part (docs/adr/0019).
    """
    with ctx.store.reading() as tx:
        seen, marks = stages.seen(tx), tx.dirty(BATCH)
    by_kind: dict[str, list[DirtyMark]] = {}
    for one in marks:
        by_kind.setdefault(one.kind, []).append(one)
    owed = by_kind.pop(unread.HISTORY, [])
    news = _ask(ctx, seen.after, by_kind)
    stages.take(ctx, news.entries, seen)
    answered = unread.answered(by_kind, news)
    for kind, group in answered.items():
        for start in range(0, len(group), _AT_ONCE):
            _keep(ctx, kind, group[start : start + _AT_ONCE], news)
    refused = unread.put_off(ctx, news, owed)
    refused += offline.take(ctx)
    refused += sweeping.look(ctx)
    unread.tell(refused)


def _ask(ctx: Context, after: int, by_kind: Mapping[str, Sequence[DirtyMark]]) -> News:
    wanted = {kind: [one.object_id for one in group] for kind, group in by_kind.items()}
    try:
        return ctx.deals.news(after, wanted)
    except HostUnavailable:
        unread.ask_apart(ctx, wanted)
        raise


def _keep(ctx: Context, kind: str, marks: Sequence[DirtyMark], news: News) -> None:
    """Keep the objects as they are; only when what follows from them is done are the marks cleaned."""
    found = {one.id: one for one in news.objects[kind]}
    present = [found[one.object_id] for one in marks if one.object_id in found]
    gone = [one.object_id for one in marks if one.object_id not in found]
    if kind not in (DEAL, COMPANY, CONTACT):
        _follow_singly(ctx, kind, present)
    with ctx.store.transaction() as tx:
        if kind == DEAL:
            _keep_deals(ctx, tx, present)
            for deal_id in gone:
                tx.deals.forget(deal_id)
        tx.mirror.put(kind, present, read_at=news.read_at)
        tx.mirror.forget(kind, gone)
        tx.clean(_settled(marks, found, news))


def _settled(marks: Sequence[DirtyMark], found: Mapping[int, RawObject], news: News) -> list[DirtyMark]:
    """What was changed in the second of the reading is read once more: nothing would tell of a second change in it."""
    during = news.during
    if during is None:
        return list(marks)
    return [one for one in marks if one.object_id not in found or not during.may_change_unseen(found[one.object_id])]


def _keep_deals(ctx: Context, tx: Transaction, found: Sequence[RawObject]) -> None:
    deals = [ctx.deals.typed(one) for one in found]
    known = tx.deals.several([deal.id for deal in deals])
    changed = [_changed(tx, known, deal) for deal in deals]
    tx.deals.put_each([note for note in changed if note is not None])


def _changed(tx: Transaction, known: Mapping[int, DealNote], deal: Deal) -> DealNote | None:
    """What is to be remembered of the deal now; None when nothing has changed."""
    old = known.get(deal.id)
    if old is None:
        return DealNote(deal)
    # Anything at all: what the move was refused for may be a field that we do not know.
    if old.deal == deal:
        return None
    if old.refused_move:
        stamp = deal.updated_at.isoformat() if deal.updated_at else deal.stage_id
        tx.record(DealChanged(deal.id, stamp), lane=deal.lane)
    return replace(old, deal=deal)


def _follow_singly(ctx: Context, kind: str, found: Sequence[RawObject]) -> None:
    home = ctx.settings.acts_type
    for one in found:
        if kind == INVOICE:
            _follow_invoice(ctx, one)
        elif home is not None and kind == home.mirror_kind:
            twins.follow(ctx, home, one)


def _follow_invoice(ctx: Context, found: RawObject) -> None:
    """Bring our invoice to the portal's; one that stands in a paid stage there is paid here too."""
    theirs = ctx.host_invoices.typed(found)
    if theirs.deal_id is None:
        return
    today = ctx.today()
    with ctx.store.transaction() as tx:
        known = tx.invoices.by_host(theirs.id)
        acts: list[Act] = tx.acts.of_deal(theirs.deal_id)
        if known is None and not acts:
            return  # an invoice of a deal without acts is not ours to keep yet
        client = known.client if known else acts[0].client
        invoice = papers.adopt_invoice(tx, theirs, theirs.deal_id, client)
        if theirs.is_paid and invoice.is_open:
            payments.pay_in(
                tx, invoice, key=f"native:{theirs.id}", amount=None, on=today, by=theirs.mover_id
            )
