"""Chats and who is in them («Чаты»): closed, open, and of two people. api-reference/chats/im-chat-add.md."""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import people
from sandbox.portal import Portal
from sandbox.store import Collection, Record

CLOSED, OPEN, OF_TWO = "C", "O", "P"
COLORS = {
    "RED": ("#df532d", "Красный"), "GREEN": ("#64a513", "Зелёный"), "MINT": ("#4ba984", "Мятный"),
    "LIGHT_BLUE": ("#4ba5c3", "Голубой"), "DARK_BLUE": ("#3e99ce", "Синий"), "PURPLE": ("#8474c8", "Фиолетовый"),
    "AQUA": ("#1eb4aa", "Аквамариновый"), "PINK": ("#f76187", "Розовый"), "LIME": ("#58cc47", "Лаймовый"),
    "BROWN": ("#ab7761", "Бурый"), "AZURE": ("#29619b", "Лазурный"), "KHAKI": ("#728f7a", "Хаки"),
    "SAND": ("#ba9c7b", "Песочный"), "MARENGO": ("#556574", "Маренго"), "GRAY": ("#909090", "Серый"),
    "GRAPHITE": ("#5e5f5e", "Графитовый"),
}  # fmt: skip


def collection(portal: Portal) -> Collection:
    return portal.collection("im_chat")


def members(portal: Portal) -> Collection:
    """Who is where: CHAT_ID, USER_ID, SINCE and READ (message ids), IS_MUTED, IS_PINNED, IS_HIDDEN, IS_MARKED."""
    return portal.collection("im_member")


def add(portal: Portal, owner_id: int, user_ids: list[int], given: Record) -> Record:
    """A chat of many; its owner is always in it. `given`: TYPE, TITLE, DESCRIPTION, COLOR, AVATAR, ENTITY_*."""
    number = collection(portal).add({})
    colors = list(COLORS)
    color = given["COLOR"] if given["COLOR"] in COLORS else colors[number % len(colors)]
    title = given["TITLE"] or f"{COLORS[color][1]} чат №{number}"
    record: Record = {**given, "OWNER": owner_id, "COLOR": color, "TITLE": title, "DATE_CREATE": portal.clock.iso()}
    collection(portal).put(number, record)
    for user_id in dict.fromkeys([owner_id, *user_ids]):
        if portal.user(user_id):
            members(portal).add(_member(number, user_id))
    return {**record, "ID": number}


def _member(chat_id: int, user_id: int, since: int = 0) -> Record:
    flags = dict.fromkeys(("IS_MUTED", "IS_PINNED", "IS_HIDDEN", "IS_MARKED"), False)
    return {"CHAT_ID": chat_id, "USER_ID": user_id, "SINCE": since, "READ": since, **flags}


def of_two(portal: Portal, one: int, other: int) -> Record:
    """The dialog of two people (of one with himself too); made at first sight."""
    pair = sorted({one, other})
    found = collection(portal).first(TYPE=OF_TWO, PEOPLE=pair)
    if found is not None:
        return found
    record: Record = {
        "TYPE": OF_TWO, "PEOPLE": pair, "TITLE": "", "DESCRIPTION": "", "COLOR": "AQUA", "AVATAR": 0, "OWNER": one,
        "ENTITY_TYPE": "", "ENTITY_ID": "", "DATE_CREATE": portal.clock.iso(),
    }  # fmt: skip
    record["ID"] = collection(portal).add(record)
    for user_id in pair:
        members(portal).add(_member(record["ID"], user_id))
    return record


def of_object(portal: Portal, entity_type: str, entity_id: str) -> Record | None:
    return collection(portal).first(ENTITY_TYPE=entity_type, ENTITY_ID=entity_id)


def member(portal: Portal, chat_id: int, user_id: int) -> Record | None:
    return members(portal).first(CHAT_ID=chat_id, USER_ID=user_id)


def people_of(portal: Portal, chat_id: int) -> list[int]:
    return [row["USER_ID"] for row in members(portal).find(CHAT_ID=chat_id)]


def may_enter(portal: Portal, chat: Record, user_id: int) -> bool:
    return chat["TYPE"] == OPEN or member(portal, chat["ID"], user_id) is not None


def join(portal: Portal, chat: Record, user_id: int, *, since: int) -> bool:
    """`since`: the number of the last message that is hidden from him. False when he is here already."""
    if portal.user(user_id) is None or member(portal, chat["ID"], user_id) is not None:
        return False
    members(portal).add(_member(chat["ID"], user_id, since))
    return True


def leave(portal: Portal, chat: Record, user_id: int) -> bool:
    """An owner who leaves hands the chat over to the one who is in it the longest."""
    row = member(portal, chat["ID"], user_id)
    if row is None:
        return False
    members(portal).delete(row["ID"])
    rest = people_of(portal, chat["ID"])
    if chat["OWNER"] == user_id and rest:
        collection(portal).change(chat["ID"], OWNER=rest[0])
    return True


def mark(portal: Portal, chat_id: int, user_id: int, **flags: Any) -> bool:
    """Change what one member sees of a chat. False when he is not in it."""
    row = member(portal, chat_id, user_id)
    if row is not None:
        members(portal).change(row["ID"], **flags)
    return row is not None


def dialog_id(chat: Record, user_id: int) -> str:
    """How this person names the chat: the other one's number, or «chat5»."""
    if chat["TYPE"] != OF_TWO:
        return f"chat{chat['ID']}"
    return str(next((one for one in chat["PEOPLE"] if one != user_id), user_id))


def title(portal: Portal, chat: Record, user_id: int) -> str:
    return people.name(portal, int(dialog_id(chat, user_id))) if chat["TYPE"] == OF_TWO else str(chat["TITLE"])
