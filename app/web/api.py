"""The pages' API (docs/api.md): one blueprint, a desk for each request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, request

from app.web import api_acts, api_deal, api_install, api_journal, api_mirror, api_office, api_register
from app.web.desk import Desk, sit_down
from app.web.directory import Directory
from app.web.shapes import Shapes

if TYPE_CHECKING:
    from app.bootstrap import Application
    from app.web.admission import Admission


def blueprint(application: Application, admission: Admission) -> Blueprint:
    routes = Blueprint("api", __name__, url_prefix="/api")
    shapes = Shapes(Directory(application))

    def lobby() -> Desk:
        """Open while the portal is prepared for the removal, too."""
        desk = sit_down(application, request.headers.get("Authorization", ""))
        structlog.contextvars.bind_contextvars(portal=desk.portal.id, user=desk.session.user_id)
        return desk

    def seat() -> Desk:
        desk = lobby()
        if request.method == "POST":
            desk.require_work()
        return desk

    api_deal.add_routes(routes, seat, shapes)
    api_acts.add_routes(routes, seat, shapes)
    api_register.add_routes(routes, seat, shapes)
    api_journal.add_routes(routes, seat, shapes)
    api_install.add_routes(routes, lobby)
    api_mirror.add_routes(routes, seat)
    api_office.add_routes(routes, application, admission)
    return routes
