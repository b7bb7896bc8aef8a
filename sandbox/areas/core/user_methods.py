"""user.get, user.current, user.search, department.get (api-reference/user/, api-reference/departments/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.query import Column
from sandbox.rest import PhpObject
from sandbox.store import Record

USER_SCOPES = "user|user_basic|user_brief"
BRIEF_HIDES = ("EMAIL", "PERSONAL_MOBILE", "WORK_PHONE", "PERSONAL_BIRTHDAY", "PERSONAL_WWW")
PRIVATE = ("IS_ADMIN", "CRM_ACCESS")
TEXTS = ("NAME", "LAST_NAME", "SECOND_NAME", "EMAIL", "WORK_POSITION", "PERSONAL_CITY", "USER_TYPE", "XML_ID",
         "PERSONAL_MOBILE", "WORK_PHONE", "PERSONAL_GENDER", "IS_ONLINE")  # fmt: skip
COLUMNS = {"ID": Column("ID", "integer"), **{name: Column(name) for name in TEXTS},
           "UF_DEPARTMENT": Column("UF_DEPARTMENT", "integer", multiple=True)}  # fmt: skip


def shown(call: Call, user: Record) -> dict[str, Any]:
    """`user_brief` alone hides contact details."""
    hidden = PRIVATE if call.scope.intersection({"user", "user_basic"}) else (*PRIVATE, *BRIEF_HIDES)
    extra = {
        "XML_ID": "",
        "LAST_LOGIN": "",
        "DATE_REGISTER": "2024-07-15T00:00:00+00:00",
        "IS_ONLINE": "N",
        "TIMESTAMP_X": PhpObject(),
        "LAST_ACTIVITY_DATE": PhpObject(),
        "PERSONAL_WWW": "",
        "PERSONAL_MOBILE": "",
        "PERSONAL_CITY": "",
        "WORK_PHONE": "",
        "PERSONAL_BIRTHDAY": "",
        "UF_EMPLOYMENT_DATE": "",
    }
    whole = {**extra, **user, "ID": str(user["ID"])}
    return {name: value for name, value in whole.items() if name not in hidden}


@method("user.current", scope=USER_SCOPES)
def current(call: Call) -> Any:
    """Its dates are words, where those of user.get are empty objects (user/user-current.md)."""
    now = call.portal.clock.now().strftime("%Y-%m-%d %H:%M:%S")
    return {**shown(call, call.user), "TIMESTAMP_X": now, "LAST_ACTIVITY_DATE": now}


@method("user.get", scope=USER_SCOPES)
def get(call: Call) -> Page:
    """The filter stands in FILTER or beside the other parameters."""
    inline = {k: v for k, v in call.params.items() if query.split(k)[1].upper() in (*COLUMNS, "ACTIVE")}
    asked = {**inline, **as_map(call.get_any_case("FILTER"))}
    normal = {query.split(k)[0] + query.split(k)[1].upper(): v for k, v in asked.items()}
    active = normal.pop("ACTIVE", None)
    condition = query.where(normal, COLUMNS, call.portal.clock.zone, strict=False)
    sort = str(call.get_any_case("sort", "ID")).upper()
    order = query.order({sort: str(call.get_any_case("order", "ASC"))}, COLUMNS, strict=False)
    found = call.portal.collection("user").select(condition.sql, condition.args, order=order)
    rows = [u for u in found if active is None or bool(u["ACTIVE"]) == as_bool(active)]
    return page_of([shown(call, user) for user in rows], call)


@method("user.search", scope=USER_SCOPES)
def search(call: Call) -> Page:
    asked = as_map(call.get_any_case("FILTER")) or call.params
    words = " ".join(str(asked.get(k, "")) for k in ("FIND", "NAME", "LAST_NAME", "WORK_POSITION")).casefold().split()
    found = [u for u in call.portal.collection("user").all() if all(w in _card(u) for w in words)]
    if str(call.get_any_case("order", "ASC")).upper() == "DESC":
        found.reverse()
    return page_of([shown(call, user) for user in found], call)


def _card(user: Record) -> str:
    return " ".join(str(user.get(key, "")) for key in ("NAME", "LAST_NAME", "WORK_POSITION", "EMAIL")).casefold()


@method("department.get", scope="department|user")
def department_get(call: Call) -> Page:
    rows = call.portal.collection("department").all()
    for key in ("ID", "PARENT", "UF_HEAD", "NAME"):
        wanted = call.get_any_case(key)
        if wanted is not None:
            allowed = {str(value) for value in as_list(wanted)}
            rows = [row for row in rows if str(row.get(key, "")) in allowed]
    sort, order = str(call.get_any_case("sort", "ID")).upper(), str(call.get_any_case("order", "ASC")).upper()
    rows.sort(key=lambda row: (as_int(row.get(sort)), str(row.get(sort, ""))), reverse=order == "DESC")
    return page_of([{**row, "ID": str(row["ID"])} for row in rows], call)
