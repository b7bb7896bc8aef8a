"""Which chat a DIALOG_ID or CHAT_ID means («Диалог»): `chat5`, `sg7` of a group, `12` of a person."""

from __future__ import annotations

import re

from sandbox.areas.im import chats, errors
from sandbox.call import Call
from sandbox.params import as_int
from sandbox.portal import Portal
from sandbox.store import Record

NAME = re.compile(r"(chat|sg)?([1-9]\d{0,17})")


def named(call: Call, *, make: bool = True) -> Record | None:
    """The chat of DIALOG_ID if the caller may enter it, else None. Raises DIALOG_ID_EMPTY.

    `make`: a dialog with a person is begun when there is none yet.
    """
    matched = NAME.fullmatch(str(call.get_any_case("DIALOG_ID", "") or "").strip())
    if matched is None:
        raise errors.dialog_empty()
    kind, number = matched[1], int(matched[2])
    if kind is None:
        if call.portal.user(number) is None:
            return None
        pair = sorted({call.user_id, number})
        known = chats.collection(call.portal).first(TYPE=chats.OF_TWO, PEOPLE=pair)
        return known or (chats.of_two(call.portal, call.user_id, number) if make else None)
    found = chats.collection(call.portal).get(number) if kind == "chat" else None
    if kind == "sg":
        found = chats.of_object(call.portal, "SONET_GROUP", str(number))
    return found if found and chats.may_enter(call.portal, found, call.user_id) else None


def exists(portal: Portal, dialog: str) -> bool:
    """Is there a chat of many by that name, whoever may enter it?"""
    matched = NAME.fullmatch(dialog)
    if matched is None:
        return False
    if matched[1] == "sg":
        return chats.of_object(portal, "SONET_GROUP", matched[2]) is not None
    return chats.collection(portal).get(int(matched[2])) is not None


def entered(call: Call) -> Record:
    """Raises DIALOG_ID_EMPTY, ACCESS_ERROR."""
    found = named(call)
    if found is None:
        raise errors.no_access()
    return found


def group(call: Call) -> Record:
    """A chat of many by CHAT_ID, or by DIALOG_ID in its stead. Raises CHAT_ID_EMPTY, DIALOG_ID_EMPTY, ACCESS_ERROR."""
    if call.get_any_case("CHAT_ID") is None and call.get_any_case("DIALOG_ID") is not None:
        chat = named(call, make=False)
        if str(call.get_any_case("DIALOG_ID")).strip().isdigit():
            raise errors.dialog_empty()
    else:
        chat_id = as_int(call.get_any_case("CHAT_ID"))
        if chat_id <= 0:
            raise errors.chat_empty()
        chat = chats.collection(call.portal).get(chat_id)
    if chat is None or chat["TYPE"] == chats.OF_TWO or chats.member(call.portal, chat["ID"], call.user_id) is None:
        raise errors.unavailable()
    return chat


def any_chat(call: Call) -> Record:
    """As `entered`, by CHAT_ID too. Raises CHAT_ID_EMPTY, DIALOG_ID_EMPTY, ACCESS_ERROR."""
    if call.get_any_case("CHAT_ID") is None and call.get_any_case("DIALOG_ID") is not None:
        return entered(call)
    chat_id = as_int(call.get_any_case("CHAT_ID"))
    if chat_id <= 0:
        raise errors.chat_empty()
    chat = chats.collection(call.portal).get(chat_id)
    if chat is None or not chats.may_enter(call.portal, chat, call.user_id):
        raise errors.no_access()
    return chat
