"""What Vite has built, under /ui/: names carry a hash of the content, so browsers may keep it for a year."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, send_from_directory
from werkzeug.wrappers import Response

_YEAR = 365 * 24 * 3600
HASHED = "assets/"


def blueprint(dist: Path) -> Blueprint:
    routes = Blueprint("static", __name__, url_prefix="/ui")

    @routes.get("/<path:name>")
    def file(name: str) -> Response:
        answer = send_from_directory(dist, name, max_age=_YEAR if name.startswith(HASHED) else 0)
        if name.startswith(HASHED):
            answer.cache_control.immutable = True
        return answer

    return routes
