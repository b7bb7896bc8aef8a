"""People of the portal («Сотрудники»): which fields they have, who may invite and change them.

api-reference/user/user-add.md, user-fields.md, user-scope.md.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox import query
from sandbox.areas.company import errors
from sandbox.areas.crm import userfields
from sandbox.areas.groups import members
from sandbox.params import as_bool, as_int, as_list
from sandbox.portal import Portal
from sandbox.query import Column
from sandbox.store import Collection, Record

ENTITY = "USER"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
TITLES = {
    "ID": "ID", "XML_ID": "Внешний код", "ACTIVE": "Активность", "NAME": "Имя", "LAST_NAME": "Фамилия",
    "SECOND_NAME": "Отчество", "TITLE": "Обращение", "EMAIL": "E-Mail", "LAST_LOGIN": "Последняя авторизация",
    "DATE_REGISTER": "Дата регистрации", "TIME_ZONE": "TIME_ZONE", "IS_ONLINE": "IS_ONLINE",
    "TIMESTAMP_X": "TIMESTAMP_X", "LAST_ACTIVITY_DATE": "LAST_ACTIVITY_DATE", "PERSONAL_GENDER": "Пол",
    "PERSONAL_PROFESSION": "Профессия", "PERSONAL_WWW": "Домашняя страничка", "PERSONAL_BIRTHDAY": "Дата рождения",
    "PERSONAL_PHOTO": "Фотография", "PERSONAL_ICQ": "ICQ", "PERSONAL_PHONE": "Личный телефон",
    "PERSONAL_FAX": "Факс", "PERSONAL_MOBILE": "Личный мобильный", "PERSONAL_PAGER": "Пейджер",
    "PERSONAL_STREET": "Улица проживания", "PERSONAL_CITY": "Город проживания", "PERSONAL_STATE": "Область / край",
    "PERSONAL_ZIP": "Почтовый индекс", "PERSONAL_COUNTRY": "Страна", "PERSONAL_MAILBOX": "Почтовый ящик",
    "PERSONAL_NOTES": "Дополнительные заметки", "WORK_PHONE": "Телефон компании", "WORK_COMPANY": "Компания",
    "WORK_POSITION": "Должность", "WORK_DEPARTMENT": "Отдел", "WORK_WWW": "Сайт компании", "WORK_FAX": "WORK_FAX",
    "WORK_PAGER": "WORK_PAGER", "WORK_STREET": "WORK_STREET", "WORK_MAILBOX": "WORK_MAILBOX",
    "WORK_CITY": "Город работы", "WORK_STATE": "WORK_STATE", "WORK_ZIP": "WORK_ZIP", "WORK_COUNTRY": "WORK_COUNTRY",
    "WORK_PROFILE": "WORK_PROFILE", "WORK_LOGO": "WORK_LOGO", "WORK_NOTES": "WORK_NOTES",
    "UF_SKYPE_LINK": "Ссылка на чат в Skype", "UF_ZOOM": "Zoom", "UF_EMPLOYMENT_DATE": "Дата принятия на работу",
    "UF_TIMEMAN": "Учет рабочего времени", "UF_DEPARTMENT": "Подразделения", "UF_INTERESTS": "Интересы",
    "UF_SKILLS": "Навыки", "UF_WEB_SITES": "Другие сайты", "UF_XING": "Xing", "UF_LINKEDIN": "LinkedIn",
    "UF_TWITTER": "Twitter", "UF_SKYPE": "Skype", "UF_DISTRICT": "Район", "UF_PHONE_INNER": "Внутренний телефон",
    "USER_TYPE": "USER_TYPE",
}  # fmt: skip
OWN = ("ID", "LAST_LOGIN", "DATE_REGISTER", "IS_ONLINE", "TIMESTAMP_X", "LAST_ACTIVITY_DATE", "USER_TYPE", "XML_ID")
PICTURES = ("PERSONAL_PHOTO", "WORK_LOGO")
DATES = ("PERSONAL_BIRTHDAY", "UF_EMPLOYMENT_DATE")
SHAPED = (*OWN, *PICTURES, *DATES, "ACTIVE", "UF_DEPARTMENT")
TEXTS = tuple(name for name in TITLES if name not in SHAPED)
INTERNAL, EXTRANET = "employee", "extranet"


def collection(portal: Portal) -> Collection:
    return portal.collection("user")


def columns(portal: Portal) -> dict[str, Column]:
    """What lists are filtered and sorted by."""
    own = {record["FIELD_NAME"]: Column(record["FIELD_NAME"]) for record in userfields.of_entity(portal, ENTITY)}
    texts = {name: Column(name) for name in (*TEXTS, "USER_TYPE", "XML_ID", "IS_ONLINE")}
    days = {name: Column(name, "date") for name in (*DATES, "DATE_REGISTER")}
    department = Column("UF_DEPARTMENT", "integer", multiple=True)
    return {"ID": Column("ID", "integer"), **texts, **days, **own, "UF_DEPARTMENT": department}


def invite(portal: Portal, given: dict[str, Any]) -> int:
    """A new person: of a department, or from outside into a group. Raises ERROR_ARGUMENT, ERROR_GROUPID.

    The letter of invitation is not sent: nobody would open it.
    """
    email = str(given.get("EMAIL") or "").strip()
    if not EMAIL.fullmatch(email):
        raise errors.wrong_email()
    if _by_email(portal, email):
        raise errors.email_taken()
    outside = as_bool(given.get("EXTRANET"))
    if not outside and not as_list(given.get("UF_DEPARTMENT")):
        raise errors.no_department()
    groups = _groups(portal, given) if outside else []
    record: Record = {
        **dict.fromkeys((*TEXTS[:3], "PERSONAL_GENDER", "WORK_POSITION", "TIME_ZONE", "PERSONAL_PHOTO"), ""),
        "ACTIVE": True, "UF_DEPARTMENT": [], "IS_ADMIN": False, "USER_TYPE": EXTRANET if outside else INTERNAL,
        "DATE_REGISTER": portal.clock.now().replace(hour=0, minute=0, second=0, microsecond=0).isoformat(),
        **accepted(portal, given),
    }  # fmt: skip
    new = collection(portal).add(record)
    for group in groups:
        members.put(portal, group, new, members.MEMBER)
    return new


def _groups(portal: Portal, given: dict[str, Any]) -> list[int]:
    groups = [as_int(one) for one in as_list(given.get("SONET_GROUP_ID"))]
    if not groups:
        raise errors.no_group()
    if any(portal.collection("group").get(one) is None for one in groups):
        raise errors.wrong_group()
    return groups


def _by_email(portal: Portal, email: str) -> Record | None:
    found = (user for user in collection(portal).all() if str(user.get("EMAIL", "")).casefold() == email.casefold())
    return next(found, None)


def update(portal: Portal, user_id: int, given: dict[str, Any]) -> None:
    """Raises ERROR_CORE for nobody, ERROR_ARGUMENT for an e-mail that is wrong or another's."""
    user = collection(portal).get(user_id)
    if user is None:
        raise errors.user_denied()
    email = str(given.get("EMAIL", user["EMAIL"])).strip()
    if not EMAIL.fullmatch(email):
        raise errors.wrong_email()
    if (_by_email(portal, email) or user)["ID"] != user_id:
        raise errors.email_taken()
    changes = accepted(portal, given)
    if "ACTIVE" in given:
        changes["ACTIVE"] = as_bool(given["ACTIVE"])
    collection(portal).change(user_id, **changes)


def accepted(portal: Portal, given: dict[str, Any]) -> Record:
    """What of it is kept, in the form of the record. Pictures are not."""
    own = {record["FIELD_NAME"] for record in userfields.of_entity(portal, ENTITY)}
    found: Record = {}
    for name, value in given.items():
        if name == "UF_DEPARTMENT":
            found[name] = [as_int(one) for one in as_list(value) if as_int(one)]
        elif name in DATES:
            moment = query.known_moment(value, portal.clock.zone)
            found[name] = f"{moment.date()}T00:00:00+00:00" if moment else ""
        elif name in own:
            found[name] = [str(one) for one in value] if isinstance(value, list) else str(value)
        elif name in TEXTS:
            found[name] = "" if value is None else str(value)
    return found


def named(portal: Portal, words: dict[str, str]) -> list[Record]:
    """People whose fields hold the words; `FIND` looks into all of them, departments too."""
    names = {row["ID"]: str(row["NAME"]) for row in portal.collection("department").all()}
    found = []
    for user in collection(portal).all():
        card = {key: str(user.get(key) or "") for key in ("NAME", "LAST_NAME", "SECOND_NAME", "WORK_POSITION")}
        card["UF_DEPARTMENT_NAME"] = " ".join(names.get(one, "") for one in user.get("UF_DEPARTMENT", []))
        card["FIND"] = " ".join(card.values())
        if all(_holds(card[key], asked) for key, asked in words.items()):
            found.append(user)
    return found


def _holds(text: str, asked: str) -> bool:
    """Every asked word begins a word of the text, as in the host's index."""
    known = text.casefold().split()
    return all(any(word.startswith(part) for word in known) for part in asked.casefold().replace("%", " ").split())
