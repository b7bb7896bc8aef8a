"""Chats as lists and im.dialog.get show them («Карточка чата»): api-reference/chats/im-dialog-get.md."""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import chats, messages, people
from sandbox.portal import Portal
from sandbox.store import Record

NAMES = {chats.CLOSED: "chat", chats.OPEN: "open", chats.OF_TWO: "private"}
LINKED = {"CRM": "crm", "SONET_GROUP": "sonetGroup", "TASKS": "tasks", "TASKS_TASK": "tasksTask"}
PERMISSIONS = {
    "manage_users_add": "member", "manage_users_delete": "manager", "manage_ui": "member",
    "manage_settings": "owner", "manage_messages": "member", "can_post": "member",
}  # fmt: skip
ABILITIES = ("avatar", "rename", "extend", "call", "mute", "leave", "leave_owner", "send", "user_list")
FIXED = {
    "CRM": ("avatar", "rename", "leave_owner"),
    "SONET_GROUP": ("avatar", "rename", "extend", "leave", "leave_owner"),
}
PLACES = {"DEAL": "/crm/deal/details", "LEAD": "/crm/lead/details", "CONTACT": "/crm/contact/details",
          "COMPANY": "/crm/company/details"}  # fmt: skip


def may(chat: Record, ability: str) -> bool:
    """What the kind of the chat allows at all: chats of groups and of the CRM keep their names."""
    of_two = chat["TYPE"] == chats.OF_TWO and ability in ("avatar", "rename", "leave", "leave_owner", "mute")
    return not of_two and ability not in FIXED.get(chat["ENTITY_TYPE"], ())


def color(chat: Record, user_id: int) -> str:
    if chat["TYPE"] == chats.OF_TWO:
        return people.color(int(chats.dialog_id(chat, user_id)))
    return chats.COLORS[chat["COLOR"]][0]


def kind(chat: Record) -> str:
    named = chat["ENTITY_TYPE"]
    return LINKED.get(named, named.lower()) if named else NAMES[chat["TYPE"]]


def short(portal: Portal, chat: Record, user_id: int) -> dict[str, Any]:
    """What a list of dialogs has of a chat."""
    in_it = chats.members(portal).find(CHAT_ID=chat["ID"])
    role = "OWNER" if chat["OWNER"] == user_id else "MEMBER"
    return {
        "id": chat["ID"], "parent_chat_id": 0, "parent_message_id": 0, "name": chats.title(portal, chat, user_id),
        "owner": chat["OWNER"], "extranet": False, "contains_collaber": False, "avatar": avatar(portal, chat),
        "color": color(chat, user_id), "type": kind(chat), "entity_type": chat["ENTITY_TYPE"],
        "entity_id": chat["ENTITY_ID"], "entity_data_1": "", "entity_data_2": "", "entity_data_3": "",
        "mute_list": {str(row["USER_ID"]): True for row in in_it if row["IS_MUTED"]},
        "manager_list": [] if chat["TYPE"] == chats.OF_TWO else [chat["OWNER"]], "date_create": chat["DATE_CREATE"],
        "message_type": chat["TYPE"], "user_counter": len(in_it),
        "restrictions": {ability: may(chat, ability) for ability in ABILITIES}, "role": role,
        "text_field_enabled": True, "background_id": None, "entity_link": link(chat), "permissions": PERMISSIONS,
        "public": "",
    }  # fmt: skip


def full(portal: Portal, chat: Record, user_id: int) -> dict[str, Any]:
    card = short(portal, chat, user_id)
    del card["contains_collaber"], card["manager_list"]
    said = messages.of_chat(portal, chat["ID"])
    waiting = messages.unread(portal, chat, user_id)
    row = chats.member(portal, chat["ID"], user_id)
    last = said[-1]["ID"] if said else 0
    return card | {
        "description": chat["DESCRIPTION"], "counter": len(waiting), "message_count": len(said),
        "unread_id": waiting[0]["ID"] if waiting else 0, "last_message_id": last, "role": card["role"].lower(),
        "last_id": row["READ"] if row else 0, "marked_id": last if row and row["IS_MARKED"] else 0,
        "disk_folder_id": chat.get("FOLDER_ID", 0), "is_new": False,
        "restrictions": {**card["restrictions"], "path": "", "path_title": ""},
    }  # fmt: skip


def whole(portal: Portal, chat: Record, user_id: int) -> dict[str, Any]:
    """With who has read what."""
    others = [row for row in chats.members(portal).find(CHAT_ID=chat["ID"]) if row["USER_ID"] != user_id]
    said = messages.of_chat(portal, chat["ID"])
    last = said[-1]["ID"] if said else 0
    saw_last = [row["USER_ID"] for row in others if last and row["READ"] >= last]
    return full(portal, chat, user_id) | {
        "readed_list": [{"user_id": row["USER_ID"], "user_name": people.name(portal, row["USER_ID"]),
                         "message_id": row["READ"], "date": None} for row in others],
        "manager_list": [] if chat["TYPE"] == chats.OF_TWO else [chat["OWNER"]],
        "last_message_views": {"message_id": last, "first_viewers": [], "count_of_viewers": len(saw_last)},
        "dialog_id": chats.dialog_id(chat, user_id),
    }  # fmt: skip


def avatar(portal: Portal, chat: Record) -> str:
    return f"{portal.url}/upload/im/{chat['AVATAR']}.png" if chat["AVATAR"] else ""


def link(chat: Record) -> dict[str, str]:
    """Where the object of the chat is shown."""
    entity, number = chat["ENTITY_TYPE"], chat["ENTITY_ID"]
    if entity == "CRM":
        name, _, item = number.partition("|")
        return {"type": name, "url": f"{PLACES[name]}/{item}/" if name in PLACES else "", "id": number}
    groups = f"/workgroups/group/{number}/" if entity == "SONET_GROUP" else ""
    return {"type": entity, "url": groups, "id": number}


def message(row: Record, *, unread: bool) -> dict[str, Any]:
    """One of im.dialog.messages.get."""
    params = row["PARAMS"] | ({"LIKE": row["LIKES"]} if row["LIKES"] else {})
    params |= {"ATTACH": row["ATTACH"]} if row["ATTACH"] else {}
    params |= {"FILE_ID": row["FILES"]} if row["FILES"] else {}
    return {
        "id": row["ID"], "chat_id": row["CHAT_ID"], "author_id": row["AUTHOR_ID"], "date": row["DATE"],
        "text": row["MESSAGE"], "unread": unread, "uuid": row["UUID"], "replaces": [], "params": params,
        "disappearing_date": None,
    }  # fmt: skip
