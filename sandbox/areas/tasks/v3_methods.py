"""tasks.task.* of REST 3.0 (api-reference/tasks/: pages that end in -rest-v3, and those without a classic one)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox import query
from sandbox.areas.disk import attached
from sandbox.areas.tasks import chats, rights, tasks, v3_result_methods, v3_shape
from sandbox.areas.tasks.v3_dto import ACCESS, FILE, MESSAGE, TASK
from sandbox.call import Call
from sandbox.errors import HostError
from sandbox.store import Record
from sandbox.v3 import errors, listing
from sandbox.v3.calls import FIELDS, ID, LISTING, SELECT, describe, method
from sandbox.v3.dto import Field
from sandbox.v3.selecting import Selection, selection

SCOPE = "tasks"
# The words are a guess: the docs list the values, not what is said of others.
NOT_AMONG = "Передано недопустимое значение"
__all__ = ["v3_result_methods"]

describe("tasks.task", TASK, scope=SCOPE)
describe("tasks.task.access", ACCESS, scope=SCOPE)
describe("tasks.task.chat.message", MESSAGE, scope=SCOPE)
describe("tasks.task.file", FILE, scope=SCOPE)


def allowed(call: Call, number: int, right: str) -> Record:
    """Raises ACCESSDENIEDEXCEPTION: a task that is absent is not told from one that is hidden."""
    task = tasks.collection(call.portal).get(number)
    if task is None or not rights.of(call.portal, task, call.user_id)[right]:
        raise errors.access_denied()
    return task


@method("tasks.task.get", ID, SELECT, scope=SCOPE)
def task_get(call: Call) -> dict[str, Any]:
    asked = selection(TASK, call.get("select"))
    task = tasks.get(call.portal, call.get("id"), call.user_id)
    if task is None:
        raise errors.entity_not_found(call.get("id"))
    return {"item": v3_shape.shape(call, task, asked)}


@method("tasks.task.list", *LISTING, scope=SCOPE)
def task_list(call: Call) -> dict[str, Any]:
    asked = selection(TASK, call.get("select"), plain=("id",))
    where, order, part = listing.where(call, TASK), listing.order(call, TASK), listing.part(call)
    rows = tasks.collection(call.portal).select(where.sql, where.args, order=order)
    seen = [row for row in rows if tasks.may_see(call.portal, row, call.user_id)]
    return {"items": [v3_shape.shape(call, row, asked) for row in part.of(seen)]}


@method("tasks.task.add", FIELDS, scope=SCOPE, changes=True)
def task_add(call: Call) -> dict[str, Any]:
    given: dict[str, Any] = call.get("fields")
    missing = [errors.not_given(name) for name in TASK.missing(given)]
    if missing:
        raise errors.invalid_request(*missing)
    TASK.check(given)
    _check(call, given)
    if call.portal.user(given["creatorId"]) is None:
        raise errors.invalid_request(("creatorId", ""))
    fields, kept = v3_shape.to_record(given)
    with _in_words_of_rest_3():
        task = tasks.add(call.portal, fields, call.actor)
    return {"item": v3_shape.shape(call, _keep(call, task, kept), Selection(list(TASK.shown)))}


@method("tasks.task.update", ID, FIELDS, scope=SCOPE, changes=True)
def task_update(call: Call) -> dict[str, bool]:
    given: dict[str, Any] = call.get("fields")
    TASK.check(given)
    if "creatorId" in given:
        raise errors.invalid_request(errors.attribute_needed(TASK.name, "creatorId", "Editable"))
    task = allowed(call, call.get("id"), "edit")
    if given.get("parentId") == task["ID"]:
        raise errors.invalid_request(("parentId", "Невозможно привязать узел к самому себе"))
    _check(call, {"startPlan": task["START_DATE_PLAN"], "endPlan": task["END_DATE_PLAN"], **given})
    fields, kept = v3_shape.to_record(given)
    with _in_words_of_rest_3():
        task = tasks.update(call.portal, task, fields, call.actor)
    _keep(call, task, kept)
    return {"result": True}


@contextmanager
def _in_words_of_rest_3() -> Iterator[None]:
    """What the rules of tasks refuse. Raises REQUESTVALIDATIONEXCEPTION."""
    try:
        yield
    except HostError as error:
        raise errors.invalid_request(("", error.description.removesuffix("<br>"))) from error


def _check(call: Call, given: dict[str, Any]) -> None:
    """Raises REQUESTVALIDATIONEXCEPTION."""
    portal, start, end = call.portal, given.get("startPlan"), given.get("endPlan")
    wrong = []
    if given.get("responsibleId") is not None and portal.user(given["responsibleId"]) is None:
        wrong.append(("responsibleId", 'Пользователь указанный в поле "Исполнитель" не найден'))
    if given.get("parentId") and tasks.collection(portal).get(given["parentId"]) is None:
        wrong.append(("parentId", 'Задача указанная в поле "Надзадача" не найдена'))
    if start and end and query.moment(end, portal.clock.zone) < query.moment(start, portal.clock.zone):
        wrong.append(("endPlan", "В планировании сроков указана дата окончания меньшая даты старта"))
    wrong += [(name, NOT_AMONG) for name, words in v3_shape.WORDS.items() if given.get(name) not in (None, *words)]
    people = [*(given.get("accomplices") or []), *(given.get("auditors") or [])]
    if not all(Field("", "int").suits(one) for one in people):
        wrong.append(errors.wrong_type("accomplices", "int"))
    if wrong:
        raise errors.invalid_request(*wrong)


def _keep(call: Call, task: Record, kept: Record) -> Record:
    task = {**task, "KEPT": {**task.get("KEPT", {}), **kept}}
    tasks.collection(call.portal).put(task["ID"], task)
    return task


@method("tasks.task.delete", ID, scope=SCOPE, changes=True)
def task_delete(call: Call) -> dict[str, bool]:
    tasks.delete(call.portal, allowed(call, call.get("id"), "remove"), call.actor)
    return {"result": True}


@method("tasks.task.access.get", ID, scope=SCOPE)
def access_get(call: Call) -> dict[str, bool]:
    return rights.of(call.portal, tasks.collection(call.portal).get(call.get("id")), call.user_id)


@method("tasks.task.chat.message.send", FIELDS, scope=SCOPE, changes=True)
def message_send(call: Call) -> dict[str, bool]:
    given: dict[str, Any] = call.get("fields")
    missing = [errors.not_filled(name) for name in MESSAGE.missing(given)]
    if missing:
        raise errors.invalid_object(*missing)
    MESSAGE.check(given)
    task = allowed(call, given["taskId"], "read")
    chats.say(call.portal, task, given["text"], call.user_id)
    return {"result": True}


@method("tasks.task.file.attach", *FILE.fields, scope=SCOPE, changes=True)
def file_attach(call: Call) -> dict[str, bool]:
    task = tasks.collection(call.portal).get(call.get("taskId"))
    if task is None or not rights.of(call.portal, task, call.user_id)["edit"]:
        raise errors.invalid_request(("", "Недостаточно прав"))
    numbers = call.get("fileIds")
    if not numbers or not all(Field("", "int").suits(one) for one in numbers):
        raise errors.invalid_request(errors.wrong_type("fileIds", "int[]"))
    where = {"module": "tasks", "entity_type": "tasks_task", "entity_id": task["ID"], "user_id": call.user_id}
    try:
        new = [attached.attach(call.portal, f"n{number}", **where) for number in numbers]
    except HostError as error:
        raise errors.invalid_request(("", "Недостаточно прав")) from error
    tasks.collection(call.portal).change(task["ID"], UF_TASK_WEBDAV_FILES=[*task["UF_TASK_WEBDAV_FILES"], *new])
    return {"result": True}
