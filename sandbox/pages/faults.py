"""Faults and limits on demand («сбои и лимиты»): tokens, errors, letters, delivery of events."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sandbox.areas.activities import mailbox
from sandbox.faults import Fault, FaultKind
from sandbox.limits import Cost
from sandbox.mischief import Odds
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
CHANCES = {"drop": "Потерять", "double": "Удвоить", "delay": "Задержать", "reorder": "Переставить с соседним"}
MOST, PERCENT = 1000, 100
LONGEST = 120.0


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get(HERE)
    def faults() -> ResponseReturnValue:
        look = door.look()
        outgoing = look.portal.events.outgoing
        odds = outgoing.mischief.odds
        return look.show("faults.html", faults=look.portal.faults.waiting(), kinds=KINDS, errors=ERRORS, odds=odds,
                         chances=[(name, words, getattr(odds, name) * PERCENT) for name, words in CHANCES.items()],
                         limiter=look.portal.limiter, outgoing=outgoing, waiting=outgoing.rows("waiting", 100),
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


def _number(form: Form, name: str, usual: float = 0.0) -> float:
    """Raises ValueError."""
    return float((form.get(name) or str(usual)).replace(",", "."))


def _add(portal: Portal, form: Form) -> None:
    """Without a count the dice are thrown without end, so there must be some chance to be spared."""
    status, words = ERRORS.get(form.get("code", ""), (503, "Too many requests"))
    chance = _number(form, "chance", PERCENT) / PERCENT
    times = min(int(form.get("times") or 1), MOST)
    if times < 0 or (times == 0 and chance == 1):
        raise ValueError("сколько вызовов")
    portal.faults.add(Fault(
        form.get("method") or "*", FaultKind(form["kind"]), times, int(form.get("skip") or 0), status,
        form.get("code", "QUERY_LIMIT_EXCEEDED"), words, min(_number(form, "seconds"), LONGEST), chance,
        int(form.get("seed") or 0),
    ))  # fmt: skip


def _odds(portal: Portal, form: Form) -> None:
    chances = {name: _number(form, name) / PERCENT for name in CHANCES}
    seconds, seed = min(_number(form, "seconds", Odds.seconds), LONGEST), int(form.get("seed") or 0)
    portal.events.outgoing.mischief.play(Odds(**chances, seconds=seconds, seed=seed))


def _cost(portal: Portal, form: Form) -> None:
    """Nought seconds take a cost back."""
    cost = Cost(form.get("method") or "*", min(_number(form, "seconds"), LONGEST), bool(form.get("waits")))
    portal.limiter.charge(cost)


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
    "odds": _odds,
    "cost": _cost,
    "limits": _limits,
    "letters": _letters,
    "tokens": lambda portal, form: portal.tokens.expire_all(form.get("client_id", "")),
    "pause": lambda portal, form: portal.events.outgoing.pause(),
    "resume": lambda portal, form: portal.events.outgoing.resume(),
    "drop": lambda portal, form: portal.events.outgoing.drop(int(form["id"])),
    "duplicate": lambda portal, form: portal.events.outgoing.duplicate(int(form["id"])),
    "reorder": _reorder,
}
