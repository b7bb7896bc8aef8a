"""The chat of a task («чат задачи»): its comments since the new card (tasks/tasks-new.md)."""

from __future__ import annotations

from sandbox.areas.im import chats, messages
from sandbox.portal import Portal
from sandbox.store import Record

ENTITY = "TASKS_TASK"


def of_task(portal: Portal, task: Record) -> int:
    """The chat's number; it is made, of all the task's people, when it is first wanted."""
    by_task = portal.store.remember(("im_chat",), "task_chats", lambda: _numbers(portal))
    return by_task.get(task["ID"]) or _new(portal, task)


def _numbers(portal: Portal) -> dict[int, int]:
    return {int(chat["ENTITY_ID"]): chat["ID"] for chat in chats.collection(portal).find(ENTITY_TYPE=ENTITY)}


def _new(portal: Portal, task: Record) -> int:
    people = [task["RESPONSIBLE_ID"], *task["ACCOMPLICES"], *task["AUDITORS"]]
    about = {"TYPE": chats.CLOSED, "TITLE": task["TITLE"], "DESCRIPTION": "", "COLOR": "", "AVATAR": 0}
    entity = {"ENTITY_TYPE": ENTITY, "ENTITY_ID": str(task["ID"])}
    return int(chats.add(portal, task["CREATED_BY"], people, {**about, **entity})["ID"])


def task_of(portal: Portal, message: Record) -> int | None:
    """The task that a message was said about."""
    chat = chats.collection(portal).get(message["CHAT_ID"])
    return int(chat["ENTITY_ID"]) if chat and chat["ENTITY_TYPE"] == ENTITY else None


def say(portal: Portal, task: Record, text: str, user_id: int) -> int:
    chat = chats.collection(portal).get(of_task(portal, task)) or {}
    return messages.say(portal, chat, user_id, text)
