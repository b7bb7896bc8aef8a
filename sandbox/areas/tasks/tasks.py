"""Tasks («Задачи»): api-reference/tasks/, the classic methods. Seen by their people and by administrators."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox import query
from sandbox.areas.disk import attached
from sandbox.areas.tasks import errors
from sandbox.params import as_int, as_list
from sandbox.portal import Actor, Portal
from sandbox.query import Column
from sandbox.store import Collection, Record

PENDING, IN_PROGRESS, TO_APPROVE, COMPLETED, DEFERRED = 2, 3, 4, 5, 6
NUMBERS = ("RESPONSIBLE_ID", "CREATED_BY", "STATUS", "PRIORITY", "GROUP_ID", "PARENT_ID", "TIME_ESTIMATE", "STAGE_ID")
INSTANTS = ("DEADLINE", "START_DATE_PLAN", "END_DATE_PLAN")
FLAGS = ("ALLOW_CHANGE_DEADLINE", "ALLOW_TIME_TRACKING", "TASK_CONTROL", "MATCH_WORK_TIME")
TEXTS = ("TITLE", "DESCRIPTION", "MARK", "XML_ID", "GUID")
LISTS = ("ACCOMPLICES", "AUDITORS", "TAGS", "UF_CRM_TASK")
STAMPS = ("CREATED_DATE", "CHANGED_DATE", "STATUS_CHANGED_DATE", "ACTIVITY_DATE", "CLOSED_DATE", "DATE_START")
WHO = ("CHANGED_BY", "STATUS_CHANGED_BY", "CLOSED_BY")
COLUMNS: dict[str, Column] = {
    **{name: Column(name, "integer") for name in ("ID", *NUMBERS, *WHO)},
    **{name: Column(name, "datetime") for name in (*INSTANTS, *STAMPS)},
    **{name: Column(name) for name in (*TEXTS, *FLAGS)},
    **{name: Column(name, "string", multiple=True) for name in LISTS},
    "REAL_STATUS": Column("STATUS", "integer"),
}
EMPTY: Record = {
    **dict.fromkeys((*TEXTS, *INSTANTS, *STAMPS, *WHO, *NUMBERS)), **dict.fromkeys(FLAGS, "N"), "DESCRIPTION": "",
    "STATUS": PENDING, "PRIORITY": 1, "GROUP_ID": 0, "TIME_ESTIMATE": 0, "STAGE_ID": 0,
    **{name: [] for name in LISTS}, "UF_TASK_WEBDAV_FILES": [],
}  # fmt: skip


def collection(portal: Portal) -> Collection:
    return portal.collection("task")


def may_see(portal: Portal, task: Record, user_id: int) -> bool:
    people = {task["CREATED_BY"], task["RESPONSIBLE_ID"], *task["ACCOMPLICES"], *task["AUDITORS"]}
    return user_id in people or portal.is_admin(user_id)


def get(portal: Portal, task_id: int, user_id: int) -> Record | None:
    found = collection(portal).get(task_id)
    return found if found is not None and may_see(portal, found, user_id) else None


def add(portal: Portal, given: dict[str, Any], actor: Actor) -> Record:
    """Raises ERROR_CORE in the host's words."""
    task = {**EMPTY, "CREATED_BY": actor.user_id, **_accepted(portal, given)}
    _check(portal, task)
    now = portal.clock.iso()
    task |= {
        "CREATED_DATE": now, "CHANGED_DATE": now, "STATUS_CHANGED_DATE": now, "ACTIVITY_DATE": now,
        "CHANGED_BY": actor.user_id, "GUID": f"{{{secrets.token_hex(16)}}}",
    }  # fmt: skip
    task["ID"] = collection(portal).add(task)
    _attach(portal, task, given, actor)
    data = _happening("undefined", {"ID": str(task["ID"])})
    portal.emit("ONTASKADD", {**data, "IS_ACCESSIBLE_BEFORE": "N"}, actor)
    return task


def update(portal: Portal, task: Record, given: dict[str, Any], actor: Actor) -> Record:
    """Raises ERROR_CORE."""
    changed = {**task, **_accepted(portal, given)}
    _check(portal, changed)
    now = portal.clock.iso()
    changed |= {"CHANGED_DATE": now, "CHANGED_BY": actor.user_id, "ACTIVITY_DATE": now}
    if changed["STATUS"] != task["STATUS"]:
        changed |= _stamped(changed["STATUS"], now, actor)
    collection(portal).put(task["ID"], changed)
    _attach(portal, changed, given, actor)
    number = {"ID": str(task["ID"])}
    portal.emit("ONTASKUPDATE", _happening(number, number), actor)
    return changed


def complete(portal: Portal, task: Record, actor: Actor) -> Record:
    """Under its author's control it waits for his approval first."""
    waits = task["TASK_CONTROL"] == "Y" and task["CREATED_BY"] != actor.user_id
    return update(portal, task, {"STATUS": TO_APPROVE if waits else COMPLETED}, actor)


def delete(portal: Portal, task: Record, actor: Actor) -> None:
    collection(portal).delete(task["ID"])
    data = _happening({"ID": str(task["ID"])}, "undefined")
    portal.emit("ONTASKDELETE", {**data, "IS_ACCESSIBLE_AFTER": "N"}, actor)


def _stamped(status: int, now: str, actor: Actor) -> Record:
    closed = {"CLOSED_DATE": now, "CLOSED_BY": actor.user_id} if status == COMPLETED else {"CLOSED_DATE": None}
    started = {"DATE_START": now} if status == IN_PROGRESS else {}
    return {"STATUS_CHANGED_DATE": now, "STATUS_CHANGED_BY": actor.user_id, **closed, **started}


def _happening(before: Any, after: Any) -> dict[str, Any]:
    """The host writes the word «undefined» where there is nothing."""
    marks = {"IS_ACCESSIBLE_BEFORE": "undefined", "IS_ACCESSIBLE_AFTER": "undefined"}
    return {"FIELDS_BEFORE": before, "FIELDS_AFTER": after, **marks}


def _accepted(portal: Portal, given: dict[str, Any]) -> Record:
    accepted: Record = {}
    for name, value in given.items():
        if name in NUMBERS:
            accepted[name] = as_int(value)
        elif name in INSTANTS:
            accepted[name] = query.moment(value, portal.clock.zone).isoformat("T", "seconds") if value else None
        elif name in LISTS:
            numbers = name in ("ACCOMPLICES", "AUDITORS")
            accepted[name] = [as_int(one) if numbers else str(one) for one in as_list(value)]
        elif name in (*TEXTS, *FLAGS):
            accepted[name] = str(value)
    return accepted


def _check(portal: Portal, task: Record) -> None:
    if not str(task["TITLE"] or "").strip():
        raise errors.core("Не указано название задачи")
    if not task["RESPONSIBLE_ID"]:
        raise errors.core("Не указан исполнитель")
    if portal.user(task["RESPONSIBLE_ID"]) is None:
        raise errors.core('Пользователь указанный в поле "Исполнитель" не найден')
    if task["STATUS"] not in (PENDING, IN_PROGRESS, TO_APPROVE, COMPLETED, DEFERRED):
        raise errors.core("Некорректный статус")
    if task["PARENT_ID"] and collection(portal).get(task["PARENT_ID"]) is None:
        raise errors.core('Задача указанная в поле "Надзадача" не найдена')


def _attach(portal: Portal, task: Record, given: dict[str, Any], actor: Actor) -> None:
    if "UF_TASK_WEBDAV_FILES" not in given:
        return
    where = {"module": "tasks", "entity_type": "tasks_task", "entity_id": task["ID"], "user_id": actor.user_id}
    values = [str(value) for value in as_list(given["UF_TASK_WEBDAV_FILES"]) if value]
    task["UF_TASK_WEBDAV_FILES"] = [attached.attach(portal, value, **where) for value in values]
    collection(portal).change(task["ID"], UF_TASK_WEBDAV_FILES=task["UF_TASK_WEBDAV_FILES"])
