"""The log of REST calls and of what the portal posted to apps («журнал REST»)."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from sandbox.pages.looking import Door, Look

LIMIT = 200
ERROR, SERVER_ERROR = 400, 500


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/sandbox/log/")
    def log() -> ResponseReturnValue:
        look, asked = door.look(), request.args
        method, status, who = asked.get("method", ""), asked.get("status", ""), asked.get("who", "")
        rows = [row for row in _rows(look, method) if _fits(row["status"], status) and who in row["who"]]
        callers = sorted({row["who"] for row in look.portal.log.rows(limit=LIMIT)})
        return look.show("log.html", rows=rows, callers=callers, asked=asked, posts=_posts(look),
                         wrong=sum(row["status"] >= ERROR for row in rows))  # fmt: skip


def _rows(look: Look, method: str) -> list[dict[str, Any]]:
    found = look.portal.log.rows(method=method.rstrip("*"), limit=LIMIT)
    return [{**row, "body": json.dumps(row["params"], ensure_ascii=False, indent=2)} for row in found]


def _fits(status: int, wanted: str) -> bool:
    bounds = {"200": (0, ERROR), "4xx": (ERROR, SERVER_ERROR), "5xx": (SERVER_ERROR, 1000)}
    low, high = bounds.get(wanted, (0, 1000))
    return low <= status < high


def _posts(look: Look) -> list[dict[str, Any]]:
    """Events and robot calls, without their tokens."""
    names = {app["client_id"]: app["NAME"] for app in look.portal.collection("app").all()}
    rows = look.portal.events.outgoing.rows(limit=LIMIT)
    return [
        {**row, "app": names.get(row["client_id"], row["client_id"]), "form": "", "body": _body(row["form"])}
        for row in rows
    ]


def _body(form: dict[str, Any]) -> str:
    shown = {key: value for key, value in form.items() if key not in ("auth", "event_token")}
    return json.dumps(shown, ensure_ascii=False, indent=2)
