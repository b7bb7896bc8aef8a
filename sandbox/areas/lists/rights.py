"""Who may do what with a list («права доступа к списку»): api-reference/lists/lists/lists-add.md, RIGHTS.

Administrators and the list's author have full access. A list that names no rights is open for changes to everyone.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.lists import errors
from sandbox.params import as_int, as_list, as_map
from sandbox.portal import Portal
from sandbox.store import Record

LETTERS = "DRESTUWX"
READ, ADD, CHANGE_SOME, CHANGE, FULL = "R", "E", "U", "W", "X"


def check(portal: Portal, record: Record, user_id: int, needed: str) -> None:
    """Raises ACCESS_DENIED."""
    if not may(portal, record, user_id, needed):
        raise errors.access_denied()


def may(portal: Portal, record: Record, user_id: int, needed: str) -> bool:
    return LETTERS.index(_held(portal, record, user_id)) >= LETTERS.index(needed)


def joined(record: Record, given: Any) -> dict[str, str]:
    """Rights are only added: what a person or department has already stays as it is."""
    asked = {str(code): str(letter) for code, letter in as_map(given).items() if str(letter) in list(LETTERS)}
    return {**asked, **as_map(record.get("RIGHTS"))}


def _held(portal: Portal, record: Record, user_id: int) -> str:
    if portal.is_admin(user_id) or record.get("CREATED_BY") == user_id:
        return FULL
    rights = as_map(record.get("RIGHTS"))
    if not rights:
        return CHANGE
    letters = [str(rights[code]) for code in _codes(portal, user_id) if code in rights]
    return max(letters, key=LETTERS.index, default=LETTERS[0])


def _codes(portal: Portal, user_id: int) -> list[str]:
    own = [as_int(n) for n in as_list((portal.user(user_id) or {}).get("UF_DEPARTMENT"))]
    above: list[int] = []
    queue = list(own)
    while queue:
        department = queue.pop()
        if department and department not in above:
            above.append(department)
            queue.append(as_int((portal.collection("department").get(department) or {}).get("PARENT")))
    return ["*", f"U{user_id}", *(f"D{n}" for n in own), *(f"DR{n}" for n in above)]
