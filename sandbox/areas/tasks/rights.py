"""What a person may do with a task («права на задачу»): names of tasks-task-access-get.md."""

from __future__ import annotations

from sandbox.areas.tasks import tasks
from sandbox.portal import Portal
from sandbox.store import Record

SEEING = ("read", "watch", "mute", "createSubtask", "createResult", "reminder", "favorite", "copy", "saveAsTemplate",
          "attachFile")  # fmt: skip
WORKING = ("mark", "changeStatus", "elapsedTime", "checklistAdd", "checklistEdit", "checklistSave", "checklistToggle",
           "automate", "completeResult", "addAuditors", "detachFile", "detachParent")  # fmt: skip
EDITING = ("edit", "delegate", "deadline", "datePlan", "changeResponsible", "changeAccomplices",
           "createGanttDependence")  # fmt: skip
NEVER = ("take", "changeDirector", "timeTracking", "resultEdit", "removeResult", "resultRead", "sort")
OPEN = (tasks.PENDING, tasks.IN_PROGRESS)


def of(portal: Portal, task: Record | None, user_id: int) -> dict[str, bool]:
    """Every right by name; all are false for a task that is absent or hidden from the user."""
    seen = task is not None and tasks.may_see(portal, task, user_id)
    task = task or tasks.EMPTY
    status = task["STATUS"]
    admin = seen and portal.is_admin(user_id)
    author = admin or (seen and task.get("CREATED_BY") == user_id)
    editing = author or (seen and task.get("RESPONSIBLE_ID") == user_id)
    working = editing or (seen and user_id in task["ACCOMPLICES"])
    judging = author and status == tasks.TO_APPROVE
    return {
        **dict.fromkeys(SEEING, seen), **dict.fromkeys(WORKING, working), **dict.fromkeys(EDITING, editing),
        **dict.fromkeys(NEVER, False), "remove": author, "admin": admin, "approve": judging, "disapprove": judging,
        "start": working and status == tasks.PENDING, "pause": working and status == tasks.IN_PROGRESS,
        "complete": working and status != tasks.COMPLETED, "defer": working and status in OPEN,
        "renew": working and status in (tasks.COMPLETED, tasks.DEFERRED),
    }  # fmt: skip
