"""im.chat.* on the wire («Чаты»): api-reference/chats/im-chat-add.md, chat-update/, chat-users/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import cards, chats, dialogs, errors, messages, pictures
from sandbox.call import Call, method
from sandbox.params import as_bool, as_int, as_list
from sandbox.store import Record


@method("im.chat.add", scope="im")
def add(call: Call) -> int:
    given: Record = {name: str(call.get_any_case(name, "") or "") for name in ("TITLE", "DESCRIPTION", "COLOR")}
    given |= {name: str(call.get_any_case(name, "") or "") for name in ("ENTITY_TYPE", "ENTITY_ID")}
    given["TYPE"] = chats.OPEN if call.get_any_case("TYPE") == "OPEN" else chats.CLOSED
    given["AVATAR"] = _avatar(call) if call.get_any_case("AVATAR") else 0
    invited = [as_int(one) for one in as_list(call.get_any_case("USERS"))]
    chat = chats.add(call.portal, call.user_id, invited, given)
    newcomers = [one for one in chats.people_of(call.portal, chat["ID"]) if one != call.user_id]
    messages.tell_of_newcomers(call.portal, chat, call.user_id, newcomers)
    if call.get_any_case("MESSAGE"):
        messages.say(call.portal, chat, call.user_id, str(call.get_any_case("MESSAGE")))
    return int(chat["ID"])


def _avatar(call: Call) -> int:
    """The number of the kept picture. Raises AVATAR_ERROR."""
    content = pictures.decoded(call.get_any_case("AVATAR"))
    if content is None:
        raise errors.avatar_wrong()
    if max(pictures.size(content) or (0,)) > pictures.LARGEST:
        raise errors.avatar_too_big()
    return call.portal.store.put_file("avatar", content, "image/png")


@method("im.chat.get", scope="im")
def get(call: Call) -> Any:
    """Null when there is none, and when a parameter is absent."""
    named = [str(call.get_any_case(name, "") or "") for name in ("ENTITY_TYPE", "ENTITY_ID")]
    chat = chats.of_object(call.portal, *named) if all(named) else None
    return {"ID": chat["ID"]} if chat and chats.may_enter(call.portal, chat, call.user_id) else None


@method("im.chat.updateTitle", scope="im")
def update_title(call: Call) -> bool:
    chat = dialogs.group(call)
    title = str(call.get_any_case("TITLE", "") or "").strip()
    if not title:
        raise errors.title_empty()
    if not cards.may(chat, "rename"):
        raise errors.cannot_rename()
    chats.collection(call.portal).change(chat["ID"], TITLE=title)
    return True


@method("im.chat.updateColor", scope="im")
def update_color(call: Call) -> bool:
    chat, color = dialogs.group(call), str(call.get_any_case("COLOR", "") or "").upper()
    if color not in chats.COLORS:
        raise errors.wrong_color()
    if color == chat["COLOR"]:
        raise errors.same_color()
    chats.collection(call.portal).change(chat["ID"], COLOR=color)
    return True


@method("im.chat.updateAvatar", scope="im")
def update_avatar(call: Call) -> bool:
    chat = dialogs.group(call)
    if not cards.may(chat, "avatar"):
        raise errors.avatar_fixed()
    chats.collection(call.portal).change(chat["ID"], AVATAR=_avatar(call))
    return True


@method("im.chat.setOwner", scope="im")
def set_owner(call: Call) -> bool:
    chat, user_id = dialogs.group(call), as_int(call.get_any_case("USER_ID"))
    if user_id <= 0:
        raise errors.user_empty()
    if chat["OWNER"] != call.user_id or chats.member(call.portal, chat["ID"], user_id) is None:
        raise errors.no_owner_rights()
    chats.collection(call.portal).change(chat["ID"], OWNER=user_id)
    return True


@method("im.chat.mute", scope="im")
def mute(call: Call) -> bool:
    chat = dialogs.any_chat(call)
    flag = as_bool(call.get_any_case("MUTE", "Y"))
    if not cards.may(chat, "mute") or not chats.mark(call.portal, chat["ID"], call.user_id, IS_MUTED=flag):
        raise errors.cannot_mute()
    return True


@method("im.chat.leave", scope="im")
def leave(call: Call) -> bool:
    chat = dialogs.group(call)
    if not cards.may(chat, "leave"):
        raise errors.cannot_leave()
    chats.leave(call.portal, chat, call.user_id)
    messages.tell_of_leaver(call.portal, chat, call.user_id, call.user_id)
    return True


@method("im.chat.user.add", scope="im")
def user_add(call: Call) -> bool:
    """By default newcomers do not see what was said before."""
    chat = dialogs.group(call)
    if not cards.may(chat, "extend"):
        raise errors.cannot_add()
    said = messages.of_chat(call.portal, chat["ID"])
    since = said[-1]["ID"] if said and as_bool(call.get_any_case("HIDE_HISTORY", "Y")) else 0
    asked = [as_int(one) for one in as_list(call.get_any_case("USERS"))]
    newcomers = [one for one in asked if chats.join(call.portal, chat, one, since=since)]
    messages.tell_of_newcomers(call.portal, chat, call.user_id, newcomers)
    return True


@method("im.chat.user.delete", scope="im")
def user_delete(call: Call) -> bool:
    chat, user_id = dialogs.group(call), as_int(call.get_any_case("USER_ID"))
    if user_id <= 0:
        raise errors.user_empty()
    if not cards.may(chat, "leave"):
        raise errors.cannot_leave()
    if chat["OWNER"] != call.user_id and user_id != call.user_id:
        raise errors.cannot_kick()
    if not chats.leave(call.portal, chat, user_id):
        raise errors.not_a_member()
    messages.tell_of_leaver(call.portal, chat, user_id, call.user_id)
    return True


@method("im.chat.user.list", scope="im")
def user_list(call: Call) -> list[int]:
    return chats.people_of(call.portal, dialogs.group(call)["ID"])
