"""A person's working day («Рабочий день»): opened, paused, closed; left open overnight it is expired.

api-reference/timeman/base/. What the pages do not say is guessed: a pause of a day that was not begun changes nothing.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sandbox import query
from sandbox.areas.timeman import errors
from sandbox.portal import Portal
from sandbox.store import Collection, Record

OPENED, PAUSED, CLOSED, EXPIRED = "OPENED", "PAUSED", "CLOSED", "EXPIRED"
SETTINGS = {
    "UF_TIMEMAN": True, "UF_TM_FREE": False, "UF_TM_MAX_START": "09:15:00", "UF_TM_MIN_FINISH": "17:45:00",
    "UF_TM_MIN_DURATION": "08:00:00", "UF_TM_ALLOWED_DELTA": "00:15:00",
}  # fmt: skip


def collection(portal: Portal) -> Collection:
    """USER_ID, STATE, START, FINISH, BREAK (since when), LEAKS (seconds), places of both ends."""
    return portal.collection("workday")


def last(portal: Portal, user_id: int) -> Record | None:
    found = collection(portal).find(USER_ID=user_id)
    return found[-1] if found else None


def _moment(portal: Portal, value: Any) -> datetime:
    return query.moment(value, portal.clock.zone)


def status(portal: Portal, day: Record | None) -> str:
    if day is None:
        return CLOSED
    is_today = _moment(portal, day["START"]).date() == portal.clock.now().date()
    return str(day["STATE"]) if is_today or day["STATE"] == CLOSED else EXPIRED


def _seconds_since(portal: Portal, value: Any) -> int:
    return max(int((portal.clock.now() - _moment(portal, value)).total_seconds()), 0)


def _now(portal: Portal) -> str:
    return portal.clock.now().isoformat("T", "seconds")


def begin(portal: Portal, user_id: int, asked: Any, place: Record) -> Record:
    """A new day, or the same day goes on. Raises WRONG_DATETIME, TIME."""
    day, given = last(portal, user_id), query.known_moment(asked, portal.clock.zone)
    state = status(portal, day)
    if given is not None and state == PAUSED:
        raise errors.time_of_paused()
    if given is not None and given.date() != portal.clock.now().date():
        raise errors.wrong_open_date()
    is_today = day is not None and _moment(portal, day["START"]).date() == portal.clock.now().date()
    if day is not None and is_today:
        if state != OPENED:
            leaks = day["LEAKS"] + _seconds_since(portal, day["BREAK"] or day["FINISH"])
            return _change(portal, day, STATE=OPENED, FINISH=None, BREAK=None, LEAKS=leaks)
        return day
    start = given.isoformat("T", "seconds") if given else _now(portal)
    record: Record = {
        "USER_ID": user_id, "STATE": OPENED, "START": start, "FINISH": None, "BREAK": None, "LEAKS": 0,
        "OPEN": place, "CLOSE": {}, "BY_HAND": given is not None,
    }  # fmt: skip
    return {**record, "ID": collection(portal).add(record)}


def pause(portal: Portal, user_id: int) -> Record | None:
    """A closed day is taken up again, and the time since its end is a break."""
    day = last(portal, user_id)
    state = status(portal, day)
    if day is None or state in (PAUSED, EXPIRED):
        return day
    since = day["FINISH"] if state == CLOSED else _now(portal)
    return _change(portal, day, STATE=PAUSED, FINISH=None, BREAK=since)


def end(portal: Portal, user_id: int, asked: Any, place: Record) -> Record | None:
    """Now, or when it is said; on the day of its beginning. Raises WRONG_DATETIME."""
    day, given = last(portal, user_id), query.known_moment(asked, portal.clock.zone)
    if day is None or day["STATE"] == CLOSED:
        return day
    if given is not None and given.date() != _moment(portal, day["START"]).date():
        raise errors.wrong_close_date()
    leaks = day["LEAKS"] + (_seconds_since(portal, day["BREAK"]) if day["BREAK"] else 0)
    finish = given.isoformat("T", "seconds") if given else _now(portal)
    return _change(
        portal,
        day,
        STATE=CLOSED,
        FINISH=finish,
        BREAK=None,
        LEAKS=leaks,
        CLOSE=place,
        BY_HAND=day["BY_HAND"] or given is not None,
    )


def _change(portal: Portal, day: Record, **changes: Any) -> Record:
    collection(portal).change(day["ID"], **changes)
    return {**day, **changes}


def shown(portal: Portal, day: Record | None) -> dict[str, Any]:
    """As timeman.status answers. A time said by hand waits for the manager: then it is not ACTIVE."""
    state, known = status(portal, day), day or {"START": None, "FINISH": None, "LEAKS": 0, "OPEN": {}, "CLOSE": {}}
    opened, closed = known["OPEN"], known["CLOSE"]
    offset = portal.clock.now().utcoffset()
    answer = {
        "STATUS": state, "TIME_START": known["START"], "TIME_FINISH": known["FINISH"],
        "DURATION": _clock(_worked(portal, known)), "TIME_LEAKS": _clock(known["LEAKS"]),
        "ACTIVE": not known.get("BY_HAND"), "IP_OPEN": "", "IP_CLOSE": "",
        "LAT_OPEN": opened.get("LAT", 0), "LON_OPEN": opened.get("LON", 0),
        "LAT_CLOSE": closed.get("LAT", 0), "LON_CLOSE": closed.get("LON", 0),
        "TZ_OFFSET": int(offset.total_seconds()) if offset else 0,
    }  # fmt: skip
    if state == EXPIRED:
        usual = time.fromisoformat(str(SETTINGS["UF_TM_MIN_FINISH"]))
        start = _moment(portal, known["START"])
        answer["TIME_FINISH_DEFAULT"] = datetime.combine(start.date(), usual, start.tzinfo).isoformat()
    return answer


def _worked(portal: Portal, day: Record) -> int:
    """Counted when the day is over."""
    if not day["START"] or not day["FINISH"]:
        return 0
    whole = _moment(portal, day["FINISH"]) - _moment(portal, day["START"])
    return max(int(whole.total_seconds()) - int(day["LEAKS"]), 0)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
