"""Bringing («Обновление акта в портале»): a twin is brought to its act, and what somebody changed of ours put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.act import Act
from app.domain.facts import Fact
from app.domain.invoice import Invoice
from app.domain.mirror import COMPANY, CONTACT, DEAL, ReadingState
from app.domain.policy import ActsHome
from app.domain.twin import NONE, STATE, Owner, TwinEdit, TwinNote, Values, first_note, values_of
from app.domain.twin_facts import TwinLeft, TwinRestored
from app.errors import AuthLost, HostError, ObjectGone, PortalMoved
from app.ports import Context, Transaction, TwinReading
from app.services.dragging import take_drag, was_dragged

PAID_WORDS = {"open": "Не оплачен", "partial": "Оплачен частично", "paid": "Оплачен", "void": "Отменён"}
FOUGHT = (
    "За сутки их меняли больше трёх раз: похоже, это делает робот или бизнес-процесс портала. Уберите их оттуда и "
    "впишите, как в реестре: приложение снова станет за ними следить."
)
IGNORED = "Портал принимает запись, но показывает своё: проверьте, не считает ли он это сам (сумму — по товарам)."
GONE = "То, на что они указывали, в портале удалено или объединено с другим."
_KINDS = {"deal": DEAL, "company": COMPANY, "contact": CONTACT}
"""Fields that lead to what people delete and merge."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """`note`: what is known before anything is written; `writing`, with the stage; `left`: is not put back, by why."""

    act: Act
    wanted: Values
    found: TwinReading
    note: TwinNote
    writing: Values
    edit: TwinEdit | None
    left: Mapping[str, Values]


def bring(ctx: Context, kind: ActsHome, act_id: int, *, changer_id: int | None = None) -> None:
    """Bring the act's item to the act; `changer_id` is who changed it, when that is known already.

    What is written is noted before it is sent, so that nobody takes it for a person's, whatever is killed when.
    """
    with ctx.store.reading() as tx:
        act = tx.acts.get(act_id)
        note, wanted = tx.twins.get(act_id) or TwinNote(act_id), wanted_values(ctx, tx, act)
    stage = kind.stages[act.state]
    found = ctx.twins.find(kind, act)
    if found is None:
        made = ctx.twins.make(kind, act, wanted, stage)
        _keep(ctx, act, made.id, stage, replace(note, begun=wanted).end(made.values, wanted), known=None)
        return
    if was_dragged(kind, act, note, found) and _took_drag(ctx, kind, act, found):
        return
    plan = _plan(ctx, act, wanted, found, note, stage)
    changed = replace(plan, edit=_by(plan.edit, changer_id))
    try:
        begun, after = _write(ctx, kind, changed)
    except HostError as refusal:
        if plan.edit is None or refusal.retryable or isinstance(refusal, AuthLost | ObjectGone | PortalMoved):
            raise
        _leave(ctx, changed, refusal.description or refusal.code)
        bring(ctx, kind, act_id)
        return
    _settle(ctx, changed, begun, after, stage)


def wanted_values(ctx: Context, tx: Transaction, act: Act) -> Values:
    """What the twin is to show."""
    invoice = tx.invoices.get(act.invoice_id) if act.invoice_id else None
    values = values_of(act, paid=_paid(invoice), deal_link=ctx.deals.link(act.deal_id))
    fields = ctx.twin_fields
    return {name: of for name, of in values.items() if name not in fields or fields[name].owner is not Owner.PORTAL}


def note_of(ctx: Context, tx: Transaction, kind: ActsHome, act: Act) -> TwinNote | None:
    """Of a twin that was brought before there were notes: what it showed rightly when it was last read."""
    known = tx.twins.get(act.id)
    earlier = tx.mirror.get(kind.mirror_kind, act.twin_id) if known is None and act.twin_id is not None else None
    if earlier is None:
        return known
    return first_note(act.id, ctx.twins.typed(kind, earlier).values, wanted_values(ctx, tx, act))


def _paid(invoice: Invoice | None) -> str:
    return PAID_WORDS[invoice.state] if invoice else PAID_WORDS["open"]


def _by(edit: TwinEdit | None, changer_id: int | None) -> TwinEdit | None:
    return replace(edit, by=changer_id) if edit and changer_id else edit


def _took_drag(ctx: Context, kind: ActsHome, act: Act, found: TwinReading) -> bool:
    """Whether the act itself has changed with it: then it is brought once more by what follows."""
    with ctx.store.transaction() as tx:
        known = tx.acts.get(act.id)
        return take_drag(tx, kind, known, found).state is not known.state


def _plan(ctx: Context, act: Act, wanted: Values, found: TwinReading, note: TwinNote, stage: str) -> _Plan:
    weighed, now = note.weigh(found.values, wanted, ctx.twin_fields), ctx.clock.now()
    gone = _leading_nowhere(ctx, wanted, weighed.theirs)
    fought = {name: wanted[name] for name in weighed.theirs if name not in gone and note.is_fought(name, now)}
    theirs = {name: value for name, value in weighed.theirs.items() if name not in gone and name not in fought}
    writing = {**weighed.ours, **{name: wanted[name] for name in theirs}}
    if found.stage_id != stage:
        writing[STATE] = stage
    edit = TwinEdit(theirs, found.changer_id, found.updated) if theirs else None
    return _Plan(act, wanted, found, note, writing, edit, {GONE: gone, FOUGHT: fought})


def _leading_nowhere(ctx: Context, wanted: Values, theirs: Values) -> Values:
    """Links of ours to what the portal no longer has: it has changed them itself, and would again."""
    found = {}
    with ctx.store.reading() as tx:
        for name in theirs.keys() & _KINDS.keys():
            kind, ours = _KINDS[name], int(wanted[name] or 0)
            reading = tx.mirror.reading(kind) if ours else None
            is_whole = reading is not None and reading.state is ReadingState.DONE
            if is_whole and tx.mirror.get(kind, ours) is None:
                found[name] = wanted[name]
    return found


def _write(ctx: Context, kind: ActsHome, plan: _Plan) -> tuple[TwinNote, TwinReading]:
    if not plan.writing:
        return plan.note, plan.found
    begun = plan.note.begin(plan.writing, plan.edit, ctx.clock.now())
    with ctx.store.transaction() as tx:
        tx.twins.put(begun)
    values = {name: value for name, value in plan.writing.items() if name != STATE}
    return begun, ctx.twins.change(kind, plan.found, values, plan.writing.get(STATE, ""))


def _settle(ctx: Context, plan: _Plan, begun: TwinNote, after: TwinReading, stage: str) -> None:
    """Note what the portal shows now; what was put back is told to who had changed it."""
    edit, wanted = begun.edit, plan.wanted
    mended = edit.theirs if edit else NONE
    stuck = {
        name: wanted[name]
        for name, theirs in mended.items()
        if name in wanted and wanted[name] != theirs == after.values.get(name)
    }
    left = {**plan.left, IGNORED: stuck}
    note = begun.end(after.values, wanted, {name: of for each in left.values() for name, of in each.items()})
    facts: list[Fact] = []
    back = tuple((name, wanted[name]) for name in mended if name in wanted and name not in stuck)
    if edit and back:
        facts.append(TwinRestored(plan.act.id, back, edit.by, edit.happened, note.round))
    facts += [TwinLeft(plan.act.id, tuple(each.items()), why, note.round) for why, each in left.items() if each]
    _keep(ctx, plan.act, after.id, stage, note, known=begun, facts=facts, by=edit.by if edit else None)


def _leave(ctx: Context, plan: _Plan, words: str) -> None:
    """The portal refuses to have it put back: what is there stays, and all else is brought without it."""
    left = {name: plan.wanted[name] for name in plan.edit.theirs} if plan.edit else {}
    note = replace(plan.note, begun={}, edit=None).end(plan.found.values, plan.wanted, left)
    why = f"Портал не дал записать: «{words}». Исправьте это в портале и впишите, как в реестре."
    told = TwinLeft(plan.act.id, tuple(left.items()), why, note.round)
    with ctx.store.transaction() as tx:
        tx.twins.put(note)
        tx.record(told, lane=plan.act.lane)


def _keep(
    ctx: Context, act: Act, twin_id: int, stage: str, note: TwinNote,
    *, known: TwinNote | None, facts: Sequence[Fact] = (), by: int | None = None,
) -> None:  # fmt: skip
    """Nothing is written when nothing is new."""
    is_there = (act.twin_id, act.twin_stage) == (twin_id, stage)
    if known == note and is_there and not facts:
        return
    with ctx.store.transaction() as tx:
        if not is_there:
            tx.acts.save(replace(tx.acts.get(act.id), twin_id=twin_id, twin_stage=stage))
        tx.twins.put(note)
        for fact in facts:
            tx.record(fact, lane=act.lane, by=by)
