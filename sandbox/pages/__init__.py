"""The portal's own pages («страницы портала»): what a person sees in a browser; no address here is part of REST."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, request

from sandbox.pages import (
    applications,
    automation,
    board,
    card,
    clients,
    drawn,
    drive,
    editing,
    faults,
    frames,
    journal,
    lists,
    looking,
    mail,
    people,
    processes,
    shown,
    talk,
)
from sandbox.pages.looking import Door
from sandbox.tenants import Tenants

ROOMS = (
    board, card, drawn, editing, clients, lists, processes, drive, mail, talk, automation, applications, frames,
    journal, faults, people,
)  # fmt: skip


def routes(flask: Flask, tenants: Tenants) -> None:
    """Every room adds its addresses; every POST must come from a page of this very portal."""
    pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static",
                      static_url_path="/sandbox/static")  # fmt: skip
    pages.before_request(_same_origin)
    shown.filters(pages)
    door = Door(tenants)
    for status in looking.LOST:
        pages.register_error_handler(status, lambda error: looking.lost(door.look(), error))
    for room in ROOMS:
        of_room = Blueprint(room.__name__.rpartition(".")[2], room.__name__)
        room.routes(of_room, door)
        pages.register_blueprint(of_room)
    flask.register_blueprint(pages)


def _same_origin() -> None:
    """A browser names the page that posts in Origin or, at least, in Referer; another site's post is refused."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    came_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    if urlsplit(came_from).netloc != request.host:
        abort(403, "Запрос пришёл не со страницы портала: откройте страницу заново и повторите.")
