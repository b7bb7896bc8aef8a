"""A task between the portal's record and REST 3.0: camelCase, numbers, words for statuses (tasks/fields-rest-v3.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.areas.tasks import chats, results, rights, tasks
from sandbox.areas.tasks.v3_dto import OWN, PARENT, TASK
from sandbox.call import Call
from sandbox.store import Record
from sandbox.v3.dto import Field
from sandbox.v3.selecting import Selection

PRIORITIES = {0: "low", 1: "average", 2: "high"}
STATUSES = {
    tasks.PENDING: "pending", tasks.IN_PROGRESS: "in_progress", tasks.TO_APPROVE: "supposedly_completed",
    tasks.COMPLETED: "completed", tasks.DEFERRED: "deferred",
}  # fmt: skip
NO_MARK = "none"
MARKS = {"P": "P", "N": "N", NO_MARK: ""}
WORDS: dict[str, dict[str, Any]] = {
    "priority": {word: number for number, word in PRIORITIES.items()},
    "status": {word: number for number, word in STATUSES.items()},
    "mark": MARKS,
}
# Kept as they are given: the sandbox has no rules for them. Values are those of a plain task.
KEPT: dict[str, Any] = {
    "epicId": None, "storyPoints": None, "flowId": None, "plannedDuration": 0, "actualDuration": 0,
    "durationType": "days", "replicate": False, "exchangeId": None, "exchangeModified": None, "outlookVersion": 1,
    "addInReport": None, "isMultitask": False, "siteId": "s1", "requireResult": False, "matchesSubTasksTime": False,
    "autocompleteSubTasks": False, "allowsChangeDatePlan": False, "maxDeadlineChangeDate": None,
    "maxDeadlineChanges": None, "requireDeadlineChangeReason": False,
}  # fmt: skip
USUAL: dict[str, Any] = {
    "checklist": [], "containsChecklist": False, "containsRelatedTasks": False, "containsGanttLinks": False,
    "containsPlacements": True, "numberOfReminders": 0, "deadlineCount": None, "declineReason": None,
    "forumTopicId": None, "forkedByTemplateId": None, "emailId": None, "inFavorite": [], "inPin": [], "inGroupPin": [],
    "inMute": [], "dependsOn": [], "scenarios": ["default"],
}  # fmt: skip
PARENT_OF = TASK.columns["parentId"].sql
OF_RECORD = tuple(field for field in OWN if field.key)
PEOPLE = {
    "creator": "CREATED_BY", "responsible": "RESPONSIBLE_ID", "changedBy": "CHANGED_BY",
    "statusChangedBy": "STATUS_CHANGED_BY", "closedBy": "CLOSED_BY", "accomplices": "ACCOMPLICES",
    "auditors": "AUDITORS",
}  # fmt: skip


def to_record(given: dict[str, Any]) -> tuple[Record, Record]:
    """What a call gives for a task: fields of the record, and those that are only kept."""
    fields = {TASK.field(name).key: _stored(TASK.field(name), value) for name, value in given.items()}
    kept = {name: _flag(TASK.field(name), value) for name, value in given.items() if name in KEPT}
    fields.pop("", None)
    return fields, kept


def _stored(field: Field, value: Any) -> Any:
    if field.name in WORDS:
        return WORDS[field.name].get(value)
    if field.type == "bool":
        return "Y" if value in (True, "Y") else "N"
    return "" if value is None and field.type == "string" else value


def _flag(field: Field, value: Any) -> Any:
    return value in (True, "Y") if field.type == "bool" and value is not None else value


def shape(call: Call, task: Record, asked: Selection) -> dict[str, Any]:
    """What of a task a call asked for."""
    values = {**KEPT, **task.get("KEPT", {}), **USUAL, **_own(call, task)} if asked.own else {}
    values |= _related(call, task, asked.related)
    picked: dict[str, Any] = asked.of(values)
    return picked


def _own(call: Call, task: Record) -> dict[str, Any]:
    number = task["ID"]
    files = [call.portal.collection("disk_attached").get(one) for one in task["UF_TASK_WEBDAV_FILES"]]
    path = f"/bitrix/tools/disk/uf.php?entityId={number}&entity=TASKS_TASK&fieldName=UF_TASK_WEBDAV_FILES"
    return {field.name: _value(field, task[field.key]) for field in OF_RECORD} | {
        "fileIds": [file["OBJECT_ID"] for file in files if file] or None,
        "containsSubTasks": tasks.collection(call.portal).count(f"{PARENT_OF} = ?", [number]) > 0,
        "containsResults": results.are_of(call.portal, number),
        "chatId": chats.of_task(call.portal, task),
        "link": f"/company/personal/user/{call.user_id}/tasks/task/view/{number}/",
        "archiveLink": f"{path}&action=downloadArchiveByEntity&ncc=1",
        "rights": rights.of(call.portal, task, call.user_id),
    }


def _value(field: Field, value: Any) -> Any:
    if field.name in WORDS:
        return next((word for word, held in WORDS[field.name].items() if held == value), NO_MARK)
    if field.type == "bool":
        return value == "Y"
    if field.name in ("groupId", "stageId", "parentId"):
        return value or None
    return value


def _related(call: Call, task: Record, names: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        if name in PEOPLE:
            people = task[PEOPLE[name]]
            many = isinstance(people, list)
            found[name] = [person(call, one) for one in people] if many else person(call, people)
        elif name == "chat":
            chat = chats.of_task(call.portal, task)
            found[name] = {"id": chat, "entityId": task["ID"], "entityType": "TASKS_TASK"}
        elif name == "parent":
            found[name] = _parent(call, task["PARENT_ID"])
        else:
            found[name] = None
    return found


def _parent(call: Call, number: int | None) -> dict[str, Any] | None:
    task = tasks.get(call.portal, number, call.user_id) if number else None
    if task is None:
        return None
    whole = {field.name: Selection(list(field.of.shown)) for field in PARENT.fields if field.of}
    return shape(call, task, Selection([field.name for field in OWN], whole))


def person(call: Call, user_id: int | None) -> dict[str, Any] | None:
    user = call.portal.user(user_id) if user_id else None
    if user is None:
        return None
    return {
        "id": user["ID"], "name": f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip(), "role": None,
        "image": None, "gender": user.get("PERSONAL_GENDER") or "", "email": user.get("EMAIL", ""),
        "externalAuthId": "", "rights": [],
    }  # fmt: skip
