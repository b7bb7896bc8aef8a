"""im.recent.* on the wire («Последние чаты»): api-reference/chats/im-recent-list.md, special-operations/."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox import query
from sandbox.areas.im import chats, dialogs, errors, messages, recent
from sandbox.areas.im.dialog_methods import size
from sandbox.call import Call, Page, method
from sandbox.params import as_bool, as_int


@method("im.recent.get", scope="im")
def get(call: Call) -> list[dict[str, Any]]:
    """There are no open lines in the sandbox: asked for only them, the list is empty."""
    since = call.get_any_case("LAST_UPDATE") or call.get_any_case("LAST_SYNC_DATE")
    found = [] if as_bool(call.get_any_case("ONLY_OPENLINES")) else recent.entries(call)
    first = query.known_moment(since, call.portal.clock.zone)
    return [one for one in found if first is None or _moment(call, one) >= first]


def _moment(call: Call, entry: dict[str, Any]) -> datetime:
    return query.moment(entry["date_update"], call.portal.clock.zone)


@method("im.recent.list", scope="im")
def listed(call: Call) -> Page:
    """Channels and copilot's chats are not in the sandbox."""
    found = recent.entries(call)
    if as_bool(call.get_any_case("ONLY_COPILOT")) or as_bool(call.get_any_case("ONLY_CHANNEL")):
        found = []
    if as_bool(call.get_any_case("UNREAD_ONLY")):
        found = [one for one in found if one["counter"] or one["unread"]]
    before = query.known_moment(call.get_any_case("LAST_MESSAGE_DATE"), call.portal.clock.zone)
    found = [one for one in found if before is None or _moment(call, one) < before]
    offset, limit = max(as_int(call.get_any_case("OFFSET")), 0), size(call, 50, 200)
    more = offset + limit < len(found)
    copilot: dict[str, Any] = {"chats": None, "messages": None, "roles": {}, "recommendedRoles": []}
    shown = {"items": found[offset : offset + limit], "hasMorePages": more, "hasMore": more}
    return Page({**shown, "copilot": copilot, "messagesAutoDeleteConfigs": []}, -1)


@method("im.recent.hide", scope="im")
def hide(call: Call) -> bool:
    chat = dialogs.named(call)
    return chat is not None and chats.mark(call.portal, chat["ID"], call.user_id, IS_HIDDEN=True)


@method("im.recent.pin", scope="im")
def pin(call: Call) -> bool:
    chat = dialogs.named(call)
    flag = as_bool(call.get_any_case("PIN", "Y"))
    if chat is None or not chats.mark(call.portal, chat["ID"], call.user_id, IS_PINNED=flag, IS_HIDDEN=False):
        raise errors.cannot_pin()
    return True


@method("im.recent.unread", scope="im")
def unread(call: Call) -> bool:
    """Taking the mark off reads the dialog too."""
    chat = dialogs.named(call)
    if chat is None:
        return False
    flag = as_bool(call.get_any_case("ACTION", "Y"))
    if not flag:
        messages.read_up_to(call.portal, chat, call.user_id, None)
    return chats.mark(call.portal, chat["ID"], call.user_id, IS_MARKED=flag)
