"""Stages that deals have passed: what happened, read from the stage history («История стадий»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.deal import ActsBy, Funnel, Role, StageEntry
from app.domain.facts import DealChanged, ManagerWarned
from app.domain.seen import Seen
from app.errors import DomainError, ObjectGone
from app.ports import Context, Transaction
from app.services import acts, payments

CURSOR, _SEEN = "stages", "stages_seen"
MISSED = "robot_missed"
"""Code of the inner call that does what a robot should have."""
GRACE = timedelta(minutes=10)
"""How long a robot's call is waited for: the portal fires robots within seconds, and never twice."""
_MISSED_WORDS = (
    "Робот «Сформировать акт» не сработал за 10 минут после перехода на стадию: акт сформирован по истории стадий, "
    "на весь остаток сделки. Проверьте сумму, а администратор — стоит ли робот на этой стадии."
)
_AT_ONCE = 500
"""Entries a transaction: others wait for it."""


def seen(tx: Transaction) -> Seen:
    """Which entries have been turned into calls already."""
    return Seen(tx.cursor(CURSOR), tx.cursor(_SEEN))


def take(ctx: Context, entries: Sequence[StageEntry], known: Seen) -> None:
    """Turn entries into calls, each with its own key; funnels unknown to us, none, and none before the installation.

    `entries`: oldest first; `known`: as it was when they were asked for.
    """
    fresh = [entry for entry in entries if not known.has(entry.id)]
    for start in range(0, len(fresh), _AT_ONCE):
        portion = fresh[start : start + _AT_ONCE]
        with ctx.store.transaction() as tx:
            # Anew: an installation that was just completed may have said where to begin, and of which funnels.
            known, settings = seen(tx), tx.settings()
            for entry in portion:
                is_ours = settings.is_complete and settings.funnel(entry.category_id) is not None
                if is_ours and not known.has(entry.id):
                    tx.call("stage_passed", f"stage:{entry.id}", payload_of(entry), lane=f"deal:{entry.deal_id}")
                known = known.plus(entry.id)
            _note_seen(tx, known)


def begin(ctx: Context) -> None:
    """Start listening from now on: what happened before the installation is not ours to act on."""
    newest = ctx.deals.last_entry_id()
    with ctx.store.transaction() as tx:
        if tx.cursor(acts.BEFORE_US) == 0:
            _note_seen(tx, Seen(newest))
            tx.set_cursor(acts.BEFORE_US, newest)


def _note_seen(tx: Transaction, known: Seen) -> None:
    tx.set_cursor(CURSOR, known.last)
    tx.set_cursor(_SEEN, known.mask)


def passed(ctx: Context, payload: Mapping[str, Any]) -> None:
    """Do what the entry of a deal into a stage means, unless the move was ours."""
    entry = _entry(payload)
    funnel = ctx.settings.funnel(entry.category_id)
    role = funnel.role_of(entry.stage_id) if funnel else None
    with ctx.store.reading() as tx:
        is_ours = _is_own_move(tx, entry)
    if not is_ours and funnel is not None and role is not None:
        try:
            _act_on(ctx, funnel, role, entry)
        except DomainError as refusal:
            with ctx.store.transaction() as tx:
                warning = ManagerWarned(entry.deal_id, str(refusal), f"stage:{entry.id}")
                tx.record(warning, lane=f"deal:{entry.deal_id}")
    if is_ours:
        _forget_own_move(ctx, entry)


def _act_on(ctx: Context, funnel: Funnel, role: Role, entry: StageEntry) -> None:
    if role is Role.REPORT_SENT and funnel.acts_by is ActsBy.APP:
        _make_act(ctx, entry)
    elif role is Role.REPORT_SENT:
        # From now, not from the entry: the portal's clock may be behind, and we may have been away.
        due = ctx.clock.now() + GRACE
        with ctx.store.transaction() as tx:
            tx.call(MISSED, f"missed:{entry.id}", payload_of(entry), lane=f"deal:{entry.deal_id}", due=due)
    if role is Role.INVOICE_PAID:
        payments.pay_open(ctx, entry.deal_id, key=f"stage:{entry.id}")
    if role in (Role.DOCUMENTS_SENT, Role.INVOICE_PAID):
        with ctx.store.transaction() as tx:
            tx.record(DealChanged(entry.deal_id, f"entry:{entry.id}"), lane=f"deal:{entry.deal_id}")


def _make_act(ctx: Context, entry: StageEntry) -> None:
    try:
        deal = ctx.deals.get(entry.deal_id)
    except ObjectGone:
        return  # deleted since: nothing to make an act for
    acts.make_for_entry(ctx, deal, entry)


def make_up(ctx: Context, payload: Mapping[str, Any]) -> None:
    """The robot's call never came: do its work, and say so. A funnel that is no longer the robot's is left alone."""
    entry = _entry(payload)
    funnel = ctx.settings.funnel(entry.category_id)
    if funnel is None or funnel.role_of(entry.stage_id) is not Role.REPORT_SENT:
        return
    with ctx.store.reading() as tx:
        known = len(tx.acts.of_deal(entry.deal_id))
    _make_act(ctx, entry)
    with ctx.store.transaction() as tx:
        if len(tx.acts.of_deal(entry.deal_id)) > known:
            tx.record(ManagerWarned(entry.deal_id, _MISSED_WORDS, f"missed:{entry.id}"), lane=f"deal:{entry.deal_id}")


def _is_own_move(tx: Transaction, entry: StageEntry) -> bool:
    note = tx.deals.get(entry.deal_id)
    return note is not None and entry.stage_id in note.own_moves


def _forget_own_move(ctx: Context, entry: StageEntry) -> None:
    with ctx.store.transaction() as tx:
        note = tx.deals.get(entry.deal_id)
        if note is not None:
            left = tuple(stage for stage in note.own_moves if stage != entry.stage_id)
            tx.deals.put(replace(note, own_moves=left))


def payload_of(entry: StageEntry) -> dict[str, Any]:
    """The entry as a call carries it."""
    return {
        "id": entry.id, "deal_id": entry.deal_id, "stage_id": entry.stage_id,
        "category_id": entry.category_id, "at": entry.at.isoformat(),
    }  # fmt: skip


def _entry(payload: Mapping[str, Any]) -> StageEntry:
    return StageEntry(
        id=int(payload["id"]), deal_id=int(payload["deal_id"]), stage_id=str(payload["stage_id"]),
        category_id=int(payload["category_id"]), at=datetime.fromisoformat(str(payload["at"])),
    )  # fmt: skip
