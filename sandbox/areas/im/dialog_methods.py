"""im.dialog.*, im.counters.get on the wire («Диалоги»): api-reference/chats/messages/."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sandbox import query
from sandbox.areas.im import cards, chats, dialogs, errors, files, found, messages, notifications, people, recent
from sandbox.call import Call, Page, method
from sandbox.params import as_int, as_map
from sandbox.store import Record

SHORTEST = 3


def size(call: Call, usual: int, largest: int) -> int:
    """LIMIT within its bounds."""
    return max(1, min(as_int(call.get_any_case("LIMIT", usual)) or usual, largest))


def cut(rows: list[Any], call: Call, usual: int = 10, largest: int = 50) -> Page:
    """A page by OFFSET and LIMIT, as the lists of the messenger are cut."""
    offset, limit = max(as_int(call.get_any_case("OFFSET")), 0), size(call, usual, largest)
    more = offset + limit
    return Page(rows[offset:more], len(rows), more if more < len(rows) else None)


@method("im.dialog.get", scope="im")
def get(call: Call) -> dict[str, Any]:
    return cards.whole(call.portal, dialogs.entered(call), call.user_id)


@method("im.dialog.users.list", scope="im")
def users_list(call: Call) -> Page:
    chat = dialogs.entered(call)
    last = as_int(call.get_any_case("LAST_ID"))
    everybody = [one for one in sorted(chats.people_of(call.portal, chat["ID"])) if one > last]
    page = cut(everybody, call, 50, 200)
    return Page([people.card(call.portal, one) for one in page.result], page.total, page.next)


@method("im.dialog.writing", scope="im")
def writing(call: Call) -> bool:
    """Nobody watches a dialog in the sandbox, so nothing is shown."""
    if dialogs.named(call) is None:
        raise errors.unavailable()
    return True


@method("im.dialog.messages.get", scope="im")
def messages_get(call: Call) -> dict[str, Any]:
    """The newest first; after FIRST_ID the oldest of the newer ones."""
    chat = dialogs.entered(call)
    bounds = {name: call.get_any_case(f"{name}_ID") for name in ("FIRST", "LAST")}
    for name, value in bounds.items():
        if value is not None and not str(value).isdigit():
            raise errors.not_a_number(name)
    seen = messages.seen(call.portal, chat, call.user_id)
    known = {row["ID"] for row in seen}
    if any(value is not None and as_int(value) not in known for value in bounds.values()):
        seen = []
    limit = size(call, 20, 50)
    first, last = as_int(bounds["FIRST"]), as_int(bounds["LAST"])
    newer = [row for row in seen if row["ID"] > first] if first else []
    older = [row for row in seen if not last or row["ID"] < last]
    shown = (newer[:limit] if first else older[-limit:])[::-1]
    waiting = {row["ID"] for row in messages.unread(call.portal, chat, call.user_id)}
    return {
        "chat_id": chat["ID"], "messages": [cards.message(row, unread=row["ID"] in waiting) for row in shown],
        "users": _authors(call, shown), "files": [files.card(call, number, chat) for number in _files(shown)],
    }  # fmt: skip


def _authors(call: Call, shown: list[Record]) -> list[dict[str, Any]]:
    return [people.card(call.portal, one) for one in sorted({row["AUTHOR_ID"] for row in shown} - {0})]


def _files(shown: list[Record]) -> list[int]:
    return [number for row in shown for number in row["FILES"]]


@method("im.dialog.messages.search", scope="im")
def messages_search(call: Call) -> dict[str, Any]:
    chat_id = as_int(call.get_any_case("CHAT_ID"))
    if chat_id <= 0:
        raise errors.chat_unnamed()
    chat = chats.collection(call.portal).get(chat_id)
    if chat is None or not chats.may_enter(call.portal, chat, call.user_id):
        raise errors.no_access_to_chat()
    hits = [row for row in messages.seen(call.portal, chat, call.user_id) if _fits(call, row)]
    backwards = str(as_map(call.get_any_case("ORDER")).get("ID", "DESC")).upper() != "ASC"
    last = as_int(call.get_any_case("LAST_ID"))
    if last:
        hits = [row for row in hits if (row["ID"] < last) == backwards and row["ID"] != last]
    shown = (hits[::-1] if backwards else hits)[: size(call, 50, 200)]
    waiting = {row["ID"] for row in messages.unread(call.portal, chat, call.user_id)}
    return {
        "messages": [found.message(call, row, unread=row["ID"] in waiting) for row in shown],
        "users": [found.camel(card) for card in _authors(call, shown)],
        "files": [files.card(call, number, chat) for number in _files(shown)], "additionalMessages": [],
        "copilot": None, "stickers": [], "reactions": found.reactions(call, shown), "usersShort": [],
        "tariffRestrictions": {"isHistoryLimitExceeded": False},
    }  # fmt: skip


def _fits(call: Call, row: Record) -> bool:
    """Words shorter than three signs are not looked for."""
    words = str(call.get_any_case("SEARCH_MESSAGE", "") or "").casefold()
    zone = call.portal.clock.zone
    when = query.moment(row["DATE"], zone)
    bounds = {name: call.get_any_case(name) for name in ("DATE", "DATE_FROM", "DATE_TO")}
    read = {name: query.known_moment(value, zone) for name, value in bounds.items()}
    at = {name: value for name, value in read.items() if value is not None}
    return (
        (len(words) < SHORTEST or words in row["MESSAGE"].casefold())
        and ("DATE" not in at or at["DATE"] <= when < at["DATE"] + timedelta(days=1))
        and ("DATE_FROM" not in at or at["DATE_FROM"] <= when)
        and ("DATE_TO" not in at or when <= at["DATE_TO"])
    )


@method("im.dialog.read", scope="im")
def read(call: Call) -> Any:
    """False where the caller may not enter."""
    chat = dialogs.named(call)
    if chat is None:
        return False
    up_to = call.get_any_case("MESSAGE_ID")
    last = messages.read_up_to(call.portal, chat, call.user_id, None if up_to is None else as_int(up_to))
    left = messages.unread(call.portal, chat, call.user_id)
    named = chats.dialog_id(chat, call.user_id)
    return {"dialogId": named, "chatId": chat["ID"], "lastId": last, "counter": len(left)}


@method("im.dialog.unread", scope="im")
def unread(call: Call) -> bool:
    first = as_int(call.get_any_case("MESSAGE_ID"))
    chat = dialogs.named(call)
    if first <= 0:
        raise errors.first_unread_empty()
    return chat is not None and messages.unread_from(call.portal, chat, call.user_id, first)


@method("im.dialog.read.all", scope="im")
def read_all(call: Call) -> bool:
    for row in chats.members(call.portal).find(USER_ID=call.user_id):
        chat = chats.collection(call.portal).get(row["CHAT_ID"])
        if chat is not None:
            messages.read_up_to(call.portal, chat, call.user_id, None)
    return True


@method("im.counters.get", scope="im")
def counters(call: Call) -> dict[str, Any]:
    return recent.counters(call.portal, call.user_id, notifications.of_user(call.portal, call.user_id))
