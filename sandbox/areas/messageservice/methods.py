"""messageservice.sender.* on the wire («Провайдеры сообщений»). Nothing in the sandbox sends messages by them yet."""

from __future__ import annotations

import re
from typing import Any

from sandbox.areas.messageservice import errors
from sandbox.call import Call, method
from sandbox.store import Collection, Record

SCOPE = "messageservice"
CODE = re.compile(r"[A-Za-z0-9.\-_]+")
SMS = "SMS"


def _senders(call: Call) -> Collection:
    """app, CODE, TYPE, HANDLER, NAME, DESCRIPTION."""
    return call.portal.collection("message_sender")


def _app(call: Call) -> int:
    """Raises ACCESS_DENIED for a webhook and for one who is no administrator."""
    if call.app is None:
        raise errors.no_application()
    if not call.is_admin:
        raise errors.denied()
    return int(call.app["ID"])


def _code(call: Call) -> str:
    code = str(call.get_any_case("CODE", "") or "")
    if not code:
        raise errors.invalid("Empty sender code!")
    if not CODE.fullmatch(code):
        raise errors.invalid("Wrong sender code!")
    return code


def _words(call: Call, name: str) -> Any:
    """A text, or texts by language."""
    given = call.get_any_case(name)
    return given if isinstance(given, dict) else str(given or "")


@method("messageservice.sender.add", scope=SCOPE)
def add(call: Call) -> bool:
    app = _app(call)
    if not call.params:
        raise errors.invalid("Empty data!")
    code = _code(call)
    handler = str(call.get_any_case("HANDLER", "") or "")
    if not handler.startswith(("http://", "https://")):
        raise errors.wrong_handler()
    if not _words(call, "NAME"):
        raise errors.invalid("Empty sender NAME!")
    kind = str(call.get_any_case("TYPE", "") or "").upper()
    if not kind:
        raise errors.invalid("Empty sender message TYPE!")
    if kind != SMS:
        raise errors.invalid("Unknown sender message TYPE!")
    if _senders(call).first(app=app, CODE=code):
        raise errors.already_installed()
    texts = {name: _words(call, name) for name in ("NAME", "DESCRIPTION")}
    _senders(call).add({"app": app, "CODE": code, "TYPE": kind, "HANDLER": handler, **texts})
    return True


@method("messageservice.sender.update", scope=SCOPE)
def update(call: Call) -> bool:
    app = _app(call)
    if not call.get_any_case("CODE"):
        raise errors.code_required()
    if all(call.get_any_case(name) is None for name in ("HANDLER", "NAME", "DESCRIPTION")):
        raise errors.nothing_to_change()
    sender = _senders(call).first(app=app, CODE=str(call.get_any_case("CODE")))
    if sender is None:
        raise errors.not_found()
    changes: Record = {
        name: _words(call, name) for name in ("NAME", "DESCRIPTION") if call.get_any_case(name) is not None
    }
    if call.get_any_case("HANDLER") is not None:
        changes["HANDLER"] = str(call.get_any_case("HANDLER"))
        if not changes["HANDLER"].startswith(("http://", "https://")):
            raise errors.wrong_handler()
    if changes.get("NAME") == "":
        raise errors.invalid("Empty sender NAME!")
    _senders(call).change(sender["ID"], **changes)
    return True


@method("messageservice.sender.list", scope=SCOPE)
def listed(call: Call) -> list[str]:
    return [row["CODE"] for row in _senders(call).find(app=_app(call))]


@method("messageservice.sender.delete", scope=SCOPE)
def delete(call: Call) -> bool:
    found = _senders(call).first(app=_app(call), CODE=_code(call))
    if found is None:
        raise errors.not_found()
    return _senders(call).delete(found["ID"])
