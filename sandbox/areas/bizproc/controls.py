"""The automation page's actions for scripts: `automation/place|remove|list|available|runs|trigger`, `handlers`."""

from __future__ import annotations

from typing import Any

from sandbox import handler_url
from sandbox.admin import action
from sandbox.areas.bizproc import documents, registry, stage_robots, triggers, workflows
from sandbox.portal import Portal


@action("automation/place")
def place(portal: Portal, asked: dict[str, Any]) -> Any:
    """`kind` (entityTypeId), `stage_id`, `code`, `properties`, `client_id` if several apps have it, `timeout`, `delay`.

    The answer's `name` is the name by which later robots find what it returned: `{=<name>:<result>}`.
    """
    given = {name: value for name, value in asked.items() if name not in ("kind", "stage_id")}
    return stage_robots.place(portal, kind=int(asked["kind"]), stage_id=str(asked["stage_id"]), **given)


@action("automation/remove")
def remove(portal: Portal, asked: dict[str, Any]) -> Any:
    return {"removed": stage_robots.remove(portal, int(asked["id"]))}


@action("automation/list")
def listed(portal: Portal, asked: dict[str, Any]) -> Any:
    """Placed robots in order; `kind` and `stage_id` narrow."""
    equals: dict[str, Any] = {}
    if "kind" in asked:
        equals["kind"] = int(asked["kind"])
    if "stage_id" in asked:
        equals["stage_id"] = str(asked["stage_id"])
    return {"robots": stage_robots.listed(portal, **equals)}


@action("automation/available")
def available(portal: Portal, asked: dict[str, Any]) -> Any:
    """Registered robots that may stand on items of `kind`."""
    described = documents.robots_type(int(asked["kind"]))
    found = [robot for robot in registry.robots(portal) if described and registry.suits(robot, described)]
    return {"robots": found}


@action("automation/runs")
def runs(portal: Portal, asked: dict[str, Any]) -> Any:
    """What robots did on the item `kind`, `id`."""
    return {"runs": [workflows.told(run) for run in workflows.history(portal, int(asked["kind"]), int(asked["id"]))]}


@action("automation/trigger")
def trigger(portal: Portal, asked: dict[str, Any]) -> Any:
    """Put a trigger on a stage: `kind`, `stage_id`, `code`, `client_id` (none: «Отследить вебхук»), `back`."""
    return triggers.place(
        portal,
        kind=int(asked["kind"]),
        stage_id=str(asked["stage_id"]),
        code=str(asked["code"]),
        client_id=str(asked.get("client_id", "")),
        back=asked.get("back", False),
    )


@action("handlers")
def handlers(portal: Portal, asked: dict[str, Any]) -> Any:
    """`loopback` false: refuse handlers on local addresses, as the real host does."""
    if "loopback" in asked:
        handler_url.allow_loopback(portal, str(asked["loopback"]).lower() in {"1", "true", "y"})
    return {"loopback": handler_url.allows_loopback(portal)}
