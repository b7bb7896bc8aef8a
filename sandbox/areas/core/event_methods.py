"""event.bind, event.get, event.unbind, events (api-reference/events/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.core import errors
from sandbox.call import Call, method
from sandbox.events import known
from sandbox.params import as_bool, as_int, as_map
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
    if not call.is_admin and auth_type not in (0, call.user_id):
        raise errors.auth_type_needs_admin()
    binding = {"event": event, "auth_type": auth_type, "app": (call.app or {})["ID"], **_destination(call, handler)}
    bindings = call.portal.events.bindings
    if bindings.first(**binding):
        raise errors.already_bound()
    options = as_map(call.get_any_case("options"))
    bindings.add({**binding, "user": call.user_id, "min_timeout": as_int(options.get("minTimeout", 1))})
    return True


def _is_offline(call: Call) -> bool:
    return str(call.get_any_case("event_type", "online")).lower() == "offline"


def _destination(call: Call, handler: str) -> dict[str, Any]:
    """An address, or the queue that the app asks itself: then no handler is needed (events/offline-events.md)."""
    if not _is_offline(call):
        if not handler.startswith(("http://", "https://")):
            raise errors.wrong_handler()
        return {"handler": handler, "offline": 0}
    if not call.is_admin:
        raise errors.offline_binding_needs_admin()
    return {"handler": "", "offline": 1, "connector": call.source}


def _own(call: Call) -> list[Record]:
    found = call.portal.events.bindings.find(app=(call.app or {})["ID"])
    return found if call.is_admin else [b for b in found if b["user"] == call.user_id]


@method("event.get", app_only=True)
def get(call: Call) -> list[dict[str, Any]]:
    return [
        {"event": b["event"], "handler": b["handler"], "auth_type": str(b["auth_type"]), "offline": b["offline"]}
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
        and bool(b["offline"]) == _is_offline(call)
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
