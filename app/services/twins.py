"""Twins: the items of the portal in which people find our acts where they already look."""

from __future__ import annotations

from dataclasses import replace

from app.domain.act import Act
from app.domain.facts import ActFact, InvoicePaid, TwinCopyFound, TwinStrayed
from app.domain.mirror import RawObject
from app.domain.policy import ActsHome
from app.domain.twin import NONE, RESPONSIBLE, Owner, TwinNote, Values
from app.domain.twin_facts import TwinTouched
from app.errors import ObjectGone
from app.ports import Context, Transaction, TwinReading
from app.services.bringing import bring, note_of, wanted_values
from app.services.dragging import take_drag, was_dragged


def push_act(ctx: Context, fact: ActFact) -> None:
    """Bring the act's item to the act; what somebody changed of ours there is put back with it, and told."""
    changer_id = fact.changer_id if isinstance(fact, TwinTouched) else None
    kind = ctx.settings.acts_type
    if kind is not None:  # else the portal has neither processes nor lists: the register is ours alone
        bring(ctx, kind, fact.act_id, changer_id=changer_id)


def push_acts_of_invoice(ctx: Context, fact: InvoicePaid) -> None:
    """Bring the items of the acts that the invoice is for to how far it is paid."""
    with ctx.store.reading() as tx:
        acts = tx.acts.by_invoice(fact.invoice_id)
    for act in acts:
        if ctx.settings.acts_type is not None:
            bring(ctx, ctx.settings.acts_type, act.id)


def put_back(ctx: Context, fact: TwinStrayed) -> None:
    """Return the item to the stage of its act."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    kind = ctx.settings.acts_type
    if kind is not None and act.twin_id is not None:
        ctx.twins.put_back(kind, act.twin_id, kind.stages[act.state])


def follow(ctx: Context, kind: ActsHome, found: RawObject) -> None:
    """Look at an item that was read with many others: one that looks changed is read once more, we may have done it."""
    with ctx.store.reading() as tx:
        act = tx.acts.by_twin(found.id)
        note = note_of(ctx, tx, kind, act) if act else None
    if act is None:
        return
    seen = ctx.twins.typed(kind, found)
    if _is_touched(ctx, note, seen) or _has_new_copy(act, seen) or was_dragged(kind, act, note, seen):
        read_twin(ctx, found.id)


def _is_touched(ctx: Context, note: TwinNote | None, seen: TwinReading) -> bool:
    if note is None:
        return False
    return bool(note.strays(seen.values, NONE, ctx.twin_fields) or _new_responsible(ctx, note, seen, NONE))


def read_twin(ctx: Context, twin_id: int) -> None:
    """Look at an item that has changed: what did somebody do to it? Our own writes say nothing."""
    kind = ctx.settings.acts_type
    with ctx.store.reading() as tx:
        act = tx.acts.by_twin(twin_id)
        known = tx.twins.get(act.id) if act else None
    if kind is None or act is None:
        return
    try:
        reading = ctx.twins.get(kind, twin_id)
    except ObjectGone:
        return  # the item was deleted: the act lives on in the register
    with ctx.store.transaction() as tx:
        if tx.twins.get(act.id) != known:
            # We were bringing it meanwhile: whether what was read is of before or after, nobody knows.
            tx.mark_dirty(kind.mirror_kind, twin_id)
            return
        _take(ctx, tx, kind, tx.acts.get(act.id), reading)


def _take(ctx: Context, tx: Transaction, kind: ActsHome, act: Act, reading: TwinReading) -> None:
    note = note_of(ctx, tx, kind, act)
    if reading.copy_file_id is not None and _has_new_copy(act, reading):
        act = tx.acts.save(replace(act, twin_copy_id=reading.copy_file_id))
        tx.record(TwinCopyFound(act.id, reading.copy_file_id), lane=act.lane, by=reading.mover_id)
    if note is not None:
        _take_strays(ctx, tx, act, note, reading)
        act = _take_responsible(ctx, tx, act, note, reading)
    if was_dragged(kind, act, note, reading):
        take_drag(tx, kind, act, reading)


def _take_strays(ctx: Context, tx: Transaction, act: Act, note: TwinNote, reading: TwinReading) -> None:
    strays = note.strays(reading.values, wanted_values(ctx, tx, act), ctx.twin_fields)
    if not strays:
        return
    tx.twins.begin(note)
    touched = TwinTouched(act.id, strays, reading.changer_id, reading.updated, note.round)
    tx.record(touched, lane=act.lane, by=reading.changer_id)


def _take_responsible(ctx: Context, tx: Transaction, act: Act, note: TwinNote, reading: TwinReading) -> Act:
    to = _new_responsible(ctx, note, reading, wanted_values(ctx, tx, act))
    if not to.isdecimal():
        return act
    tx.twins.begin(note)
    act, reassigned = act.reassigned(int(to), reading.updated)
    act = tx.acts.save(act)
    tx.record(reassigned, lane=act.lane, by=reading.changer_id)
    return act


def _new_responsible(ctx: Context, note: TwinNote, reading: TwinReading, wanted: Values) -> str:
    field = ctx.twin_fields.get(RESPONSIBLE)
    is_shared = field is not None and field.owner is Owner.BOTH
    return note.taken(RESPONSIBLE, reading.values, wanted) if is_shared else ""


def _has_new_copy(act: Act, reading: TwinReading) -> bool:
    return reading.copy_file_id is not None and reading.copy_file_id != act.twin_copy_id and act.waits
