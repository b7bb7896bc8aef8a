"""Robots that people have put on stages («роботы на стадиях»): no REST method does it, as on the real portal.

A placed robot outlives its registration: it is then blocked, and revives when the CODE is registered again.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import registry
from sandbox.areas.bizproc.documents import document_type
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def _all(portal: Portal) -> Collection:
    return portal.collection("stage_robot")


def place(
    portal: Portal,
    *,
    kind: int,
    stage_id: str,
    code: str,
    properties: dict[str, Any] | None = None,
    client_id: str = "",
    user_id: int = 1,
) -> Record:
    """Put a robot at the end of a stage's robots. `properties` hold values and templates («{{Сумма}}»).

    Raises ValueError: no such robot, not for such documents, or a property is not its own.
    """
    robot = registry.find(portal, client_id, code) if client_id else registry.of_code(portal, code)
    described = document_type(kind)
    if robot is None or described is None or not registry.suits(robot, described):
        raise ValueError(f"робот {code} недоступен для документов вида {kind}")
    values = dict(properties or {})
    strange = set(values) - set(robot["PROPERTIES"] or {})
    if strange:
        raise ValueError(f"у робота {code} нет параметров: {', '.join(sorted(strange))}")
    record: Record = {
        "kind": kind, "stage_id": stage_id, "CODE": code, "client_id": robot["client_id"],
        "title": registry.title(robot["NAME"]), "properties": values,
        "auth_user_id": int(robot["AUTH_USER_ID"] or user_id),
    }  # fmt: skip
    with portal.transaction():
        record["ID"] = _all(portal).add(record)
    return record


def remove(portal: Portal, placed_id: int) -> bool:
    return _all(portal).delete(placed_id)


def get(portal: Portal, placed_id: int) -> Record | None:
    return _all(portal).get(placed_id)


def of_stage(portal: Portal, kind: int, stage_id: str) -> list[Record]:
    """In the order of work."""
    return _all(portal).find(kind=kind, stage_id=stage_id)


def listed(portal: Portal, **equals: Any) -> list[Record]:
    """Placed robots, each with `is_blocked`."""
    return [{**row, "is_blocked": registration(portal, row) is None} for row in _all(portal).find(**equals)]


def registration(portal: Portal, placed: Record) -> Record | None:
    """The registered robot behind a placed one; None: blocked."""
    return registry.find(portal, placed["client_id"], placed["CODE"])


def revive(portal: Portal, robot: Record) -> None:
    """A local app put in anew has another client_id: robots of apps gone go over to it by CODE."""
    for placed in _all(portal).find(CODE=robot["CODE"]):
        if portal.collection("app").first(client_id=placed["client_id"]) is None:
            _all(portal).change(placed["ID"], client_id=robot["client_id"])
