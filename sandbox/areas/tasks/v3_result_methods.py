"""tasks.task.result.* of REST 3.0 (api-reference/tasks/result/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import messages
from sandbox.areas.tasks import chats, results, rights, tasks, v3_shape
from sandbox.areas.tasks.v3_dto import RESULT
from sandbox.call import Call
from sandbox.store import Record
from sandbox.v3 import errors, listing
from sandbox.v3.calls import FIELDS, FILTER, ORDER, PAGINATION, SELECT, method
from sandbox.v3.dto import Field
from sandbox.v3.selecting import Selection, selection

SCOPE = "tasks"
PLAIN = Selection(list(RESULT.shown))
WHICH = Field("id", "int")


def _shape(call: Call, result: Record, asked: Selection) -> dict[str, Any]:
    may = results.may_change(call.portal, result, call.user_id)
    values = {field.name: result[field.key] for field in RESULT.fields if field.key}
    values |= {"fileIds": [], "rights": {"edit": may, "remove": may}}
    if "author" in asked.related:
        values["author"] = v3_shape.person(call, result["AUTHOR_ID"])
    picked: dict[str, Any] = asked.of(values)
    return picked


def _fields(call: Call, *names: str) -> dict[str, Any]:
    """Raises DTOVALIDATION…, UNKNOWNDTOPROPERTY…, REQUESTVALIDATIONEXCEPTION."""
    given: dict[str, Any] = call.get("fields")
    for name in given:
        if RESULT.field(name).name not in (*names, "fileIds"):
            raise errors.unknown_property(name, RESULT.name)
    if "fileIds" in given:
        raise errors.invalid_object(("fileIds", "Поле `fileIds` не доступно к заполнению"))
    missing = [errors.not_filled(name) for name in names if given.get(name) in (None, "")]
    if missing:
        raise errors.invalid_object(*missing)
    RESULT.check(given)
    return given


def _task(call: Call, number: int | None, right: str) -> Record:
    """Raises REQUESTVALIDATION…, ACCESSDENIEDEXCEPTION."""
    if number is not None and number <= 0:
        raise errors.invalid_request(("taskId", "Task id must be positive"))
    task = tasks.collection(call.portal).get(number or 0)
    if task is None:
        raise errors.invalid_request(("taskId", "Task not found"))
    if not rights.of(call.portal, task, call.user_id)[right]:
        raise errors.access_denied()
    return task


def _own(call: Call) -> Record:
    """The result that `id` names, if the caller may change it. Raises REQUESTVALIDATION…, ACCESSDENIEDEXCEPTION."""
    number, condition = call.get("id"), call.get("filter")
    if number is None and condition is None:
        raise errors.invalid_request(("", "Не заполнено значение хотя бы одного обязательного поля: id, filter"))
    if number is not None and condition is not None:
        raise errors.invalid_request(("", "Должно быть передано только одно из значений: id, filter"))
    if number is None:
        raise errors.invalid_request(errors.not_given("id"))
    found = results.collection(call.portal).get(number)
    if found is None or not results.may_change(call.portal, found, call.user_id):
        raise errors.access_denied()
    return found


@method("tasks.task.result.add", FIELDS, scope=SCOPE, changes=True)
def result_add(call: Call) -> dict[str, Any]:
    given = _fields(call, "taskId", "text")
    task = _task(call, given["taskId"], "createResult")
    return {"item": _shape(call, results.add(call.portal, task["ID"], given["text"], call.user_id), PLAIN)}


@method("tasks.task.result.addfromchatmessage", FIELDS, scope=SCOPE, changes=True)
def result_from_message(call: Call) -> dict[str, Any]:
    number = _fields(call, "messageId")["messageId"]
    message = messages.collection(call.portal).get(number)
    task_id = chats.task_of(call.portal, message) if message else None
    if message is None or task_id is None:
        raise errors.invalid_request(("messageId", "Message is not from task chat"))
    task = _task(call, task_id, "createResult")
    result = results.add(call.portal, task["ID"], message["MESSAGE"], call.user_id, number)
    return {"item": _shape(call, result, PLAIN)}


@method("tasks.task.result.update", WHICH, FILTER, FIELDS, scope=SCOPE, changes=True)
def result_update(call: Call) -> dict[str, Any]:
    text = _fields(call, "text")["text"]
    return {"item": _shape(call, results.update(call.portal, _own(call), text), PLAIN)}


@method("tasks.task.result.delete", WHICH, FILTER, scope=SCOPE, changes=True)
def result_delete(call: Call) -> dict[str, bool]:
    results.collection(call.portal).delete(_own(call)["ID"])
    return {"result": True}


@method("tasks.task.result.list", FILTER, SELECT, ORDER, PAGINATION, scope=SCOPE)
def result_list(call: Call) -> dict[str, Any]:
    if not call.get("filter"):
        raise errors.invalid_request(("filter", "Значение поля не может быть пустым"))
    where, asked = listing.where(call, RESULT), selection(RESULT, call.get("select"), strict=True)
    numbers = listing.equals(call, "taskId")
    if not numbers:
        raise errors.filter_needed("taskId")
    for number in numbers:
        _task(call, number, "read")
    order, part = listing.order(call, RESULT), listing.part(call)
    rows = results.collection(call.portal).select(where.sql, where.args, order=order)
    return {"items": [_shape(call, row, asked) for row in part.of(rows)]}
