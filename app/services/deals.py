"""Moving deals along the table of roles, and closing those where nothing is owed («Сделки»)."""

from __future__ import annotations

from dataclasses import replace

from app.domain.act import Act
from app.domain.deal import Deal, DealNote, Move, is_done
from app.domain.facts import (
    ActReported,
    ActVoided,
    CopyFiled,
    DealChanged,
    DealMoved,
    DealMoveRefused,
    DealWon,
    Fact,
    PaymentReported,
    PaymentWeighed,
)
from app.domain.invoice import Settlement
from app.errors import HostError, HostUnavailable, ObjectGone, RateLimited
from app.ports import Context


def move_documents_out(ctx: Context, fact: ActReported) -> None:
    """Move the deal on once the act is out and the robot answered, if it still stands in the same entry."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    if not act.counts:
        return
    deal = ctx.deals.get(act.deal_id)
    if _stands_where_it_stood(ctx, act):
        _move(ctx, deal, Move.DOCUMENTS_OUT, fact.key)


def move_paid(ctx: Context, fact: PaymentReported) -> None:
    """Move the deal to «Счёт оплачен» when all that was invoiced is paid; a prepayment moves nothing."""
    with ctx.store.reading() as tx:
        invoice = tx.invoices.get(fact.invoice_id)
        settlement = Settlement.of(tx.invoices.of_deal(invoice.deal_id))
    if settlement.is_full:
        _move(ctx, ctx.deals.get(invoice.deal_id), Move.PAID, fact.key)
    with ctx.store.transaction() as tx:
        tx.record(PaymentWeighed(invoice.id, fact.payment), lane=invoice.lane)


def close_if_done(ctx: Context, fact: CopyFiled | PaymentWeighed | ActVoided | DealMoved | DealChanged) -> None:
    """Close the deal as won when every act is signed and every invoice paid; else it waits where it is."""
    with ctx.store.reading() as tx:
        if isinstance(fact, DealMoved | DealChanged):
            deal_id = fact.deal_id
        elif isinstance(fact, PaymentWeighed):
            deal_id = tx.invoices.get(fact.invoice_id).deal_id
        else:
            deal_id = tx.acts.get(fact.act_id).deal_id
        acts, invoices = tx.acts.of_deal(deal_id), tx.invoices.of_deal(deal_id)
    if not any(act.is_signed for act in acts):
        return
    try:
        deal = ctx.deals.get(deal_id)
    except ObjectGone:
        return  # a deleted deal has nothing to close
    if is_done(deal, acts, invoices):
        _move(ctx, deal, Move.CLOSE, fact.key)


def retry_move(ctx: Context, fact: DealChanged) -> None:
    """Try a refused move again after the deal has been changed, if the table still leads there."""
    with ctx.store.reading() as tx:
        note = tx.deals.get(fact.deal_id)
    if note is None or not note.refused_move:
        return
    deal = ctx.deals.get(fact.deal_id)
    funnel = ctx.settings.funnel(deal.category_id)
    for move in Move:
        if funnel is not None and funnel.target(deal.stage_id, move) == note.refused_move:
            _move(ctx, deal, move, fact.key)
            return
    with ctx.store.transaction() as tx:
        tx.deals.put(DealNote(deal))


def _stands_where_it_stood(ctx: Context, act: Act) -> bool:
    """An act of a stage entry moves the deal only out of that very entry, not out of a later one."""
    if not act.origin.startswith("entry:"):
        return True
    entries = ctx.deals.entries(act.deal_id)
    return bool(entries) and f"entry:{entries[-1].id}" == act.origin


def _move(ctx: Context, deal: Deal, move: Move, cause: str) -> None:
    begun = _begun(ctx, deal)
    if begun is not None:
        _record_move(ctx, deal, begun, move, cause)
        return
    funnel = ctx.settings.funnel(deal.category_id)
    target = funnel.target(deal.stage_id, move) if funnel and not deal.is_closed else None
    if target is None:
        return
    _begin(ctx, deal, target)
    try:
        ctx.deals.move(deal.id, target)
    except (HostUnavailable, RateLimited):
        raise
    except HostError as refusal:
        _remember_refusal(ctx, deal, target, refusal, cause)
        return
    _record_move(ctx, replace(deal, stage_id=target, is_closed=move is Move.CLOSE), deal.stage_id, move, cause)


def _begun(ctx: Context, deal: Deal) -> str | None:
    """The stage that our unfinished move took the deal from, if it turns out to have been made."""
    with ctx.store.reading() as tx:
        note = tx.deals.get(deal.id)
    return note.pending[0] if note and note.pending and note.pending[1] == deal.stage_id else None


def _record_move(ctx: Context, deal: Deal, before: str, move: Move, cause: str) -> None:
    facts: list[Fact] = [DealMoved(deal.id, before, deal.stage_id, cause)]
    if move is Move.CLOSE:
        facts.append(DealWon(deal.id, deal.stage_id))
    with ctx.store.transaction() as tx:
        note = tx.deals.get(deal.id)
        tx.deals.put(DealNote(deal, own_moves=note.own_moves if note else ()))
        for fact in facts:
            tx.record(fact, lane=deal.lane)


def _begin(ctx: Context, deal: Deal, target: str) -> None:
    """Note our own move before it is made, so that its entry in the stage history is known as ours."""
    with ctx.store.transaction() as tx:
        note = tx.deals.get(deal.id) or DealNote(deal)
        own = note.own_moves if target in note.own_moves else (*note.own_moves, target)
        tx.deals.put(replace(note, own_moves=own, pending=(deal.stage_id, target)))


def _remember_refusal(ctx: Context, deal: Deal, target: str, refusal: HostError, cause: str) -> None:
    words = refusal.description or refusal.code
    with ctx.store.transaction() as tx:
        note = tx.deals.get(deal.id) or DealNote(deal)
        told = note.refused_move == target and note.refused_words == words
        own = tuple(stage for stage in note.own_moves if stage != target)
        tx.deals.put(replace(note, refused_move=target, refused_words=words, own_moves=own, pending=None))
        if not told:
            tx.record(DealMoveRefused(deal.id, target, words, cause), lane=deal.lane)
