"""Looking as another employee («войти под сотрудником»)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from sandbox.pages.looking import COOKIE, Door


def routes(pages: Blueprint, door: Door) -> None:
    @pages.post("/sandbox/login-as")
    def login_as() -> ResponseReturnValue:
        user_id = request.form.get("user_id", 0, int)
        if door.look().portal.user(user_id) is None:
            abort(404, "Такого сотрудника нет.")
        page = urlsplit(request.headers.get("Referer", "")).path or "/"
        answer: Response = redirect(page, 303)
        answer.set_cookie(COOKIE, str(user_id), samesite="Lax", httponly=True)
        return answer
