"""Twins: the items of the portal in which people find our acts where they already look."""

from __future__ import annotations

from dataclasses import replace

from app.domain.act import LIFECYCLE, Act, ActAction, ActState
from app.domain.facts import ActFact, InvoicePaid, TwinCopyFound, TwinStrayed
from app.domain.invoice import Invoice
from app.domain.mirror import RawObject
from app.domain.policy import ActsHome
from app.errors import ObjectGone
from app.ports import Context, TwinReading

BY_HAND = frozenset({ActAction.VOID})
"""What dragging an item natively may do: a signature needs a copy or the paper, so it is not among these."""

PAID_WORDS = {"open": "Не оплачен", "partial": "Оплачен частично", "paid": "Оплачен", "void": "Отменён"}


def push_act(ctx: Context, fact: ActFact) -> None:
    """Bring the act's item to the act."""
    _push(ctx, fact.act_id)


def push_acts_of_invoice(ctx: Context, fact: InvoicePaid) -> None:
    """Bring the items of the acts that the invoice is for to how far it is paid."""
    with ctx.store.reading() as tx:
        acts = tx.acts.by_invoice(fact.invoice_id)
    for act in acts:
        _push(ctx, act.id)


def put_back(ctx: Context, fact: TwinStrayed) -> None:
    """Return the item to the stage of its act."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    kind = ctx.settings.acts_type
    if kind is not None and act.twin_id is not None:
        ctx.twins.put_back(kind, act.twin_id, kind.stages[act.state])


def follow(ctx: Context, kind: ActsHome, found: RawObject) -> None:
    """Look at an item that was read with many others: we may have moved it ourselves since, so it is read once more."""
    with ctx.store.reading() as tx:
        act = tx.acts.by_twin(found.id)
    if act is None:
        return
    seen = ctx.twins.typed(kind, found)
    if _has_new_copy(act, seen) or _was_dragged(kind, act, seen):
        read_twin(ctx, found.id)


def read_twin(ctx: Context, twin_id: int) -> None:
    """Look at an item that has changed: was it dragged, is there a new file? Our own writes say nothing."""
    kind = ctx.settings.acts_type
    with ctx.store.reading() as tx:
        act = tx.acts.by_twin(twin_id)
    if kind is None or act is None:
        return
    try:
        reading = ctx.twins.get(kind, twin_id)
    except ObjectGone:
        return  # the item was deleted: the act lives on in the register
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act.id)
        if reading.copy_file_id is not None and _has_new_copy(act, reading):
            act = tx.acts.save(replace(act, twin_copy_id=reading.copy_file_id))
            tx.record(TwinCopyFound(act.id, reading.copy_file_id), lane=act.lane, by=reading.mover_id)
        if _was_dragged(kind, act, reading):
            action = _meant(kind, act, reading)
            if action is ActAction.VOID:
                act, voided = act.void("Перемещён на стадию аннулирования в портале")
                tx.acts.save(act)
                tx.record(voided, lane=act.lane, by=reading.mover_id)
            else:
                strayed = TwinStrayed(act.id, reading.stage_id, reading.mover_id or 0, reading.updated)
                tx.record(strayed, lane=act.lane, by=reading.mover_id)


def _has_new_copy(act: Act, reading: TwinReading) -> bool:
    return reading.copy_file_id is not None and reading.copy_file_id != act.twin_copy_id and act.waits


def _push(ctx: Context, act_id: int) -> None:
    kind = ctx.settings.acts_type
    if kind is None:
        return  # the portal has neither smart processes nor lists: the register is ours alone
    with ctx.store.reading() as tx:
        act = tx.acts.get(act_id)
        invoice = tx.invoices.get(act.invoice_id) if act.invoice_id else None
    twin_id = ctx.twins.push(kind, act, paid=_paid(invoice), deal_link=ctx.deals.link(act.deal_id))
    stage = kind.stages[act.state]
    if (act.twin_id, act.twin_stage) == (twin_id, stage):
        return
    with ctx.store.transaction() as tx:
        tx.acts.save(replace(tx.acts.get(act_id), twin_id=twin_id, twin_stage=stage))


def _paid(invoice: Invoice | None) -> str:
    return PAID_WORDS[invoice.state] if invoice else PAID_WORDS["open"]


def _was_dragged(kind: ActsHome, act: Act, reading: TwinReading) -> bool:
    """A stage that is neither the one we last brought it to nor the one it is about to be brought to."""
    return bool(act.twin_stage) and reading.stage_id not in (act.twin_stage, kind.stages[act.state])


def _meant(kind: ActsHome, act: Act, reading: TwinReading) -> ActAction | None:
    meant = next((state for state, stage in kind.stages.items() if stage == reading.stage_id), None)
    action = LIFECYCLE.action_between(act.state, ActState(meant)) if meant else None
    return action if action in BY_HAND else None
