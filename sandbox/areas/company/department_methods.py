"""department.* on the wire («Структура компании»): api-reference/departments/."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.company import errors
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list
from sandbox.store import Collection, Record

SCOPE = "department|user"
TITLES = {
    "ID": "ID",
    "NAME": "Название подразделения",
    "SORT": "Порядок сортировки",
    "PARENT": "Вышестоящее подразделение",
    "UF_HEAD": "Руководитель",
}
USUAL_SORT = 500


def _collection(call: Call) -> Collection:
    return call.portal.collection("department")


@method("department.fields", scope=SCOPE)
def fields(call: Call) -> dict[str, str]:
    return TITLES


@method("department.get", scope=SCOPE)
def get(call: Call) -> Page:
    """The filter stands beside the other parameters; SORT is also the name of the order, and a word is that."""
    rows = _collection(call).all()
    for key in ("ID", "PARENT", "UF_HEAD", "NAME", "SORT"):
        wanted = call.get_any_case(key)
        if wanted is not None and not (key == "SORT" and str(wanted).upper() in TITLES):
            allowed = {str(value) for value in as_list(wanted)}
            rows = [row for row in rows if str(row.get(key, "")) in allowed]
    sort, order = str(call.get_any_case("sort", "ID")).upper(), str(call.get_any_case("order", "ASC")).upper()
    rows.sort(key=lambda row: (as_int(row.get(sort)), str(row.get(sort, ""))), reverse=order == "DESC")
    return page_of([{**row, "ID": str(row["ID"])} for row in rows if _between(call, row)], call)


def _between(call: Call, row: Record) -> bool:
    """`>ID` and `<ID`, by which long lists are walked through."""
    bounds = {query.split(key)[0]: value for key, value in call.params.items() if query.split(key)[1].upper() == "ID"}
    number = row["ID"]
    return (">" not in bounds or number > as_int(bounds[">"])) and ("<" not in bounds or number < as_int(bounds["<"]))


def _checked(call: Call) -> Record:
    """Raises ERROR_CORE: not an administrator, no such department."""
    if not call.is_admin:
        raise errors.denied()
    found = _collection(call).get(as_int(call.get_any_case("ID")))
    if found is None:
        raise errors.department_absent()
    return found


@method("department.add", scope=SCOPE)
def add(call: Call) -> int:
    if not call.is_admin:
        raise errors.denied()
    name = str(call.get_any_case("NAME", "") or "").strip()
    if not name:
        raise errors.department_unnamed()
    parent = as_int(call.get_any_case("PARENT"))
    if _collection(call).get(parent) is None:
        raise errors.second_top()
    record: Record = {"NAME": name, "SORT": as_int(call.get_any_case("SORT"), USUAL_SORT), "PARENT": str(parent)}
    if as_int(call.get_any_case("UF_HEAD")):
        record["UF_HEAD"] = str(as_int(call.get_any_case("UF_HEAD")))
    return _collection(call).add(record)


@method("department.update", scope=SCOPE)
def update(call: Call) -> bool:
    """A department cannot be put below itself."""
    record = _checked(call)
    changes: dict[str, Any] = {}
    if call.get_any_case("NAME") is not None:
        changes["NAME"] = str(call.get_any_case("NAME")).strip()
        if not changes["NAME"]:
            raise errors.department_unnamed()
    if call.get_any_case("SORT") is not None:
        changes["SORT"] = as_int(call.get_any_case("SORT"))
    if call.get_any_case("PARENT") is not None:
        changes["PARENT"] = str(_new_parent(call, record))
    if call.get_any_case("UF_HEAD") is not None:
        changes["UF_HEAD"] = str(as_int(call.get_any_case("UF_HEAD")))
    _collection(call).change(record["ID"], **changes)
    return True


def _new_parent(call: Call, record: Record) -> int:
    parent = step = as_int(call.get_any_case("PARENT"))
    for _ in _collection(call).all():
        above = _collection(call).get(step)
        if above is None or above["ID"] == record["ID"]:
            raise errors.second_top()
        step = as_int(above.get("PARENT"))
        if not step:
            break
    return parent


@method("department.delete", scope=SCOPE)
def delete(call: Call) -> bool:
    """Its people and departments go up to the one above (a guess: the page is silent); the top one stays."""
    record = _checked(call)
    parent = as_int(record.get("PARENT"))
    if not parent:
        raise errors.denied()
    for child in _collection(call).find(PARENT=str(record["ID"])):
        _collection(call).change(child["ID"], PARENT=str(parent))
    people = call.portal.collection("user")
    for user in people.all():
        own = user.get("UF_DEPARTMENT", [])
        if record["ID"] in own:
            moved = [parent if one == record["ID"] else one for one in own]
            people.change(user["ID"], UF_DEPARTMENT=list(dict.fromkeys(moved)))
    return _collection(call).delete(record["ID"])
