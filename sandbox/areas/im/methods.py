"""im.notify.*, im.message.add on the wire."""

from __future__ import annotations

import json
from typing import Any

from sandbox.areas.im import bell, errors, notifications
from sandbox.call import Call, method
from sandbox.params import as_int
from sandbox.store import Record

LARGEST_ATTACH = 60000


def _attach(call: Call) -> Any:
    attach = call.get_any_case("ATTACH")
    if attach and not isinstance(attach, (dict, list)):
        try:
            attach = json.loads(str(attach))
        except ValueError as error:
            raise errors.attach_wrong() from error
    if attach and len(json.dumps(attach, ensure_ascii=False)) > LARGEST_ATTACH:
        raise errors.attach_oversize()
    return attach or None


def _notify(call: Call, kind: str) -> int:
    user_id = as_int(call.get_any_case("USER_ID", call.get_any_case("TO", 0)))
    if user_id <= 0:
        raise errors.user_empty()
    message = str(call.get_any_case("MESSAGE", "") or "").strip()
    if not message:
        raise errors.message_empty()
    record: Record = {name: str(call.get_any_case(name, "") or "") for name in ("MESSAGE_OUT", "TAG", "SUB_TAG")}
    record |= {
        "USER_ID": user_id, "TYPE": kind, "MESSAGE": message, "ATTACH": _attach(call), "AUTHOR_ID": call.user_id,
        "client_id": call.app["client_id"] if call.app else "",
    }  # fmt: skip
    return notifications.add(call.portal, record)


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
    if call.app is None:
        raise errors.no_client()
    named: dict[str, Any] = {name: call.get_any_case(name) for name in ("TAG", "SUB_TAG")}
    named = {name: str(value) for name, value in named.items() if value}
    if call.get_any_case("ID"):
        named = {"ID": as_int(call.get_any_case("ID"))}
    if not named:
        raise errors.wrong_params()
    return notifications.delete(call.portal, call.app["client_id"], **named)


@method("im.message.add", scope="im")
def message_add(call: Call) -> int:
    dialog = str(call.get_any_case("DIALOG_ID", call.get_any_case("USER_ID", "")) or "")
    if not dialog.startswith("chat"):
        if as_int(dialog) <= 0:
            raise errors.user_empty()
        if call.portal.user(as_int(dialog)) is None:
            raise errors.user_not_found()
    message, attach = str(call.get_any_case("MESSAGE", "") or "").strip(), _attach(call)
    if not message and not attach:
        raise errors.message_empty()
    record = {"DIALOG_ID": dialog, "MESSAGE": message, "ATTACH": attach, "AUTHOR_ID": call.user_id}
    return notifications.messages(call.portal).add({**record, "DATE": call.portal.clock.iso()})
