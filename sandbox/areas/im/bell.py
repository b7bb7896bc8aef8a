"""A person's own notifications, as im.notify.get shows them (api-reference/chats/notifications/im-notify-get.md)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.im import errors, notifications, people
from sandbox.call import PAGE, Call
from sandbox.params import as_int, as_list
from sandbox.store import Record

ORDINARY = 3
TYPES = {"personal": 2, "system": 3}
"""A message from a user, a message of the system; confirmations (1) no application may send."""

SHORTEST = 3
KIND = "rest|rest_notify"
SCHEMA: dict[str, Any] = {
    "rest": {"NAME": "Приложения", "MODULE_ID": "rest",
             "LIST": [{"ID": KIND, "NAME": "Уведомления приложений"}]},
}  # fmt: skip
"""The kinds that ever get into this bell: those of applications."""


def page(call: Call) -> dict[str, Any]:
    """The newest first. Raises LAST_ID_AND_LAST_TYPE, LAST_ID_STRING."""
    last_id, last_type = call.get_any_case("LAST_ID"), call.get_any_case("LAST_TYPE")
    if (last_id is None) != (last_type is None):
        raise errors.half_a_cursor()
    if last_id is not None and not str(last_id).isdigit():
        raise errors.cursor_is_text()
    everything = notifications.of_user(call.portal, call.user_id)
    if not everything:
        return {"notifications": [], "users": []}
    size = min(as_int(call.get_any_case("LIMIT", PAGE)) or PAGE, PAGE)
    asked = [row for row in everything if last_id is None or row["ID"] < as_int(last_id)]
    shown = asked[:size] if last_type is None or as_int(last_type) == ORDINARY else []
    authors = sorted({row["AUTHOR_ID"] for row in shown if row["TYPE"] == "personal"})
    return {
        "total_count": len(everything),
        "total_unread_count": sum(not row["READ"] for row in everything),
        "chat_id": call.user_id,
        "notifications": [_notification(row) for row in shown],
        "users": [people.card(call.portal, author) for author in authors],
    }


def _notification(row: Record) -> dict[str, Any]:
    return {
        "id": row["ID"], "chat_id": row["USER_ID"], "author_id": row["AUTHOR_ID"] if row["TYPE"] == "personal" else 0,
        "date": row["DATE"], "notify_type": TYPES[row["TYPE"]], "notify_module": "rest",
        "notify_event": "rest_notify", "notify_tag": row["TAG"], "notify_sub_tag": row["SUB_TAG"],
        "notify_title": "", "setting_name": "rest|rest_notify", "text": row["MESSAGE"],
        "notify_read": "Y" if row["READ"] else "N", "params": {"ATTACH": row["ATTACH"]} if row["ATTACH"] else None,
    }  # fmt: skip


def search(call: Call) -> dict[str, Any]:
    """Among one's own, the newest first. Raises SEARCH_TEXT_ERROR, LAST_ID_STRING."""
    last_id = call.get_any_case("LAST_ID")
    if last_id is not None and not str(last_id).isdigit():
        raise errors.cursor_is_text()
    named = ("SEARCH_TYPE", "SEARCH_TYPES", "SEARCH_DATE", "SEARCH_AUTHORS")
    is_narrow = any(call.get_any_case(name) for name in named) or _has_range(call)
    if not is_narrow and len(str(call.get_any_case("SEARCH_TEXT", "") or "")) < SHORTEST:
        raise errors.search_text_short()
    found = [row for row in notifications.of_user(call.portal, call.user_id) if _fits(call, row)]
    size = min(as_int(call.get_any_case("LIMIT", PAGE)) or PAGE, PAGE)
    shown = [row for row in found if last_id is None or row["ID"] < as_int(last_id)][:size]
    authors = sorted({row["AUTHOR_ID"] for row in shown if row["TYPE"] == "personal"})
    total = {} if last_id is not None else {"total_results": len(found)}
    return {
        "chat_id": call.user_id, **total, "notifications": [_notification(row) for row in shown],
        "users": [people.card(call.portal, author) for author in authors],
    }  # fmt: skip


def _has_range(call: Call) -> bool:
    return bool(call.get_any_case("SEARCH_DATE_FROM") and call.get_any_case("SEARCH_DATE_TO"))


def _fits(call: Call, row: Record) -> bool:
    zone = call.portal.clock.zone
    when = query.moment(row["DATE"], zone)
    kinds = [str(one) for one in (call.get_any_case("SEARCH_TYPE"), *as_list(call.get_any_case("SEARCH_TYPES"))) if one]
    authors = {as_int(one) for one in as_list(call.get_any_case("SEARCH_AUTHORS"))}
    day, tag = query.known_moment(call.get_any_case("SEARCH_DATE"), zone), call.get_any_case("GROUP_TAG")
    since, until = (query.known_moment(call.get_any_case(f"SEARCH_DATE_{end}"), zone) for end in ("FROM", "TO"))
    return (
        str(call.get_any_case("SEARCH_TEXT", "") or "").casefold() in row["MESSAGE"].casefold()
        and (not kinds or any(KIND.startswith(one) for one in kinds))
        and (not authors or row["AUTHOR_ID"] in authors)
        and (day is None or day.date() == when.date())
        and (since is None or until is None or since <= when <= until)
        and (not tag or str(tag) in (row["TAG"], row["SUB_TAG"]))
    )
