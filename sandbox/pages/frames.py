"""The portal's side of an app's frame («окно приложения»): the form to post into it, and what its commands need.

local-integrations and sdk/bx24-js-sdk: the page talks to the frame by postMessage (static/frame.js) and comes here.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox import apps
from sandbox.areas.core import option_methods
from sandbox.areas.crm import kinds
from sandbox.areas.placement import bindings
from sandbox.pages import places
from sandbox.pages.applications import of_id
from sandbox.pages.looking import Door, Look
from sandbox.store import Record

FRAME = "/sandbox/frame/<int:app_id>"
CHOICE = 50
BUCKETS = {word: (kind_id, kinds.SHORT[kind_id]) for kind_id, word in places.WORDS.items()}


def routes(pages: Blueprint, door: Door) -> None:
    @pages.post(f"{FRAME}/launch")
    def launch(app_id: int) -> ResponseReturnValue:
        look = door.look()
        return jsonify(_launch(look, of_id(look, app_id), _asked()))

    @pages.post(f"{FRAME}/auth")
    def auth(app_id: int) -> ResponseReturnValue:
        look = door.look()
        token = look.portal.tokens.issue(of_id(look, app_id)["client_id"], look.me.id)
        return jsonify({"AUTH_ID": token.access, "AUTH_EXPIRES": "3600", "REFRESH_ID": token.refresh})

    @pages.post(f"{FRAME}/finish")
    def finish(app_id: int) -> ResponseReturnValue:
        look = door.look()
        if not look.me.is_admin:
            abort(403)
        app = of_id(look, app_id)
        if _asked().get("value") is False:
            with look.portal.transaction():
                look.portal.collection("app").change(app["ID"], INSTALLED=False)
        else:
            apps.finish_install(look.portal, app, look.me.id)
        return jsonify({"finished": True})

    _options(pages, door)
    _choices(pages, door)


def _asked() -> dict[str, Any]:
    said = request.get_json(silent=True)
    return said if isinstance(said, dict) else {}


def _launch(look: Look, app: Record, asked: dict[str, Any]) -> dict[str, Any]:
    """`widget` names a bound place: its handler is read here, never taken from the page."""
    if not app["INSTALLED"] and not look.me.is_admin:
        abort(403, "Приложение ещё не установлено: установку завершает администратор портала.")
    widget = bindings.collection(look.portal).get(int(asked.get("widget") or 0))
    if widget is not None and widget["client_id"] != app["client_id"]:
        abort(404)
    options = asked.get("options") if isinstance(asked.get("options"), dict) else {}
    place, handler = (widget["placement"], widget["handler"]) if widget else ("DEFAULT", "")
    form = apps.launch(look.portal, app, look.me.id, placement=place, options=options, handler=handler)
    secure = "1" if look.portal.scheme == "https" else "0"
    origin = urlsplit(form.url)
    return {
        "url": form.url, "fields": form.fields, "sid": form.app_sid, "title": app["NAME"],
        "name": f"{look.portal.domain}|{secure}|{form.app_sid}", "origin": f"{origin.scheme}://{origin.netloc}",
        "init": _init(look, app, form.fields), "interface": _interface(place),
    }  # fmt: skip


def _init(look: Look, app: Record, fields: dict[str, str]) -> dict[str, Any]:
    """What getInitData answers."""
    first = look.portal.collection("app_opened").first(app=app["ID"], user=look.me.id) is None
    return {
        "LANG": "ru", "DOMAIN": look.portal.domain, "PROTOCOL": 1 if look.portal.scheme == "https" else 0,
        "PATH": "/rest", "AUTH_ID": fields["AUTH_ID"], "AUTH_EXPIRES": fields["AUTH_EXPIRES"],
        "REFRESH_ID": fields["REFRESH_ID"], "MEMBER_ID": look.portal.member_id, "FIRST_RUN": first,
        "IS_ADMIN": look.me.is_admin, "INSTALL": not app["INSTALLED"],
        "USER_OPTIONS": option_methods.options_of(look.portal, app, look.me.id),
        "APP_OPTIONS": option_methods.options_of(look.portal, app), "PLACEMENT": fields["PLACEMENT"],
        "PLACEMENT_OPTIONS": json.loads(fields["PLACEMENT_OPTIONS"]) or {},
    }  # fmt: skip


def _interface(place: str) -> dict[str, list[str]]:
    """Commands of the place beyond the base ones (widgets/ui-interaction/)."""
    if place == "DEFAULT":
        return {"command": [], "event": []}
    reloads = place.endswith(("_DETAIL_TAB", "_DETAIL_ACTIVITY", "_LIST_MENU"))
    return {"command": ["reloadData"] if reloads else [], "event": []}


def _options(pages: Blueprint, door: Door) -> None:
    @pages.post(f"{FRAME}/opened")
    def opened(app_id: int) -> ResponseReturnValue:
        """The person has seen the app: FIRST_RUN is over."""
        look, rows = door.look(), door.look().portal.collection("app_opened")
        with look.portal.transaction():
            if rows.first(app=of_id(look, app_id)["ID"], user=look.me.id) is None:
                rows.add({"app": app_id, "user": look.me.id})
        return jsonify({"saved": True})

    @pages.post(f"{FRAME}/option")
    def option(app_id: int) -> ResponseReturnValue:
        """`for` app (administrators) or user, `name`, `value`."""
        look, asked = door.look(), _asked()
        is_apps = asked.get("for") == "app"
        if is_apps and not look.me.is_admin:
            abort(403)
        with look.portal.transaction():
            option_methods.save(look.portal, of_id(look, app_id), 0 if is_apps else look.me.id,
                                {str(asked["name"]): asked.get("value")})  # fmt: skip
        return jsonify({"saved": True})


def _choices(pages: Blueprint, door: Door) -> None:
    @pages.get("/sandbox/choose/user")
    def user() -> ResponseReturnValue:
        found = door.look().people()
        return jsonify([
            {"id": str(p.id), "name": p.name, "photo": "", "position": p.post, "url": "", "sub": False, "sup": False}
            for p in found
        ])  # fmt: skip

    @pages.get("/sandbox/choose/crm")
    def crm() -> ResponseReturnValue:
        look, wanted = door.look(), request.args.get("find", "").casefold()
        rows: list[dict[str, Any]] = []
        for word in request.args.getlist("type"):
            kind, mark = BUCKETS.get(word, (0, ""))
            for one in look.visible(kind) if kind else []:
                if wanted in places.title(one).casefold():
                    rows.append({
                        "id": f"{mark}_{one['ID']}", "type": word, "place": word, "title": places.title(one),
                        "desc": "", "url": places.card(kind, one["ID"]),
                    })  # fmt: skip
        return jsonify(rows[:CHOICE])
