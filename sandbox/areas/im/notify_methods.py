"""im.notify.* on the wire («Уведомления»): api-reference/chats/notifications/."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from sandbox.areas.im import bell, errors, notifications
from sandbox.areas.im.message_methods import attach
from sandbox.call import Call, method
from sandbox.params import as_bool, as_int, as_list
from sandbox.store import Record


def _notify(call: Call, kind: str) -> int:
    user_id = as_int(call.get_any_case("USER_ID", call.get_any_case("TO", 0)))
    if user_id <= 0:
        raise errors.user_empty()
    message = str(call.get_any_case("MESSAGE", "") or "").strip()
    if not message:
        raise errors.message_empty()
    record: Record = {name: str(call.get_any_case(name, "") or "") for name in ("MESSAGE_OUT", "TAG", "SUB_TAG")}
    record |= {
        "USER_ID": user_id, "TYPE": kind, "MESSAGE": message, "ATTACH": attach(call), "AUTHOR_ID": call.user_id,
        "client_id": _client(call),
    }  # fmt: skip
    return notifications.add(call.portal, record)


def _client(call: Call) -> str:
    """A webhook names the application it speaks for by CLIENT_ID."""
    return str(call.app["client_id"] if call.app else call.get_any_case("CLIENT_ID", "") or "")


@method("im.notify", scope="im")
def notify(call: Call) -> int:
    return _notify(call, "system" if str(call.get_any_case("TYPE", "USER")).upper() == "SYSTEM" else "personal")


@method("im.notify.system.add", scope="im")
def notify_system(call: Call) -> int:
    return _notify(call, "system")


@method("im.notify.personal.add", scope="im")
def notify_personal(call: Call) -> int:
    return _notify(call, "personal")


@method("im.notify.get", scope="im")
def notify_get(call: Call) -> dict[str, Any]:
    return bell.page(call)


@method("im.notify.delete", scope="im")
def notify_delete(call: Call) -> bool:
    client = _client(call)
    if not client:
        raise errors.no_client()
    named: dict[str, Any] = {name: call.get_any_case(name) for name in ("TAG", "SUB_TAG")}
    named = {name: str(value) for name, value in named.items() if value}
    if call.get_any_case("ID"):
        named = {"ID": as_int(call.get_any_case("ID"))}
    if not named:
        raise errors.wrong_params()
    return notifications.delete(call.portal, client, **named)


@method("im.notify.read", scope="im")
def notify_read(call: Call) -> bool:
    """Without ID nothing is done, and that is well."""
    if call.get_any_case("ID") is None:
        return True
    number, only = as_int(call.get_any_case("ID")), as_bool(call.get_any_case("ONLY_CURRENT"))
    rows = notifications.of_user(call.portal, call.user_id)
    chosen = [row for row in rows if row["ID"] == number or (not only and row["ID"] > number >= 0)]
    notifications.mark(call.portal, chosen, is_read=_reads(call))
    return True


def _reads(call: Call) -> bool:
    """Any other word than Y takes the mark back."""
    return str(call.get_any_case("ACTION", "Y")) in ("Y", "True")


@method("im.notify.read.list", scope="im")
def notify_read_list(call: Call) -> bool:
    """The first number that is none ends the list."""
    asked = call.get_any_case("IDS")
    if not isinstance(asked, (list, dict)):
        raise errors.ids_missing()
    numbers = set(takewhile(lambda number: number > 0, (as_int(one) for one in as_list(asked))))
    rows = notifications.of_user(call.portal, call.user_id)
    notifications.mark(call.portal, [row for row in rows if row["ID"] in numbers], is_read=_reads(call))
    return True


@method("im.notify.read.all", scope="im")
def notify_read_all(call: Call) -> dict[str, Any]:
    notifications.mark(call.portal, notifications.of_user(call.portal, call.user_id), is_read=True)
    return {"result": True, "newCounter": 0}


@method("im.notify.history.search", scope="im")
def notify_history_search(call: Call) -> dict[str, Any]:
    return bell.search(call)


@method("im.notify.schema.get", scope="im")
def notify_schema_get(call: Call) -> dict[str, Any]:
    return bell.SCHEMA


def _named(call: Call) -> None:
    if as_int(call.get_any_case("NOTIFY_ID")) <= 0:
        raise errors.notification_empty()


@method("im.notify.answer", scope="im")
def notify_answer(call: Call) -> dict[str, Any]:
    """What applications send has no handler of quick answers: `result_message` is false, as the page says."""
    _named(call)
    if not str(call.get_any_case("ANSWER_TEXT", "") or "").strip():
        raise errors.answer_empty()
    return {"result_message": False}


@method("im.notify.confirm", scope="im")
def notify_confirm(call: Call) -> dict[str, Any]:
    """Applications cannot send notifications with buttons, so nobody handles the choice."""
    _named(call)
    if not str(call.get_any_case("NOTIFY_VALUE", "") or "").strip():
        raise errors.value_empty()
    return {"result_message": False}
