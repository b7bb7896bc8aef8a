"""Calls from the inbox that no file in robots/ or handlers/ stands for: the app's own, by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.calls import RobotCall
from app.domain.facts import ManagerWarned, RobotFinished
from app.errors import DomainError
from app.ports import Context
from app.services import stages

CALLS: Mapping[str, Callable[[Context, Mapping[str, Any]], None]] = {
    "stage_passed": stages.passed,
}


def explain_refusal(ctx: Context, call: RobotCall, refusal: DomainError) -> None:
    """A robot asked for what a rule forbids: it is answered with the reason, and the manager is told."""
    lane = f"{call.kind}:{call.item_id}"
    with ctx.store.transaction() as tx:
        if call.waits:
            tx.record(RobotFinished(call.event_token, (), str(refusal)), lane=lane)
        if call.kind == "deal":
            tx.record(ManagerWarned(call.item_id, str(refusal), f"robot:{call.event_token}"), lane=lane)
