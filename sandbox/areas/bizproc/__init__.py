"""Automation («Роботы»): registered by apps, put on stages by people, run when an item enters a stage."""

from __future__ import annotations

from typing import Any

from sandbox.areas.bizproc import controls as controls  # registers its actions
from sandbox.areas.bizproc import registry, workflows
from sandbox.portal import Actor, Portal
from sandbox.store import Record


def attach(portal: Portal) -> None:
    def on_stage(*, kind: int, item: Record, before: str | None, after: str, actor: Actor) -> None:
        workflows.enter_stage(portal, kind, item, after, actor)

    def on_deleted(*, kind: int, item: Record, actor: Actor) -> None:
        workflows.leave(portal, kind, int(item["ID"]))

    def on_dropped(*, app: Record, **_: Any) -> None:
        registry.drop_of(portal, app)

    portal.on("stage_changed", on_stage)
    portal.on("item_deleted", on_deleted)
    portal.on("app_registrations_dropped", on_dropped)
