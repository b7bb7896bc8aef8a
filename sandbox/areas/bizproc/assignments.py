"""Tasks that processes give to people («задания бизнес-процессов»): approve, read, tell what is missing.

api-reference/bizproc/bizproc-task/. What their answer gives to later steps (`{=A1_2:Comments}` …) is named as in the
host's designer, the docs do not say.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox.areas.bizproc import errors, steps
from sandbox.areas.bizproc.documents import Document
from sandbox.params import as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

RUNNING, YES, NO, DONE, CANCELLED = 0, 1, 2, 3, 4
WORDS = {"yes": YES, "no": NO, "ok": DONE, "cancel": CANCELLED}
ANSWERS = {
    "ApproveActivity": (YES, NO), "ReviewActivity": (DONE,), "RequestInformationActivity": (DONE,),
    "RequestInformationOptionalActivity": (DONE, CANCELLED),
}  # fmt: skip
TITLES = {
    "ApproveActivity": "Утверждение документа", "ReviewActivity": "Ознакомление с документом",
    "RequestInformationActivity": "Запрос дополнительной информации",
    "RequestInformationOptionalActivity": "Запрос дополнительной информации (с отклонением)",
}  # fmt: skip
LABELS = {
    "CommentLabel": "Комментарий", "CommentRequired": "N", "ShowComment": "Y", "StatusOkLabel": "Ознакомлен",
    "StatusYesLabel": "Утвердить", "StatusNoLabel": "Отклонить",
}  # fmt: skip
KEPT = timedelta(days=1)


def collection(portal: Portal) -> Collection:
    return portal.collection("bizproc_task")


def step(code: str, asked: dict[str, Any]) -> Record:
    """`asked`: properties Users, Name, Description, ApproveType (all|any), Fields, labels; timeout, delay."""
    given = as_map(asked.get("properties"))
    if not people(given):
        raise ValueError(f"{code}: не сказано, кому задание (Users)")
    return {
        "name": steps.new_name(), "CODE": code, "client_id": "", "title": TITLES[code], "properties": given,
        "auth_user_id": 0, "timeout": as_int(asked.get("timeout")), "delay": as_int(asked.get("delay")),
    }  # fmt: skip


def people(properties: dict[str, Any]) -> list[int]:
    found = (as_int(str(one).removeprefix("user_")) for one in as_list(properties.get("Users")))
    return [number for number in dict.fromkeys(found) if number]


def give(portal: Portal, run: Record, one: Record, document: Document) -> Record:
    properties = one["properties"]
    labels = {key: str(properties.get(key, usual)) for key, usual in LABELS.items()}
    fields = {"Fields": as_list(properties.get("Fields"))} if one["CODE"].startswith("Request") else {}
    overdue = portal.clock.now() + timedelta(seconds=one["timeout"]) if one["timeout"] else None
    task: Record = {
        "run": run["ID"], "ACTIVITY": one["CODE"], "ACTIVITY_NAME": one["name"],
        "NAME": str(properties.get("Name") or one["title"]), "last": 0,
        "DESCRIPTION": str(properties.get("Description", "")), "PARAMETERS": {**labels, **fields},
        "MODIFIED": portal.clock.iso(), "OVERDUE_DATE": overdue.isoformat() if overdue else None, "STATUS": RUNNING,
        "users": {str(number): RUNNING for number in people(properties)}, "comments": {}, "values": {},
        "DOCUMENT_NAME": document.title, "DOCUMENT_URL": document.url, "by_all": properties.get("ApproveType") != "any",
    }  # fmt: skip
    task["ID"] = collection(portal).add(task)
    return task


def drop_of(portal: Portal, run: Record) -> None:
    """A run that is over asks nobody any more."""
    for task in collection(portal).find(run=run["ID"], STATUS=RUNNING):
        collection(portal).delete(task["ID"])


def expire(portal: Portal, run: Record) -> None:
    for task in collection(portal).find(run=run["ID"], STATUS=RUNNING):
        collection(portal).change(task["ID"], STATUS=CANCELLED, MODIFIED=portal.clock.iso())


def answer(portal: Portal, task: Record, user_id: int, status: Any, comment: str, given: dict[str, Any]) -> Record:
    """One person's answer. Returns the task; its STATUS is above 0 once all who must have answered.

    Raises ERROR_TASK_VALIDATION, ERROR_TASK_COMPLETED, ERROR_TASK_EXECUTION.
    """
    wanted = WORDS.get(str(status).lower(), as_int(status))
    if wanted not in ANSWERS[task["ACTIVITY"]]:
        raise errors.wrong_task("incorrect STATUS")
    if task["STATUS"] != RUNNING or task["users"].get(str(user_id)) != RUNNING:
        raise errors.task_completed()
    _check(task, wanted, comment, given)
    users = {**task["users"], str(user_id): wanted}
    comments = {**task["comments"], str(user_id): comment} if comment else task["comments"]
    is_over = wanted == NO or not task["by_all"] or RUNNING not in users.values() or "Request" in task["ACTIVITY"]
    status = wanted if is_over else RUNNING
    task = {**task, "users": users, "comments": comments, "values": given, "last": user_id, "STATUS": status}
    task["MODIFIED"] = portal.clock.iso()
    collection(portal).put(task["ID"], task)
    return task


def _check(task: Record, wanted: int, comment: str, given: dict[str, Any]) -> None:
    needed = {"Y": True, "YA": wanted == YES, "YR": wanted == NO}.get(task["PARAMETERS"]["CommentRequired"], False)
    if needed and not comment:
        raise errors.task_failed(f"Поле «{task['PARAMETERS']['CommentLabel']}» обязательно для заполнения")
    for field in task["PARAMETERS"].get("Fields", []) if wanted == DONE else []:
        if field.get("Required") in (True, "Y", "1", 1) and given.get(str(field.get("Id"))) in (None, ""):
            raise errors.task_failed(f"Поле «{field.get('Name')}» обязательно для заполнения")


def results(task: Record) -> dict[str, Any]:
    """What later steps of the process may take."""
    votes = list(task["users"].values())
    return {
        **task["values"], "TaskId": task["ID"], "Comments": "; ".join(task["comments"].values()),
        "LastApprover": f"user_{task['last']}",
        "TotalCount": len(votes), "VotedCount": len(votes) - votes.count(RUNNING), "ApprovedCount": votes.count(YES),
        "NotApprovedCount": votes.count(NO), "IsTimeout": 0,
    }  # fmt: skip


def delegate(portal: Portal, numbers: list[int], giver: int, taker: int, words: Any) -> None:
    """All that can be are given over; of the others one error tells. Raises ERROR_DELEGATION_NOT_ALLOWED."""
    troubles = []
    for number in numbers:
        task = collection(portal).get(number)
        if task is None or task["users"].get(str(giver)) != RUNNING or task["STATUS"] != RUNNING:
            troubles.append(words)
            continue
        users = {user: status for user, status in task["users"].items() if user != str(giver)}
        collection(portal).put(number, {**task, "users": {**users, str(taker): RUNNING}})
    if troubles:
        raise errors.delegation("; ".join(troubles))


def rows(portal: Portal) -> list[Record]:
    """One row for each person of each task, as bizproc.task.list has them; a day after the process's end no more."""
    runs = portal.collection("workflow")
    found = []
    for task in collection(portal).all():
        run = runs.get(task["run"])
        if run is not None and not _is_past(portal, run):
            found += [_row(task, run, user, status) for user, status in task["users"].items()]
    return found


def _is_past(portal: Portal, run: Record) -> bool:
    is_over = run["state"] in ("done", "terminated")
    return is_over and portal.clock.now() - datetime.fromisoformat(run["modified"]) > KEPT


def _row(task: Record, run: Record, user: str, status: int) -> Record:
    module, entity, document = run["document_id"]
    return {
        "ENTITY": entity, "DOCUMENT_ID": document, "ID": str(task["ID"]), "WORKFLOW_ID": run["workflow_id"],
        "DOCUMENT_NAME": task["DOCUMENT_NAME"], "DESCRIPTION": task["DESCRIPTION"], "NAME": task["NAME"],
        "MODIFIED": task["MODIFIED"], "WORKFLOW_STARTED": run["started"], "WORKFLOW_STARTED_BY": str(run["user_id"]),
        "OVERDUE_DATE": task["OVERDUE_DATE"], "WORKFLOW_TEMPLATE_ID": str(run["template_id"]),
        "WORKFLOW_TEMPLATE_NAME": run["template_name"], "WORKFLOW_STATE": run["log"][-1]["text"] if run["log"] else "",
        "STATUS": str(task["STATUS"]), "USER_ID": user, "USER_STATUS": str(status), "MODULE_ID": module,
        "ACTIVITY": task["ACTIVITY"], "ACTIVITY_NAME": task["ACTIVITY_NAME"], "PARAMETERS": task["PARAMETERS"],
        "DOCUMENT_URL": task["DOCUMENT_URL"],
    }  # fmt: skip
