"""Who may do what on the drive («права доступа»): everyone on the common one, the owner on his own, guests by sharing.

api-reference/disk/rights/disk-rights-get-tasks.md. The numbers of tasks are this portal's own: find them by NAME.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import errors, objects, storages
from sandbox.params import as_int, as_list
from sandbox.portal import Portal
from sandbox.store import Record

READ, EDIT, FULL = "disk_access_read", "disk_access_edit", "disk_access_full"
LEVELS = (READ, EDIT, FULL)
TASKS = {79: (FULL, "Полный доступ"), 75: (EDIT, "Редактирование"), 71: (READ, "Чтение")}


def check(portal: Portal, record: Record, user_id: int, level: str = READ) -> None:
    """Raises ACCESS_DENIED."""
    if storages.may_enter(portal, storages.get(portal, record["STORAGE_ID"]), user_id):
        return
    above = {step["ID"] for step in objects.path(portal, record)}
    for share in portal.collection("disk_share").find(user=user_id):
        if share["object"] in above and LEVELS.index(share["task"]) >= LEVELS.index(level):
            return
    raise errors.access_denied()


def share(portal: Portal, record: Record, user_id: int, task: str) -> None:
    """Raises ACCESS_DENIED for an unknown task."""
    if task not in LEVELS:
        raise errors.access_denied()
    portal.collection("disk_share").add({"object": record["ID"], "user": user_id, "task": task})


def grant(portal: Portal, record: Record, asked: Any) -> None:
    """`rights` of an upload or a new folder: a list of TASK_ID and ACCESS_CODE; people («U7») are kept."""
    for right in as_list(asked):
        task = TASKS.get(as_int(right.get("TASK_ID"))) if isinstance(right, dict) else None
        if task is None or not isinstance(right.get("ACCESS_CODE"), str):
            raise errors.wrong_rights()
        if right["ACCESS_CODE"].startswith("U") and right["ACCESS_CODE"][1:].isdigit():
            share(portal, record, int(right["ACCESS_CODE"][1:]), task[0])
