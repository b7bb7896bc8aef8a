"""People and departments as the messenger shows them («Сотрудник», «Подразделение»): api-reference/chats/users/."""

from __future__ import annotations

from typing import Any

from sandbox.params import as_int
from sandbox.portal import Portal
from sandbox.store import Collection, Record

COLORS = ("#df532d", "#64a513", "#4ba984", "#3e99ce", "#8474c8", "#1eb4aa", "#f76187", "#58cc47", "#ab7761", "#728f7a")
ONLINE = "online"
STATUSES = (ONLINE, "dnd", "away", "break")


def statuses(portal: Portal) -> Collection:
    """What people set by hand: USER_ID, STATUS (absent until set), IDLE (an instant or nothing)."""
    return portal.collection("im_status")


def status(portal: Portal, user_id: int) -> Record:
    return statuses(portal).first(USER_ID=user_id) or {}


def set_status(portal: Portal, user_id: int, **changes: Any) -> None:
    known = statuses(portal).first(USER_ID=user_id)
    if known is None:
        statuses(portal).add({"USER_ID": user_id, **changes})
    else:
        statuses(portal).change(known["ID"], **changes)


def name(portal: Portal, user_id: int) -> str:
    user = portal.user(user_id) or {}
    return f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()


def color(user_id: int) -> str:
    return COLORS[user_id % len(COLORS)]


def card(portal: Portal, user_id: int) -> dict[str, Any]:
    """The `user` object of im.user.get and of every list of people."""
    user, set_by_hand = portal.user(user_id) or {}, status(portal, user_id)
    return {
        "id": user_id, "active": bool(user.get("ACTIVE")), "name": name(portal, user_id),
        "first_name": user.get("NAME", ""), "last_name": user.get("LAST_NAME", ""),
        "work_position": user.get("WORK_POSITION", ""), "gender": user.get("PERSONAL_GENDER") or "M",
        "color": color(user_id), "avatar": "", "avatar_hr": "", "birthday": _birthday(user), "network": False,
        "status": set_by_hand.get("STATUS") or ONLINE, "external_auth_id": "default",
        "idle": set_by_hand.get("IDLE") or False, "last_activity_date": portal.clock.iso(),
        "mobile_last_date": False, "desktop_last_date": False, "absent": False, "bot_data": None, "type": "user",
        "phones": _phones(user), "website": user.get("PERSONAL_WWW", ""), "extranet": False, "bot": False,
        "connector": False, "departments": user.get("UF_DEPARTMENT", []), "email": user.get("EMAIL", ""),
    }  # fmt: skip


def _birthday(user: Record) -> str:
    """DD-MM, or nothing."""
    _, _, day = str(user.get("PERSONAL_BIRTHDAY") or "")[:10].partition("-")
    return "-".join(reversed(day.split("-")))


def _phones(user: Record) -> Any:
    """False where there is none."""
    places = {"work_phone": "WORK_PHONE", "personal_mobile": "PERSONAL_MOBILE", "inner_phone": "UF_PHONE_INNER"}
    return {key: user[field] for key, field in places.items() if user.get(field)} or False


def departments(portal: Portal) -> list[Record]:
    return portal.collection("department").all()


def department(portal: Portal, record: Record, *, with_manager: bool) -> dict[str, Any]:
    manager = as_int(record.get("UF_HEAD"))
    shown = {
        "id": record["ID"], "name": record["NAME"], "full_name": full_name(portal, record), "manager_user_id": manager,
    }  # fmt: skip
    if with_manager and manager:
        shown["manager_user_data"] = card(portal, manager)
    return shown


def full_name(portal: Portal, record: Record) -> str:
    """From the department itself up to the company: «Отдел / Компания»."""
    names, seen, step = [], set[int](), record
    while step and step["ID"] not in seen:
        seen.add(step["ID"])
        names.append(str(step["NAME"]))
        step = portal.collection("department").get(as_int(step.get("PARENT"))) or {}
    return " / ".join(names)


def employees(portal: Portal, department_id: int) -> list[int]:
    """Working people of the department, its manager among them only when he belongs to it."""
    everybody = portal.collection("user").all()
    return [user["ID"] for user in everybody if user.get("ACTIVE") and department_id in user.get("UF_DEPARTMENT", [])]


def colleagues(portal: Portal, user_id: int) -> list[int]:
    """Of one's departments; a manager has his people and all the other managers."""
    own = set((portal.user(user_id) or {}).get("UF_DEPARTMENT", []))
    heads = {row["ID"]: as_int(row.get("UF_HEAD")) for row in departments(portal)}
    led = {number for number, head in heads.items() if head == user_id}
    found = {person for number in own | led for person in employees(portal, number)}
    if led:
        found |= {head for head in heads.values() if head}
    return sorted(found - {user_id})
