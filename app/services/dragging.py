"""Dragging («Стадия, выставленная вручную»): what a person means who moves an act's item to another stage."""

from __future__ import annotations

from app.domain.act import LIFECYCLE, Act, ActAction, ActState
from app.domain.facts import TwinStrayed
from app.domain.policy import ActsHome
from app.domain.twin import STATE, TwinNote
from app.ports import Transaction, TwinReading

BY_HAND = frozenset({ActAction.VOID})
"""What dragging an item natively may do: a signature needs a copy or the paper, so it is not among these."""


def was_dragged(kind: ActsHome, act: Act, note: TwinNote | None, reading: TwinReading) -> bool:
    """A stage that is neither the one we last brought it to nor the one that it is being or will be brought to."""
    ours = (act.twin_stage, kind.stages[act.state], note.begun.get(STATE) if note else None)
    return bool(act.twin_stage) and reading.stage_id not in ours


def take_drag(tx: Transaction, kind: ActsHome, act: Act, reading: TwinReading) -> Act:
    """Do what the drag means, or note that the item goes back."""
    if _meant(kind, act, reading) is ActAction.VOID:
        act, voided = act.void("Перемещён на стадию аннулирования в портале")
        act = tx.acts.save(act)
        tx.record(voided, lane=act.lane, by=reading.mover_id)
        return act
    strayed = TwinStrayed(act.id, reading.stage_id, reading.mover_id or 0, reading.updated)
    tx.record(strayed, lane=act.lane, by=reading.mover_id)
    return act


def _meant(kind: ActsHome, act: Act, reading: TwinReading) -> ActAction | None:
    meant = next((state for state, stage in kind.stages.items() if stage == reading.stage_id), None)
    action = LIFECYCLE.action_between(act.state, ActState(meant)) if meant else None
    return action if action in BY_HAND else None
