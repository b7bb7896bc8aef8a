"""im.search.* on the wire («Поиск»): people, chats, departments, and what was looked for last.

api-reference/chats/search/.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.im import cards, chats, dialogs, errors, people, recent
from sandbox.areas.im.dialog_methods import cut
from sandbox.call import Call, Page, method
from sandbox.params import as_bool
from sandbox.store import Collection

SHORTEST = 2


def _begins(words: str, text: str) -> bool:
    """Every asked word begins a word of the text."""
    known = text.casefold().split()
    return all(any(word.startswith(part) for word in known) for part in words.casefold().split())


@method("im.search.user.list", scope="im")
def user_list(call: Call) -> Page:
    words = str(call.get_any_case("FIND", "") or "").strip()
    if len(words) < SHORTEST:
        raise errors.find_short()
    names = {row["ID"]: str(row["NAME"]) for row in people.departments(call.portal)}
    found = []
    for user in call.portal.collection("user").all():
        places = " ".join(names.get(number, "") for number in user.get("UF_DEPARTMENT", []))
        text = f"{people.name(call.portal, user['ID'])} {user.get('WORK_POSITION', '')} {places}"
        if user.get("ACTIVE") and _begins(words, text):
            found.append(user["ID"])
    page = cut(found, call)
    return Page({str(one): people.card(call.portal, one) for one in page.result}, page.total, page.next)


@method("im.search.chat.list", scope="im")
def chat_list(call: Call) -> Page:
    """By the title and by who is in it; FIND_LINES looks through open lines, of which there are none here."""
    words = call.get_any_case("FIND")
    if words is None and call.get_any_case("FIND_LINES") is None:
        raise errors.find_short()
    if words is not None and len(str(words).strip()) < SHORTEST:
        raise errors.find_short()
    entered = [row["CHAT_ID"] for row in chats.members(call.portal).find(USER_ID=call.user_id)]
    found = []
    for chat in reversed(chats.collection(call.portal).all()):
        if words is None or chat["TYPE"] == chats.OF_TWO or (chat["TYPE"] != chats.OPEN and chat["ID"] not in entered):
            continue
        names = " ".join(people.name(call.portal, one) for one in chats.people_of(call.portal, chat["ID"]))
        if _begins(str(words), f"{chat['TITLE']} {names}"):
            found.append(chat)
    page = cut(found, call)
    return Page([cards.full(call.portal, chat, call.user_id) for chat in page.result], page.total, page.next)


@method("im.search.department.list", scope="im")
def department_list(call: Call) -> Page:
    """An empty or very short phrase finds all of them."""
    words = call.get_any_case("FIND")
    if words is None:
        raise errors.find_short()
    asked = str(words).strip() if len(str(words).strip()) >= SHORTEST else ""
    rows = [row for row in people.departments(call.portal) if _begins(asked, people.full_name(call.portal, row))]
    page = cut(rows, call)
    with_manager = as_bool(call.get_any_case("USER_DATA"))
    shown = [people.department(call.portal, row, with_manager=with_manager) for row in page.result]
    return Page(shown, page.total, page.next)


def _last(call: Call) -> Collection:
    """What people looked for: USER_ID, CHAT_ID, the newest last."""
    return call.portal.collection("im_search")


@method("im.search.last.get", scope="im")
def last_get(call: Call) -> list[dict[str, Any]]:
    found = []
    for row in reversed(_last(call).find(USER_ID=call.user_id)):
        chat = chats.collection(call.portal).get(row["CHAT_ID"])
        skip = "SKIP_DIALOG" if chat and chat["TYPE"] == chats.OF_TWO else "SKIP_CHAT"
        if chat is not None and not as_bool(call.get_any_case(skip)):
            shown = recent.head(call.portal, chat, call.user_id)
            del shown["chat" if chat["TYPE"] == chats.OF_TWO else "user"]
            found.append(shown)
    return found


@method("im.search.last.add", scope="im")
def last_add(call: Call) -> bool:
    chat = dialogs.entered(call)
    _forget(call, chat["ID"])
    _last(call).add({"USER_ID": call.user_id, "CHAT_ID": chat["ID"]})
    return True


@method("im.search.last.delete", scope="im")
def last_delete(call: Call) -> bool:
    return _forget(call, dialogs.entered(call)["ID"])


def _forget(call: Call, chat_id: int) -> bool:
    rows = _last(call).find(USER_ID=call.user_id, CHAT_ID=chat_id)
    for row in rows:
        _last(call).delete(row["ID"])
    return bool(rows)
