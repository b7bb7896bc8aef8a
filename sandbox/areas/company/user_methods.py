"""user.* on the wire («Пользователи»): api-reference/user/."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.company import errors, users
from sandbox.areas.crm import userfields
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_bool, as_int, as_list, as_map
from sandbox.rest import PhpObject
from sandbox.store import Record

USER_SCOPES = "user|user_basic|user_brief"
BRIEF_HIDES = ("EMAIL", "PERSONAL_MOBILE", "WORK_PHONE", "PERSONAL_BIRTHDAY", "PERSONAL_WWW")
PRIVATE = ("IS_ADMIN", "CRM_ACCESS")
BY_WORDS = ("NAME", "LAST_NAME", "WORK_POSITION", "UF_DEPARTMENT_NAME")


def hidden(call: Call) -> tuple[str, ...]:
    """`user_brief` alone hides contact details."""
    return PRIVATE if call.scope.intersection({"user", "user_basic"}) else (*PRIVATE, *BRIEF_HIDES)


def shown(call: Call, user: Record) -> dict[str, Any]:
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
    own = {record["FIELD_NAME"]: False for record in userfields.of_entity(call.portal, users.ENTITY)}
    whole = {**extra, **own, **user, "ID": str(user["ID"])}
    return {name: value for name, value in whole.items() if name not in hidden(call)}


def _selected(call: Call, user: Record) -> dict[str, Any]:
    """`select` may hold `*` and `UF_*`; what nobody has is passed over."""
    whole = shown(call, user)
    asked = [str(name) for name in as_list(call.get_any_case("select"))]
    if not asked or "*" in asked:
        return whole
    with_own = "UF_*" in asked
    return {key: value for key, value in whole.items() if key in asked or (with_own and key.startswith("UF_"))}


@method("user.current", scope=USER_SCOPES)
def current(call: Call) -> Any:
    """Its dates are words, where those of user.get are empty objects (user/user-current.md)."""
    now = call.portal.clock.now().strftime("%Y-%m-%d %H:%M:%S")
    return {**shown(call, call.user), "TIMESTAMP_X": now, "LAST_ACTIVITY_DATE": now}


def _asked(call: Call) -> dict[str, Any]:
    """The filter stands in FILTER or beside the other parameters."""
    known = (*users.columns(call.portal), *BY_WORDS, "ACTIVE", "NAME_SEARCH", "FIND")
    inline = {k: v for k, v in call.params.items() if query.split(k)[1].upper() in known}
    given = {**inline, **as_map(call.get_any_case("FILTER"))}
    return {query.split(key)[0] + query.split(key)[1].upper(): value for key, value in given.items()}


def _found(call: Call, asked: dict[str, Any]) -> list[Record]:
    """A `%` in a plain value makes it a pattern."""
    active = asked.pop("ACTIVE", None)
    patterns = {key for key, value in asked.items() if isinstance(value, str) and "%" in value}
    normal = {(f"=%{k}" if k in patterns and not query.split(k)[0] else k): v for k, v in asked.items()}
    columns = users.columns(call.portal)
    condition = query.where(normal, columns, call.portal.clock.zone, strict=False)
    sort = str(call.get_any_case("sort", "ID")).upper()
    order = query.order({sort: str(call.get_any_case("order", "ASC"))}, columns, strict=False)
    found = users.collection(call.portal).select(condition.sql, condition.args, order=order)
    return [u for u in found if active is None or bool(u["ACTIVE"]) == as_bool(active)]


@method("user.get", scope=USER_SCOPES)
def get(call: Call) -> Page:
    asked = _asked(call)
    quick = {"FIND": str(asked.pop("NAME_SEARCH"))} if "NAME_SEARCH" in asked else {}
    rows = _found(call, {key: value for key, value in asked.items() if key not in ("FIND", "UF_DEPARTMENT_NAME")})
    if quick:
        wanted = {user["ID"] for user in users.named(call.portal, quick)}
        rows = [user for user in rows if user["ID"] in wanted]
    return page_of([_selected(call, user) for user in rows], call)


@method("user.search", scope=USER_SCOPES)
def search(call: Call) -> Page:
    """By FIND in all the words of a card, or by some of them; the rest of the filter is that of user.get."""
    asked = _asked(call)
    by_find = {"FIND": str(asked["FIND"])} if asked.get("FIND") else {}
    words = by_find or {key: str(asked[key]) for key in BY_WORDS if asked.get(key)}
    wanted = {user["ID"] for user in users.named(call.portal, words)}
    rest = {key: value for key, value in asked.items() if key not in ("FIND", "NAME_SEARCH", *BY_WORDS)}
    return page_of([_selected(call, user) for user in _found(call, rest) if user["ID"] in wanted], call)


@method("user.fields", scope=USER_SCOPES)
def fields(call: Call) -> dict[str, str]:
    return {name: title for name, title in users.TITLES.items() if name not in hidden(call)}


def _given(call: Call) -> dict[str, Any]:
    """Fields stand beside the other parameters, or in `fields`."""
    given = as_map(call.get_any_case("fields")) or call.params
    return {key.upper(): value for key, value in given.items()}


@method("user.add", scope="user")
def add(call: Call) -> int:
    if not call.is_admin:
        raise errors.user_denied()
    return users.invite(call.portal, _given(call))


@method("user.update", scope="user")
def update(call: Call) -> bool:
    if not call.is_admin:
        raise errors.user_denied()
    given = _given(call)
    users.update(call.portal, as_int(given.pop("ID", 0)), given)
    return True
