"""The part of the walk about people, departments and what may be asked of them."""

from __future__ import annotations

from tests.sandbox.replay.storing import Do


def company(do: Do) -> None:
    do("user.get")
    do("user.search", FIND="")
    do("user.fields")
    new = do("user.add", EMAIL="probe@example.com", NAME="Проба", UF_DEPARTMENT=[1])
    do("user.update", ID=new, WORK_POSITION="Проба")
    do("user.access", ACCESS=["AU"])
    do("access.name", ACCESS=["G2", "AU"])
    field = do("user.userfield.add", fields={"FIELD_NAME": "PROBE", "USER_TYPE_ID": "enumeration", "MULTIPLE": "Y",
                                             "LIST": [{"VALUE": "1"}]})  # fmt: skip
    do("user.userfield.update", id=field, fields={"SORT": 200})
    do("user.userfield.list")
    do("user.userfield.delete", id=field)
    for step in ("settings", "open", "pause", "close", "status"):
        do(f"timeman.{step}")
    do("department.get", ID=[2, 3])
    do("department.fields")
    department = do("department.add", NAME="Проба", PARENT=1)
    do("department.update", ID=department, SORT=100)
    do("department.delete", ID=department)
