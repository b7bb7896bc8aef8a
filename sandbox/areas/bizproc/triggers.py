"""Triggers of automation («триггеры»): an event from outside moves an item to the stage that has the trigger.

api-reference/crm/automation/. Apps register theirs; people put them, or webhooks' with a code, on stages by hand.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.areas.bizproc import documents, errors
from sandbox.areas.crm import items, kinds, stages
from sandbox.params import as_bool
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record

CODE = re.compile(r"[a-z0-9.\-_]+")


def registered(portal: Portal) -> Collection:
    return portal.collection("crm_trigger")


def placed(portal: Portal) -> Collection:
    """`client_id` is empty for those of webhooks."""
    return portal.collection("stage_trigger")


def checked_code(given: Any) -> str:
    code = str(given or "")
    if not code:
        raise errors.trigger("Empty trigger code!")
    if not CODE.fullmatch(code):
        raise errors.trigger("Wrong trigger code!")
    return code


def add(portal: Portal, client_id: str, code: str, name: str) -> None:
    """One that is there gets the new name."""
    if not name:
        raise errors.trigger("Empty trigger name!")
    known = registered(portal).first(client_id=client_id, CODE=code)
    if known is None:
        registered(portal).add({"client_id": client_id, "CODE": code, "NAME": name})
    else:
        registered(portal).change(known["ID"], NAME=name)


def delete(portal: Portal, client_id: str, code: str) -> None:
    known = registered(portal).first(client_id=client_id, CODE=code)
    if known is None:
        raise errors.trigger("Trigger not found")
    registered(portal).delete(known["ID"])


def drop_of(portal: Portal, app: Record) -> None:
    for row in registered(portal).find(client_id=app["client_id"]):
        registered(portal).delete(row["ID"])


def place(portal: Portal, *, kind: int, stage_id: str, code: str, client_id: str = "", back: Any = False) -> Record:
    """Put a trigger on a stage; with `back` it may move items to an earlier one. Raises ValueError."""
    if documents.robots_type(kind) is None:
        raise ValueError(f"у документов вида {kind} триггеров не бывает")
    if client_id and registered(portal).first(client_id=client_id, CODE=code) is None:
        raise ValueError(f"триггер {code} не зарегистрирован")
    record: Record = {"kind": kind, "stage_id": stage_id, "CODE": code, "client_id": client_id, "back": as_bool(back)}
    with portal.transaction():
        record["ID"] = placed(portal).add(record)
    return record


def fire(portal: Portal, kind: int, item: Record, code: str, client_id: str, actor: Actor) -> bool:
    """Move the item to the earliest stage that waits for it. True if it moved."""
    described = kinds.find(portal, kind)
    if not described.has_stages:
        return False
    order = [stage["STATUS_ID"] for stage in stages.of_funnel(portal, described, item["CATEGORY_ID"])]
    found = [row for row in placed(portal).find(kind=kind, CODE=code, client_id=client_id) if row["stage_id"] in order]
    for row in sorted(found, key=lambda one: order.index(one["stage_id"])):
        ahead = order.index(row["stage_id"]) - order.index(item["STAGE_ID"])
        if ahead > 0 or (row["back"] and ahead < 0):
            by_robot = Actor(actor.user_id, by_robot=True)
            items.update(portal, kind, int(item["ID"]), {"STAGE_ID": row["stage_id"]}, by_robot)
            return True
    return False
