"""A person's own notifications, as im.notify.get shows them (api-reference/chats/notifications/im-notify-get.md)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import errors, notifications
from sandbox.call import PAGE, Call
from sandbox.params import as_int
from sandbox.portal import Portal
from sandbox.store import Record

ORDINARY = 3
TYPES = {"personal": 2, "system": 3}
"""A message from a user, a message of the system; confirmations (1) no application may send."""


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
        "users": [_author(call.portal, author) for author in authors],
    }


def _notification(row: Record) -> dict[str, Any]:
    return {
        "id": row["ID"], "chat_id": row["USER_ID"], "author_id": row["AUTHOR_ID"] if row["TYPE"] == "personal" else 0,
        "date": row["DATE"], "notify_type": TYPES[row["TYPE"]], "notify_module": "rest",
        "notify_event": "rest_notify", "notify_tag": row["TAG"], "notify_sub_tag": row["SUB_TAG"],
        "notify_title": "", "setting_name": "rest|rest_notify", "text": row["MESSAGE"],
        "notify_read": "Y" if row["READ"] else "N", "params": {"ATTACH": row["ATTACH"]} if row["ATTACH"] else None,
    }  # fmt: skip


def _author(portal: Portal, user_id: int) -> dict[str, Any]:
    user = portal.user(user_id) or {}
    return {
        "id": user_id, "active": bool(user.get("ACTIVE")), "name": f"{user.get('NAME')} {user.get('LAST_NAME')}",
        "first_name": user.get("NAME", ""), "last_name": user.get("LAST_NAME", ""),
        "work_position": user.get("WORK_POSITION", ""), "gender": user.get("PERSONAL_GENDER") or "M",
        "color": "#1eb4aa", "avatar": "", "avatar_hr": "", "birthday": "", "network": False, "status": "online",
        "external_auth_id": "default", "idle": False, "last_activity_date": portal.clock.iso(),
        "mobile_last_date": False, "desktop_last_date": False, "absent": False, "bot_data": None, "type": "user",
        "phones": {"work_phone": user.get("WORK_PHONE", ""), "inner_phone": ""}, "website": "",
        "extranet": False, "bot": False, "connector": False, "departments": user.get("UF_DEPARTMENT", []),
        "email": user.get("EMAIL", ""),
    }  # fmt: skip
