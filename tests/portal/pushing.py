"""A twin brought to its act, without the notes that the service keeps of it."""

from __future__ import annotations

from typing import Any

from app.domain.act import Act
from app.domain.twin import TwinNote, values_of


def push(twins: Any, kind: Any, act: Act, *, paid: str = "", deal_link: str = "") -> int:
    """Write what differs; return the twin's id."""
    wanted, stage = values_of(act, paid=paid, deal_link=deal_link), kind.stages[act.state]
    found = twins.find(kind, act)
    if found is None:
        return int(twins.make(kind, act, wanted, stage).id)
    lacking = TwinNote(act.id).weigh(found.values, wanted, {}).ours
    if lacking or found.stage_id != stage:
        twins.change(kind, found, lacking, stage if found.stage_id != stage else "")
    return int(found.id)
