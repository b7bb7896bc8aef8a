"""tasks.task.* on the wire: camelCase and strings."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.tasks import errors, tasks
from sandbox.call import PAGE, Call, Page, method
from sandbox.params import as_int, as_list, as_map
from sandbox.store import Record

ON_REQUEST = ("UF_CRM_TASK", "UF_TASK_WEBDAV_FILES", "TAGS")
# Fields of the card that the sandbox has no rules for: what a plain task holds in them.
UNUSED = (
    "sprintId", "backlogId", "commentsCount", "serviceCommentsCount", "forkedByTemplateId", "timeSpentInLogs",
    "forumTopicId", "forumId", "exchangeModified", "exchangeId", "sorting", "durationFact", "flowId",
)  # fmt: skip
USUAL: dict[str, Any] = {
    "multitask": "N", "notViewed": "N", "replicate": "N", "addInReport": "N", "siteId": "s1", "subordinate": "N",
    "outlookVersion": "1", "isMuted": "N", "isPinned": "N", "isPinnedInGroup": "N", "durationPlan": "0",
    "durationType": "days", "checklist": [],
}  # fmt: skip
SHOWN = tuple(name for name in ("ID", *tasks.EMPTY) if name not in ON_REQUEST)


def _camel(name: str) -> str:
    head, *rest = name.lower().split("_")
    return head + "".join(part.capitalize() for part in rest)


def _task(call: Call) -> Record:
    # `id` is not in the docs, but clients send it and the host takes it.
    given = call.get_any_case("taskId", call.get_any_case("id"))
    if given is None:
        raise errors.no_task_id()
    if as_int(given) <= 0:
        raise errors.wrong_id()
    found = tasks.get(call.portal, as_int(given), call.user_id)
    if found is None:
        raise errors.not_found()
    return found


def _shape(call: Call, task: Record, select: Any = None) -> dict[str, Any]:
    asked = [str(name).upper() for name in as_list(select)]
    names = [name for name in (*SHOWN, *ON_REQUEST) if name in asked]
    if not asked or "*" in asked:
        names = [*SHOWN, *(name for name in names if name in ON_REQUEST)]
    shaped = {_camel(name): _value(task[name]) for name in dict.fromkeys(["ID", *names])}
    shaped |= {"group": [], "favorite": "N", "descriptionInBbcode": "Y"}
    if not asked or "*" in asked:
        shaped |= {**dict.fromkeys(UNUSED), **USUAL, "viewedDate": task["CHANGED_DATE"]}
    if "RESPONSIBLE_ID" in names:
        shaped["responsible"] = _person(call, task["RESPONSIBLE_ID"])
    if "CREATED_BY" in names:
        shaped["creator"] = _person(call, task["CREATED_BY"])
    return shaped


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [one if isinstance(one, str) else str(one) for one in value]
    return None if value is None else str(value)


def _person(call: Call, user_id: int) -> dict[str, str]:
    user = call.portal.user(user_id) or {}
    return {
        "id": str(user_id), "name": f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip(),
        "link": f"/company/personal/user/{user_id}/", "icon": "/bitrix/images/tasks/default_avatar.png",
        "workPosition": str(user.get("WORK_POSITION", "")),
    }  # fmt: skip


@method("tasks.task.add", scope="task")
def task_add(call: Call) -> dict[str, Any]:
    fields = call.fields()
    if not fields:
        raise errors.no_fields()
    return {"task": _shape(call, tasks.add(call.portal, fields, call.actor))}


@method("tasks.task.get", scope="task")
def task_get(call: Call) -> Any:
    # `id` is not in the docs, but clients send it and the host takes it.
    given = call.get_any_case("taskId", call.get_any_case("id"))
    if given is None:
        raise errors.no_task_id()
    if as_int(given) <= 0:
        raise errors.wrong_id()
    found = tasks.get(call.portal, as_int(given), call.user_id)
    return {"task": _shape(call, found, call.get_any_case("select"))} if found else []


@method("tasks.task.list", scope="task")
def task_list(call: Call) -> Page:
    where = query.where(as_map(call.get_any_case("filter")), tasks.COLUMNS, call.portal.clock.zone, strict=False)
    order = query.order(as_map(call.get_any_case("order")), tasks.COLUMNS, strict=False)
    rows = tasks.collection(call.portal).select(where.sql, where.args, order=order)
    seen = [row for row in rows if tasks.may_see(call.portal, row, call.user_id)]
    start = max(call.start, 0)
    total = 0 if call.start < 0 else len(seen)
    part = [_shape(call, row, call.get_any_case("select")) for row in seen[start : start + PAGE]]
    return Page({"tasks": part}, total, start + PAGE if start + PAGE < total else None)


@method("tasks.task.update", scope="task")
def task_update(call: Call) -> dict[str, Any]:
    task, fields = _task(call), call.fields()
    if not fields:
        raise errors.no_fields()
    return {"task": _shape(call, tasks.update(call.portal, task, fields, call.actor))}


@method("tasks.task.complete", scope="task")
def task_complete(call: Call) -> dict[str, Any]:
    return {"task": _shape(call, tasks.complete(call.portal, _task(call), call.actor))}


@method("tasks.task.delete", scope="task")
def task_delete(call: Call) -> dict[str, bool]:
    tasks.delete(call.portal, _task(call), call.actor)
    return {"task": True}
