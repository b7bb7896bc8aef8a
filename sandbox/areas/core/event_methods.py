"""event.bind, event.get, event.unbind, events (api-reference/events/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.core import errors
from sandbox.call import Call, method
from sandbox.events import known
from sandbox.params import as_bool, as_int
from sandbox.store import Record


@method("events", app_only=True)
def events(call: Call) -> list[str]:
    wanted = call.get_any_case("SCOPE")
    if as_bool(call.get_any_case("FULL")):
        return list(known(call.portal))
    if wanted is not None:
        return [name for name, scope in known(call.portal).items() if scope == wanted]
    return [name for name, scope in known(call.portal).items() if not scope or scope in call.scope]


@method("event.bind", app_only=True)
def bind(call: Call) -> bool:
    event, handler = str(call.get_any_case("event", "")).upper(), str(call.get_any_case("handler", ""))
    auth_type = as_int(call.get_any_case("auth_type"))
    scopes = known(call.portal)
    if event not in scopes or (scopes[event] and scopes[event] not in call.scope):
        raise errors.event_not_found()
    if str(call.get_any_case("event_type", "online")).lower() == "offline":
        raise errors.offline_not_available()
    if not call.is_admin and auth_type not in (0, call.user_id):
        raise errors.auth_type_needs_admin()
    if not handler.startswith(("http://", "https://")):
        raise errors.wrong_handler()
    app_id = (call.app or {})["ID"]
    bindings = call.portal.events.bindings
    same = {"event": event, "handler": handler, "auth_type": auth_type, "app": app_id}
    if bindings.first(**same):
        raise errors.already_bound()
    bindings.add({**same, "user": call.user_id})
    return True


def _own(call: Call) -> list[Record]:
    found = call.portal.events.bindings.find(app=(call.app or {})["ID"])
    return found if call.is_admin else [b for b in found if b["user"] == call.user_id]


@method("event.get", app_only=True)
def get(call: Call) -> list[dict[str, Any]]:
    return [
        {"event": b["event"], "handler": b["handler"], "auth_type": str(b["auth_type"]), "offline": 0}
        for b in _own(call)
    ]


@method("event.unbind", app_only=True)
def unbind(call: Call) -> dict[str, int]:
    """What is not named widens the match; an empty auth_type means only those without one."""
    event, handler = str(call.get_any_case("event", "")).upper(), call.get_any_case("handler")
    auth_type = call.get_any_case("auth_type")
    gone = [
        b
        for b in _own(call)
        if b["event"] == event
        and handler in (None, "", b["handler"])
        and (auth_type is None or as_int(auth_type) == b["auth_type"])
    ]
    for binding in gone:
        call.portal.events.bindings.delete(binding["ID"])
    return {"count": len(gone)}


@method("event.test", app_only=True)
def test(call: Call) -> int:
    call.portal.emit("ONAPPTEST", {"QUERY": call.params}, call.actor)
    return 1
