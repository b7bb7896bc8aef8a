"""Results of tasks («результаты задачи»): tasks/result/."""

from __future__ import annotations

from sandbox.portal import Portal
from sandbox.query import Column
from sandbox.store import Collection, Record

OPEN = "open"


def collection(portal: Portal) -> Collection:
    return portal.collection("task_result")


def add(portal: Portal, task_id: int, text: str, user_id: int, message_id: int | None = None) -> Record:
    record: Record = {
        "TASK_ID": task_id, "TEXT": text, "AUTHOR_ID": user_id, "MESSAGE_ID": message_id, "STATUS": OPEN,
        "CREATED": portal.clock.iso(), "UPDATED": None,
    }  # fmt: skip
    return {**record, "ID": collection(portal).add(record)}


def are_of(portal: Portal, task_id: int) -> bool:
    return collection(portal).count(f"{Column('TASK_ID').sql} = ?", [task_id]) > 0


def update(portal: Portal, result: Record, text: str) -> Record:
    changed = {**result, "TEXT": text, "UPDATED": portal.clock.iso()}
    collection(portal).put(result["ID"], changed)
    return changed


def may_change(portal: Portal, result: Record, user_id: int) -> bool:
    return result["AUTHOR_ID"] == user_id or portal.is_admin(user_id)
