"""im.message.* on the wire («Сообщения»): api-reference/chats/messages/."""

from __future__ import annotations

import json
from typing import Any

from sandbox.areas.im import chats, dialogs, errors, messages, people
from sandbox.areas.log import posts
from sandbox.areas.tasks import tasks
from sandbox.call import Call, method
from sandbox.params import as_bool, as_int
from sandbox.store import Record

LARGEST_ATTACH = 60000


def attach(call: Call) -> Any:
    """ATTACH as a structure or its JSON. Raises ATTACH_ERROR, ATTACH_OVERSIZE."""
    given = call.get_any_case("ATTACH")
    if given and not isinstance(given, (dict, list)):
        try:
            given = json.loads(str(given))
        except ValueError as error:
            raise errors.attach_wrong() from error
    if given and len(json.dumps(given, ensure_ascii=False)) > LARGEST_ATTACH:
        raise errors.attach_oversize()
    return given or None


def _addressed(call: Call) -> Record:
    """USER_ID is what DIALOG_ID was called before."""
    dialog = str(call.get_any_case("DIALOG_ID", call.get_any_case("USER_ID", "")) or "").strip()
    if dialog.startswith(("chat", "sg")):
        chat = dialogs.named(call)
        if chat is None:
            raise errors.unavailable() if dialogs.exists(call.portal, dialog) else errors.no_such_chat()
        return chat
    if as_int(dialog) <= 0:
        raise errors.user_empty()
    if call.portal.user(as_int(dialog)) is None:
        raise errors.user_not_found()
    return chats.of_two(call.portal, call.user_id, as_int(dialog))


@method("im.message.add", scope="im")
def add(call: Call) -> int:
    chat = _addressed(call)
    text, attached = str(call.get_any_case("MESSAGE", "") or "").strip(), attach(call)
    if not text and not attached:
        raise errors.message_empty()
    reply = _replied(call, chat)
    author = 0 if as_bool(call.get_any_case("SYSTEM")) else call.user_id
    params = {"REPLY_ID": reply} if reply else {}
    return messages.say(call.portal, chat, author, text, ATTACH=attached, PARAMS=params)


def _replied(call: Call, chat: Record) -> int:
    reply = as_int(call.get_any_case("REPLY_ID"))
    if reply <= 0:
        return 0
    found = messages.collection(call.portal).get(reply)
    if found is None:
        raise errors.reply_hidden()
    if found["CHAT_ID"] != chat["ID"]:
        raise errors.reply_elsewhere()
    return reply


@method("im.message.update", scope="im")
def update(call: Call) -> bool:
    message = messages.own(call.portal, as_int(call.get_any_case("MESSAGE_ID")), call.user_id)
    changes: Record = {}
    if call.get_any_case("MESSAGE") is not None:
        changes["MESSAGE"] = str(call.get_any_case("MESSAGE")).strip()
    if call.get_any_case("ATTACH") is not None:
        changes["ATTACH"] = None if call.get_any_case("ATTACH") == "N" else attach(call)
    messages.edit(call.portal, message, changes)
    return True


@method("im.message.delete", scope="im")
def delete(call: Call) -> bool:
    message = messages.own(call.portal, as_int(call.get_any_case("MESSAGE_ID")), call.user_id)
    messages.take_back(call.portal, message)
    return True


@method("im.message.like", scope="im")
def like(call: Call) -> bool:
    message = messages.visible(call.portal, as_int(call.get_any_case("MESSAGE_ID")), call.user_id)
    messages.like(call.portal, message, call.user_id, str(call.get_any_case("ACTION", "auto")).lower())
    return True


@method("im.message.share", scope="im")
def share(call: Call) -> bool:
    """Something new made of a message. There is no calendar in the sandbox: CALEND is refused as unknown kinds are."""
    message = messages.visible(call.portal, as_int(call.get_any_case("MESSAGE_ID")), call.user_id)
    chat = dialogs.entered(call)
    made_by = {"CHAT": _chat, "TASK": _task, "POST": _post}.get(str(call.get_any_case("TYPE", "")).upper())
    if made_by is None or message["CHAT_ID"] != chat["ID"]:
        raise errors.wrong_params()
    made_by(call, message, chats.people_of(call.portal, chat["ID"]))
    return True


def _chat(call: Call, message: Record, people_of: list[int]) -> None:
    kept = dict.fromkeys(("TITLE", "DESCRIPTION", "COLOR", "ENTITY_TYPE", "ENTITY_ID"), "")
    chat = chats.add(call.portal, call.user_id, people_of, {**kept, "TYPE": chats.CLOSED, "AVATAR": 0})
    author = people.name(call.portal, message["AUTHOR_ID"])
    messages.say(call.portal, chat, call.user_id, f"{author}: {message['MESSAGE']}")


def _task(call: Call, message: Record, people_of: list[int]) -> None:
    others = [one for one in people_of if one != call.user_id]
    title = message["MESSAGE"].splitlines()[0][:100] if message["MESSAGE"] else "Задача из чата"
    given = {"TITLE": title, "DESCRIPTION": message["MESSAGE"], "RESPONSIBLE_ID": call.user_id, "AUDITORS": others}
    tasks.add(call.portal, given, call.actor)


def _post(call: Call, message: Record, people_of: list[int]) -> None:
    dest = [f"U{one}" for one in people_of]
    posts.add(call.portal, text=message["MESSAGE"], title="", dest=dest, author_id=call.user_id, important=False)
