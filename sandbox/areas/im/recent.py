"""The list of last dialogs («Последние чаты») and its counters: api-reference/chats/im-recent-list.md."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.im import cards, chats, messages, people
from sandbox.call import Call
from sandbox.params import as_bool
from sandbox.portal import Portal
from sandbox.store import Record


def entries(call: Call) -> list[dict[str, Any]]:
    """Everything that is not hidden and not left out by SKIP_CHAT, SKIP_DIALOG; pinned ones first, then the newest."""
    found = []
    for row in chats.members(call.portal).find(USER_ID=call.user_id, IS_HIDDEN=False):
        chat = chats.collection(call.portal).get(row["CHAT_ID"])
        said = messages.seen(call.portal, chat, call.user_id) if chat else []
        skip = "SKIP_DIALOG" if chat and chat["TYPE"] == chats.OF_TWO else "SKIP_CHAT"
        if chat is not None and not as_bool(call.get_any_case(skip)) and (said or chat["TYPE"] != chats.OF_TWO):
            found.append(_entry(call.portal, chat, row, said))
    found.sort(key=lambda one: query.moment(one["date_update"], call.portal.clock.zone), reverse=True)
    return sorted(found, key=lambda one: not one["pinned"])


def _entry(portal: Portal, chat: Record, row: Record, said: list[Record]) -> dict[str, Any]:
    me = row["USER_ID"]
    last = said[-1] if said else None
    date = last["DATE"] if last else chat["DATE_CREATE"]
    who = {"user": people.card(portal, last["AUTHOR_ID"])} if last and last["AUTHOR_ID"] else {}
    return head(portal, chat, me) | (who if chat["TYPE"] != chats.OF_TWO else {}) | {
        "chat_id": chat["ID"], "message": _last(portal, chat, last, me),
        "counter": len(messages.unread(portal, chat, me)), "last_id": row["READ"],
        "pinned": row["IS_PINNED"], "unread": row["IS_MARKED"], "has_reminder": False,
        "date_update": date, "date_last_activity": date, "options": [],
    }  # fmt: skip


def head(portal: Portal, chat: Record, me: int) -> dict[str, Any]:
    """What names an entry, in this list and in that of what was looked for."""
    named = chats.dialog_id(chat, me)
    of_two = chat["TYPE"] == chats.OF_TWO
    author = people.card(portal, int(named)) if of_two else {"id": 0}
    return {
        "id": int(named) if of_two else named, "type": "user" if of_two else "chat",
        "avatar": {"url": cards.avatar(portal, chat), "color": cards.color(chat, me)},
        "title": chats.title(portal, chat, me), "chat": cards.short(portal, chat, me), "user": author,
    }  # fmt: skip


def _last(portal: Portal, chat: Record, row: Record | None, me: int) -> dict[str, Any]:
    if row is None:
        return {"id": 0, "text": "", "file": False, "author_id": 0, "attach": False, "sticker": None,
                "date": chat["DATE_CREATE"], "status": "received", "uuid": None}  # fmt: skip
    others = [one for one in chats.members(portal).find(CHAT_ID=chat["ID"]) if one["USER_ID"] != me]
    seen = row["AUTHOR_ID"] == me and any(one["READ"] >= row["ID"] for one in others)
    return {
        "id": row["ID"], "text": row["MESSAGE"], "file": bool(row["FILES"]), "author_id": row["AUTHOR_ID"],
        "attach": bool(row["ATTACH"]), "sticker": None, "date": row["DATE"],
        "status": "delivered" if seen else "received", "uuid": row["UUID"],
    }  # fmt: skip


def counters(portal: Portal, user_id: int, notices: list[Record]) -> dict[str, Any]:
    """Muted chats are told apart and count in no sum."""
    found: dict[str, dict[str, int]] = {name: {} for name in ("CHAT", "CHAT_MUTED", "DIALOG")}
    marked: dict[str, list[int]] = {"CHAT_UNREAD": [], "DIALOG_UNREAD": []}
    for row in chats.members(portal).find(USER_ID=user_id):
        chat = chats.collection(portal).get(row["CHAT_ID"])
        if chat is None:
            continue
        of_two = chat["TYPE"] == chats.OF_TWO
        key = chats.dialog_id(chat, user_id).removeprefix("chat")
        waiting = len(messages.unread(portal, chat, user_id))
        if waiting:
            found["DIALOG" if of_two else "CHAT_MUTED" if row["IS_MUTED"] else "CHAT"][key] = waiting
        if row["IS_MARKED"]:
            marked["DIALOG_UNREAD" if of_two else "CHAT_UNREAD"].append(int(key))
    sums = {name: sum(found[name].values()) for name in ("CHAT", "DIALOG")}
    notify = sum(not notice["READ"] for notice in notices)
    talk = sums["CHAT"] + sums["DIALOG"]
    total = {"ALL": talk + notify, "NOTIFY": notify, "LINES": 0, "MESSENGER": talk, **sums}
    return {"TYPE": total, **found, **marked, "LINES": []}
