"""Robots that people have put on stages («роботы на стадиях»): no REST method does it, as on the real portal."""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import documents, steps
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def _all(portal: Portal) -> Collection:
    return portal.collection("stage_robot")


def place(portal: Portal, *, kind: int, stage_id: str, **asked: Any) -> Record:
    """Put a robot at the end of a stage's robots; `asked` as in `steps.make`. Raises ValueError as it does."""
    described = documents.robots_type(kind)
    if described is None:
        raise ValueError(f"у документов вида {kind} роботов не бывает")
    record = {"kind": kind, "stage_id": stage_id, **steps.make(portal, described, asked, robots_only=True)}
    with portal.transaction():
        record["ID"] = _all(portal).add(record)
    return record


def remove(portal: Portal, placed_id: int) -> bool:
    return _all(portal).delete(placed_id)


def of_stage(portal: Portal, kind: int, stage_id: str) -> list[Record]:
    """In the order of work."""
    return _all(portal).find(kind=kind, stage_id=stage_id)


def listed(portal: Portal, **equals: Any) -> list[Record]:
    """Placed robots, each with `is_blocked`."""
    return [{**row, "is_blocked": steps.registration(portal, row) is None} for row in _all(portal).find(**equals)]


def revive(portal: Portal, registered: Record) -> None:
    for placed in _all(portal).all():
        _all(portal).put(placed["ID"], steps.revived(portal, placed, registered))
