"""An empty portal: one administrator and nothing else."""

from __future__ import annotations

from sandbox.portal import Portal
from sandbox.store import Record


def person(name: str, last_name: str, position: str, email: str, *, admin: bool = False) -> Record:
    return {
        "ACTIVE": True, "NAME": name, "LAST_NAME": last_name, "SECOND_NAME": "", "EMAIL": email,
        "WORK_POSITION": position, "PERSONAL_GENDER": "", "PERSONAL_PHOTO": "", "TIME_ZONE": "",
        "UF_DEPARTMENT": [1], "USER_TYPE": "employee", "IS_ADMIN": admin,
    }  # fmt: skip


def load(portal: Portal) -> None:
    portal.collection("user").add(person("Анна", "Орлова", "Директор", "orlova@example.com", admin=True))
    portal.collection("department").add({"NAME": "Компания", "SORT": 500, "UF_HEAD": "1"})
