"""A stage's robots at work on one item («ход автоматизации»): fire, wait for answers, end.

A robot waits unless it was registered with USE_SUBSCRIPTION "N"; while it waits the next ones stand still.
api-reference/bizproc/bizproc-robot/.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sandbox.areas.bizproc import documents, errors, stage_robots
from sandbox.areas.crm import items
from sandbox.params import as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record


def _all(portal: Portal) -> Collection:
    return portal.collection("workflow")


def history(portal: Portal, kind: int, item_id: int) -> list[Record]:
    """Runs on an item, oldest first: `stage_id`, `state` waiting|done|terminated, `log`."""
    return _all(portal).select(
        "json_extract(data, '$.kind') = ? AND json_extract(data, '$.item_id') = ?", [kind, item_id]
    )


def enter_stage(portal: Portal, kind: int, item: Record, stage_id: str, actor: Actor) -> None:
    """What happens when an item comes to a stage: old robots stop waiting, those of the stage begin."""
    leave(portal, kind, int(item["ID"]))
    placed = stage_robots.of_stage(portal, kind, stage_id)
    if not placed:
        return
    run: Record = {
        "workflow_id": f"{secrets.token_hex(7)}.{secrets.randbelow(10**8):08d}", "kind": kind,
        "item_id": int(item["ID"]), "stage_id": stage_id, "user_id": actor.user_id, "state": "running",
        "left": [robot["ID"] for robot in placed], "token": "", "robot": "", "log": [], "returned": {},
        "started": portal.clock.iso(),
    }  # fmt: skip
    run["ID"] = _all(portal).add(run)
    _advance(portal, run, item)


def leave(portal: Portal, kind: int, item_id: int) -> None:
    """End whatever waits on the item; a late answer is then refused."""
    for run in history(portal, kind, item_id):
        if run["state"] == "waiting":
            ended = {**_noted(portal, run, "Прервано"), "state": "terminated", "token": ""}
            _all(portal).put(run["ID"], ended)


def answer(portal: Portal, token: str, values: dict[str, Any], message: str) -> None:
    """bizproc.event.send: the waiting robot is done, the next fires. Raises ACCESS_DENIED: stale token."""
    run = _by_token(portal, token)
    returned = {**run["returned"], run["robot"]: values} if values else run["returned"]
    run = _noted(portal, run, message or "Выполнено")
    run = {**run, "returned": returned, "state": "running", "token": ""}
    _advance(portal, run, _item(portal, run) if run["left"] else {})


def note(portal: Portal, token: str, message: str) -> None:
    """bizproc.activity.log. Raises ACCESS_DENIED on a stale token."""
    run = _by_token(portal, token)
    _all(portal).put(run["ID"], _noted(portal, run, message))


def _by_token(portal: Portal, token: str) -> Record:
    found = _all(portal).select("json_extract(data, '$.token') = ?", [token]) if token else []
    if not found:
        raise errors.stale_token()
    return found[0]


def _item(portal: Portal, run: Record) -> Record:
    return items.get(portal, run["kind"], run["item_id"]) or {"ID": run["item_id"]}


def _advance(portal: Portal, run: Record, item: Record) -> None:
    while run["left"] and run["state"] == "running":
        placed = stage_robots.get(portal, run["left"][0])
        run = {**run, "left": run["left"][1:]}
        if placed is not None:
            run = _fire(portal, run, placed, item)
    if run["state"] == "running":
        run = {**run, "state": "done"}
    _all(portal).put(run["ID"], run)


def _fire(portal: Portal, run: Record, placed: Record, item: Record) -> Record:
    run = {**run, "robot": placed["CODE"]}
    robot = stage_robots.registration(portal, placed)
    app = portal.collection("app").first(client_id=placed["client_id"])
    if robot is None or app is None:
        return _noted(portal, run, "Робот заблокирован: приложение его больше не предлагает")
    waits = robot["USE_SUBSCRIPTION"] not in ("N", "n")
    token = _token(run)
    form = {
        "workflow_id": run["workflow_id"],
        "code": robot["CODE"],
        "document_id": documents.document_id(run["kind"], run["item_id"]),
        "document_type": documents.document_type(run["kind"]),
        "event_token": token,
        "properties": _properties(portal, run["kind"], robot, placed, item),
        "use_subscription": "Y" if waits else "N",
        "timeout_duration": "0",
        "auth": portal.events.full_auth(app, placed["auth_user_id"], refresh=True),
    }
    portal.events.outgoing.put(
        kind="robot", name=robot["CODE"], client_id=app["client_id"], url=robot["HANDLER"], form=form
    )
    run = _noted(portal, run, "Запущен")
    return {**run, "state": "waiting", "token": token} if waits else run


def _token(run: Record) -> str:
    """Looks as the host's: workflow | activity name | secret and its signature."""
    name = "_".join(str(secrets.randbelow(90000) + 10000) for _ in range(4))
    secret = secrets.token_urlsafe(24)[:32]
    sign = hashlib.sha256(f"{run['workflow_id']}{name}{secret}".encode()).hexdigest()
    return f"{run['workflow_id']}|A{name}|{secret}.{sign}"


def _properties(portal: Portal, kind: int, robot: Record, placed: Record, item: Record) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, described in as_map(robot["PROPERTIES"]).items():
        template = placed["properties"].get(key, described.get("Default", ""))
        wanted = str(described.get("Type", "string"))
        value = documents.render(portal, kind, template, item, wanted)
        values[key] = ("Y" if value else "N") if isinstance(value, bool) else value
    return values


def _noted(portal: Portal, run: Record, text: str) -> Record:
    return {**run, "log": [*run["log"], {"time": portal.clock.iso(), "robot": run["robot"], "text": text}]}
