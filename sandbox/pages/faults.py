"""Faults and limits on demand («сбои и лимиты»): tokens, errors, letters, delivery of events."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sandbox.areas.activities import mailbox
from sandbox.faults import Fault, FaultKind
from sandbox.pages.looking import Door, back
from sandbox.portal import Portal

HERE = "/sandbox/faults/"
KINDS = {
    FaultKind.ERROR: "ответить ошибкой",
    FaultKind.TIMEOUT_BEFORE: "оборвать связь, ничего не сделав",
    FaultKind.TIMEOUT_AFTER: "сделать и оборвать связь",
    FaultKind.CUT_JSON: "сделать, ответить половиной JSON",
    FaultKind.SLOW: "сделать и ответить позже",
}
ERRORS = {
    "QUERY_LIMIT_EXCEEDED": (503, "Too many requests"),
    "OPERATION_TIME_LIMIT": (429, "Method is blocked due to operation time limit"),
    "expired_token": (401, "The access token provided has expired."),
    "INTERNAL_SERVER_ERROR": (500, "Internal server error"),
    "ACCESS_DENIED": (403, "Access denied!"),
}
MOST = 1000


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get(HERE)
    def faults() -> ResponseReturnValue:
        look = door.look()
        waiting = look.portal.events.outgoing.rows("waiting", 100)
        return look.show("faults.html", faults=look.portal.faults.waiting(), kinds=KINDS, errors=ERRORS,
                         limiter=look.portal.limiter, outgoing=look.portal.events.outgoing, waiting=waiting,
                         letters=mailbox.of(look.portal).failures)  # fmt: skip

    @pages.post(f"{HERE}<name>")
    def act(name: str) -> ResponseReturnValue:
        look = door.look()
        if name not in ACTS:
            abort(404)
        try:
            ACTS[name](look.portal, request.form)
        except (KeyError, ValueError) as error:
            abort(400, f"Проверьте поля формы: {error}")
        return back(HERE)


Form = MultiDict[str, str]


def _add(portal: Portal, form: Form) -> None:
    status, words = ERRORS.get(form.get("code", ""), (503, "Too many requests"))
    portal.faults.add(Fault(
        form.get("method") or "*", FaultKind(form["kind"]), min(int(form["times"]), MOST), int(form.get("skip") or 0),
        status, form.get("code", "QUERY_LIMIT_EXCEEDED"), words, min(float(form.get("seconds") or 0), 120.0),
    ))  # fmt: skip


def _limits(portal: Portal, form: Form) -> None:
    portal.limiter.is_on = bool(form.get("on"))
    portal.limiter.depth, portal.limiter.drain = float(form["depth"]), float(form["drain"])
    portal.limiter.operating_limit = float(form["operating"])


def _letters(portal: Portal, form: Form) -> None:
    failures = mailbox.of(portal).failures
    if form.get("clear"):
        failures.clear()
    else:
        failures.extend([form.get("text") or "General error"] * min(int(form["times"]), MOST))


def _reorder(portal: Portal, form: Form) -> None:
    """The waiting posts leave in the opposite order."""
    waiting = sorted(row["id"] for row in portal.events.outgoing.rows("waiting", MOST))
    portal.events.outgoing.reorder(waiting[::-1])


ACTS: dict[str, Callable[[Portal, Form], object]] = {
    "add": _add,
    "clear": lambda portal, form: portal.faults.clear(),
    "limits": _limits,
    "letters": _letters,
    "tokens": lambda portal, form: portal.tokens.expire_all(form.get("client_id", "")),
    "pause": lambda portal, form: portal.events.outgoing.pause(),
    "resume": lambda portal, form: portal.events.outgoing.resume(),
    "drop": lambda portal, form: portal.events.outgoing.drop(int(form["id"])),
    "duplicate": lambda portal, form: portal.events.outgoing.duplicate(int(form["id"])),
    "reorder": _reorder,
}
