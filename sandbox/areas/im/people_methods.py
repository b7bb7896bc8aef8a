"""im.user.*, im.department.* on the wire: api-reference/chats/users/, api-reference/chats/departments/."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sandbox.areas.im import errors, people
from sandbox.areas.im.dialog_methods import cut
from sandbox.call import Call, Page, method
from sandbox.params import as_bool, as_int
from sandbox.store import Record


@method("im.user.get", scope="im")
def user_get(call: Call) -> dict[str, Any]:
    asked = call.get_any_case("ID")
    user_id = call.user_id if asked is None else as_int(asked)
    if user_id <= 0:
        raise errors.user_id_empty()
    if call.portal.user(user_id) is None:
        raise errors.user_absent()
    return people.card(call.portal, user_id)


def _numbers(call: Call) -> list[int] | None:
    """ID as a list, or its JSON; None when it is neither."""
    given = call.get_any_case("ID")
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            return None
    if isinstance(given, dict):
        given = list(given.values())
    return [as_int(one) for one in given] if isinstance(given, list) else None


@method("im.user.list.get", scope="im")
def user_list_get(call: Call) -> Any:
    """Null stands for a number that nobody has."""
    asked = _numbers(call)
    if asked is None:
        raise errors.wrong_format()
    cards = {one: people.card(call.portal, one) if call.portal.user(one) else None for one in asked if one > 0}
    if call.get_any_case("RESULT_TYPE") == "array":
        return [card for card in cards.values() if card]
    return {str(number): card for number, card in cards.items() if card}


@method("im.user.status.get", scope="im")
def status_get(call: Call) -> Any:
    """False until one is set."""
    return people.status(call.portal, call.user_id).get("STATUS") or False


@method("im.user.status.set", scope="im")
def status_set(call: Call) -> bool:
    status = str(call.get_any_case("STATUS", "") or "")
    if status not in people.STATUSES:
        raise errors.status_wrong()
    people.set_status(call.portal, call.user_id, STATUS=status)
    return True


@method("im.user.status.idle.start", scope="im")
def idle_start(call: Call) -> bool:
    minutes = max(as_int(call.get_any_case("AGO", 10)), 1)
    since = call.portal.clock.now() - timedelta(minutes=min(minutes, 60 * 24 * 365))
    people.set_status(call.portal, call.user_id, IDLE=since.replace(microsecond=0).isoformat())
    return True


@method("im.user.status.idle.end", scope="im")
def idle_end(call: Call) -> bool:
    people.set_status(call.portal, call.user_id, IDLE=None)
    return True


def _departments(call: Call) -> list[Record]:
    asked = _numbers(call)
    if not asked:
        raise errors.department_empty()
    found = [call.portal.collection("department").get(number) for number in asked]
    return [row for row in found if row is not None]


@method("im.department.get", scope="im")
def department_get(call: Call) -> list[dict[str, Any]]:
    with_manager = as_bool(call.get_any_case("USER_DATA"))
    return [people.department(call.portal, row, with_manager=with_manager) for row in _departments(call)]


def _people(call: Call, user_ids: list[int]) -> list[Any]:
    return [people.card(call.portal, one) for one in user_ids] if as_bool(call.get_any_case("USER_DATA")) else user_ids


@method("im.department.employees.get", scope="im")
def department_employees(call: Call) -> dict[str, Any]:
    rows = _departments(call)
    return {str(row["ID"]): _people(call, people.employees(call.portal, row["ID"])) for row in rows}


@method("im.department.managers.get", scope="im")
def department_managers(call: Call) -> dict[str, Any]:
    heads = {str(row["ID"]): as_int(row.get("UF_HEAD")) for row in _departments(call)}
    return {number: _people(call, [head] if head else []) for number, head in heads.items()}


@method("im.department.colleagues.list", scope="im")
def department_colleagues(call: Call) -> Page:
    page = cut(people.colleagues(call.portal, call.user_id), call)
    return Page(_people(call, page.result), page.total, page.next)
