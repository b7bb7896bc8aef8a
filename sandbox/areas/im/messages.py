"""Messages of chats («Сообщения»): said, changed, taken back, liked, read. api-reference/chats/messages/."""

from __future__ import annotations

import uuid
from typing import Any

from sandbox.areas.im import chats, errors, people
from sandbox.portal import Portal
from sandbox.store import Collection, Record

DELETED = "Сообщение удалено"


def collection(portal: Portal) -> Collection:
    """CHAT_ID, AUTHOR_ID (0: the system), MESSAGE, DATE, ATTACH, LIKES, PARAMS, FILES, UUID, IS_DELETED."""
    return portal.collection("im_message")


def say(portal: Portal, chat: Record, author_id: int, text: str, **more: Any) -> int:
    """A new message; whoever says it has read all that was said before, and hidden dialogs come back."""
    number = collection(portal).add({
        "CHAT_ID": chat["ID"], "AUTHOR_ID": author_id, "MESSAGE": text, "DATE": portal.clock.iso(), "ATTACH": None,
        "LIKES": [], "PARAMS": {}, "FILES": [], "UUID": str(uuid.uuid4()) if author_id else None, "IS_DELETED": False,
        **more,
    })  # fmt: skip
    for row in chats.members(portal).find(CHAT_ID=chat["ID"]):
        own = {"READ": number, "IS_MARKED": False} if row["USER_ID"] == author_id else {}
        chats.members(portal).change(row["ID"], IS_HIDDEN=False, **own)
    return number


def tell(portal: Portal, chat: Record, code: str, text: str) -> int:
    """The system's own words: someone came, someone left."""
    return say(portal, chat, 0, text, PARAMS={"CODE": [code], "NOTIFY": "N"})


def tell_of_newcomers(portal: Portal, chat: Record, by: int, newcomers: list[int]) -> None:
    if newcomers:
        names = ", ".join(_link(portal, one) for one in newcomers)
        tell(portal, chat, "CHAT_JOIN", f"{_link(portal, by)} пригласил в чат {names}")


def tell_of_leaver(portal: Portal, chat: Record, user_id: int, by: int) -> None:
    """He left, or another one put him out."""
    left = f"{_link(portal, user_id)} покинул чат"
    put_out = f"{_link(portal, by)} исключил из чата {_link(portal, user_id)}"
    tell(portal, chat, "CHAT_LEAVE", left if by == user_id else put_out)


def _link(portal: Portal, user_id: int) -> str:
    return f"[USER={user_id} REPLACE]{people.name(portal, user_id)}[/USER]"


def of_chat(portal: Portal, chat_id: int, *, since: int = 0) -> list[Record]:
    """By number; `since` hides that one and those before."""
    condition = "json_extract(data, '$.CHAT_ID') = ? AND id > ?"
    return collection(portal).select(condition, [chat_id, since])


def seen(portal: Portal, chat: Record, user_id: int) -> list[Record]:
    """What this person may read of the chat."""
    row = chats.member(portal, chat["ID"], user_id)
    return of_chat(portal, chat["ID"], since=row["SINCE"] if row else 0)


def unread(portal: Portal, chat: Record, user_id: int) -> list[Record]:
    row = chats.member(portal, chat["ID"], user_id)
    if row is None:
        return []
    return [one for one in of_chat(portal, chat["ID"], since=row["READ"]) if one["AUTHOR_ID"] not in (0, user_id)]


def read_up_to(portal: Portal, chat: Record, user_id: int, message_id: int | None) -> int:
    """All, or up to a message. Returns the number of the last one read; what was read stays so."""
    row = chats.member(portal, chat["ID"], user_id)
    if row is None:
        return 0
    known = [one["ID"] for one in of_chat(portal, chat["ID"]) if message_id is None or one["ID"] <= message_id]
    last = max([row["READ"], *known])
    chats.members(portal).change(row["ID"], READ=last, IS_MARKED=False)
    return int(last)


def unread_from(portal: Portal, chat: Record, user_id: int, message_id: int) -> bool:
    return chats.mark(portal, chat["ID"], user_id, READ=message_id - 1)


def own(portal: Portal, message_id: int, user_id: int) -> Record:
    """A message its author may still change. Raises MESSAGE_ID_ERROR, CANT_EDIT_MESSAGE."""
    if message_id <= 0:
        raise errors.message_id()
    found = collection(portal).get(message_id)
    if found is None or found["AUTHOR_ID"] != user_id or found["IS_DELETED"]:
        raise errors.cannot_edit()
    return found


def visible(portal: Portal, message_id: int, user_id: int) -> Record:
    """A message of a chat this person may enter. Raises MESSAGE_ID_ERROR."""
    found = collection(portal).get(message_id) if message_id > 0 else None
    chat = chats.collection(portal).get(found["CHAT_ID"]) if found else None
    if found is None or chat is None or not chats.may_enter(portal, chat, user_id):
        raise errors.message_id()
    return found


def edit(portal: Portal, message: Record, changes: Record) -> None:
    """Empty words take the message back."""
    if changes.get("MESSAGE") == "" and not changes.get("ATTACH"):
        take_back(portal, message)
    else:
        collection(portal).change(message["ID"], **changes, PARAMS={**message["PARAMS"], "IS_EDITED": "Y"})


def take_back(portal: Portal, message: Record) -> None:
    """Others see that there was something."""
    gone: Record = {"MESSAGE": DELETED, "ATTACH": None, "FILES": [], "PARAMS": {"IS_DELETED": "Y"}, "IS_DELETED": True}
    collection(portal).change(message["ID"], **gone)


def like(portal: Portal, message: Record, user_id: int, action: str) -> None:
    """`plus`, `minus`; anything else turns it over. Raises WITHOUT_CHANGES."""
    has = user_id in message["LIKES"]
    if (action == "plus" and has) or (action == "minus" and not has):
        raise errors.without_changes()
    likes = [one for one in message["LIKES"] if one != user_id] if has else [*message["LIKES"], user_id]
    collection(portal).change(message["ID"], LIKES=likes)
