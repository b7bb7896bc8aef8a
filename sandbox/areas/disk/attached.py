"""Files of the drive attached to tasks, comments and posts («прикреплённые файлы»).

api-reference/disk/attached-object/disk-attached-object-get.md.
"""

from __future__ import annotations

from sandbox.areas.disk import objects
from sandbox.params import as_int
from sandbox.portal import Portal
from sandbox.store import Record


def attach(portal: Portal, value: str, *, module: str, entity_type: str, entity_id: int, user_id: int) -> int:
    """`value` is `n15` (the drive's file 15) or the id of an attachment there already. Returns the attachment's id.

    Raises ERROR_NOT_FOUND when there is no such file.
    """
    if not value.startswith("n"):
        return as_int(value)
    file = objects.get(portal, as_int(value[1:]), "file")
    record: Record = {
        "OBJECT_ID": file["ID"], "MODULE_ID": module, "ENTITY_TYPE": entity_type, "ENTITY_ID": entity_id,
        "CREATE_TIME": portal.clock.iso(), "CREATED_BY": user_id,
    }  # fmt: skip
    return portal.collection("disk_attached").add(record)
