"""Who leads whom («субординация»): heads of departments see the tasks of their people."""

from __future__ import annotations

from sandbox.params import as_int, as_list
from sandbox.portal import Portal


def is_led(portal: Portal, user_id: int, head_id: int) -> bool:
    """Is `head_id` the head of the user's department, or of one above it?"""
    departments = portal.collection("department")
    queue = [as_int(one) for one in as_list((portal.user(user_id) or {}).get("UF_DEPARTMENT"))]
    seen: set[int] = set()
    while queue:
        number = queue.pop()
        found = departments.get(number) if number not in seen else None
        seen.add(number)
        if found is None:
            continue
        if as_int(found.get("UF_HEAD")) == head_id:
            return True
        queue.append(as_int(found.get("PARENT")))
    return False
