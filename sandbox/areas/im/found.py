"""What a search through a chat answers («Найденное»): api-reference/chats/messages/im-dialog-messages-search.md."""

from __future__ import annotations

import re
from typing import Any

from sandbox.areas.im import chats
from sandbox.call import Call
from sandbox.store import Record


def message(call: Call, row: Record, *, unread: bool) -> dict[str, Any]:
    """A message of im.dialog.messages.search."""
    others = [one for one in chats.members(call.portal).find(CHAT_ID=row["CHAT_ID"]) if one["READ"] >= row["ID"]]
    viewers = {one["USER_ID"] for one in others} - {row["AUTHOR_ID"]}
    return {
        "id": row["ID"], "chatId": row["CHAT_ID"], "chat_id": row["CHAT_ID"], "authorId": row["AUTHOR_ID"],
        "author_id": row["AUTHOR_ID"], "date": row["DATE"], "text": row["MESSAGE"], "isSystem": row["AUTHOR_ID"] == 0,
        "uuid": row["UUID"], "forward": None, "params": row["PARAMS"], "viewedByOthers": bool(viewers), "block": None,
        "unread": unread, "viewed": not unread, "viewedCount": len(viewers),
    }  # fmt: skip


def reactions(call: Call, shown: list[Record]) -> list[dict[str, Any]]:
    return [
        {"messageId": row["ID"], "reactionCounters": {"like": len(row["LIKES"])},
         "reactionUsers": {"like": row["LIKES"]}, "ownReactions": ["like"] if call.user_id in row["LIKES"] else []}
        for row in shown if row["LIKES"]
    ]  # fmt: skip


def camel(card: dict[str, Any]) -> dict[str, Any]:
    """The newer lists write the same card so: `first_name` is `firstName`; phones keep their names."""
    return {re.sub(r"_(\w)", lambda found: found[1].upper(), key): value for key, value in card.items()}
