"""One robot or activity as people set it («шаг»): whose it is, its settings, how long it may wait.

A step outlives the registration behind it: it is then blocked, and revives when the CODE is registered again.
"""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.areas.bizproc import registry
from sandbox.params import as_bool, as_int
from sandbox.portal import Portal
from sandbox.store import Record


def make(portal: Portal, described: list[str], asked: dict[str, Any], *, robots_only: bool) -> Record:
    """`asked`: code, properties (values and templates), client_id if several apps have the code, user_id,
    timeout (seconds that it may wait for its answer; 0: for ever), delay (seconds before it begins), expected
    (true: an app will register the code later, until then the step is blocked; for seeds).

    Raises ValueError: no such robot or activity, not for such documents, or a property is not its own.
    """
    code, client_id = str(asked["code"]), str(asked.get("client_id") or "")
    known = registry.find(portal, client_id, code) if client_id else registry.of_code(portal, code, robots_only)
    if known is None and as_bool(asked.get("expected")):
        return _step(asked, {"client_id": "", "NAME": code, "AUTH_USER_ID": 0})
    if known is None or (robots_only and not known["IS_ROBOT"]) or not registry.suits(known, described):
        raise ValueError(f"робот или действие {code} недоступны для документов {described[2]}")
    strange = set(asked.get("properties") or {}) - set(known["PROPERTIES"] or {})
    if strange:
        raise ValueError(f"у робота или действия {code} нет параметров: {', '.join(sorted(strange))}")
    return _step(asked, known)


def _step(asked: dict[str, Any], known: Record) -> Record:
    return {
        "name": new_name(), "CODE": str(asked["code"]), "client_id": known["client_id"],
        "title": registry.title(known["NAME"]), "properties": dict(asked.get("properties") or {}),
        "auth_user_id": int(known["AUTH_USER_ID"] or asked.get("user_id") or 1),
        "timeout": as_int(asked.get("timeout")), "delay": as_int(asked.get("delay")),
    }  # fmt: skip


def new_name() -> str:
    """By this name later steps find what it returned: `{=A12345_…:number}`."""
    return "A" + "_".join(str(secrets.randbelow(90000) + 10000) for _ in range(4))


def registration(portal: Portal, step: Record) -> Record | None:
    """The registered robot or activity behind a step; None: blocked."""
    return registry.find(portal, step["client_id"], step["CODE"])


def revived(portal: Portal, step: Record, registered: Record) -> Record:
    """A local app put in anew has another client_id: steps of apps gone go over to it by CODE."""
    is_its = step["CODE"] == registered["CODE"]
    if is_its and portal.collection("app").first(client_id=step["client_id"]) is None:
        return {**step, "client_id": registered["client_id"], "title": registry.title(registered["NAME"])}
    return step
