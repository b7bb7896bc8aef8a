"""timeman.{status,settings,open,pause,close} on the wire («Рабочий день»): api-reference/timeman/base/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.timeman import errors, workdays
from sandbox.call import Call, method
from sandbox.params import as_int
from sandbox.store import Record


def _person(call: Call) -> int:
    """One's own day, or for an administrator anybody's. Raises "" User not found."""
    user_id = as_int(call.get_any_case("USER_ID", call.user_id))
    if call.portal.user(user_id) is None or (user_id != call.user_id and not call.is_admin):
        raise errors.user_not_found()
    return user_id


def _place(call: Call) -> Record:
    found: Record = {}
    for name in ("LAT", "LON"):
        try:
            found[name] = float(call.get_any_case(name, 0))
        except (TypeError, ValueError):
            found[name] = 0
    return found


@method("timeman.status", scope="timeman")
def status(call: Call) -> dict[str, Any]:
    return workdays.shown(call.portal, workdays.last(call.portal, _person(call)))


@method("timeman.settings", scope="timeman")
def settings(call: Call) -> dict[str, Any]:
    return {**workdays.SETTINGS, "ADMIN": call.portal.is_admin(_person(call))}


@method("timeman.open", scope="timeman")
def begin(call: Call) -> dict[str, Any]:
    day = workdays.begin(call.portal, _person(call), call.get_any_case("TIME"), _place(call))
    return workdays.shown(call.portal, day)


@method("timeman.pause", scope="timeman")
def pause(call: Call) -> dict[str, Any]:
    return workdays.shown(call.portal, workdays.pause(call.portal, _person(call)))


@method("timeman.close", scope="timeman")
def close(call: Call) -> dict[str, Any]:
    day = workdays.end(call.portal, _person(call), call.get_any_case("TIME"), _place(call))
    return workdays.shown(call.portal, day)
