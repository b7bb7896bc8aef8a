"""For whom the app works («Работать от моего имени»): an administrator's tokens, given by a button and no other way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import structlog
from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.errors import Forbidden
from app.installation.upkeep import MEND
from app.ports.access import TokenPair
from app.web import bodies
from app.web.desk import sit_down

if TYPE_CHECKING:
    from app.bootstrap import Application
    from app.web.admission import Admission

log = structlog.get_logger("office")
Token = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,512}$")]


class Tokens(BaseModel):
    """What the portal's frame gives the page for its user (BX24.refreshAuth)."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    access: Token
    refresh: Token
    expires_in: Annotated[int, Field(ge=1, le=86_400)] = 3600


def add_routes(routes: Blueprint, application: Application, admission: Admission) -> None:
    @routes.post("/office")
    def take_over() -> dict[str, Any]:
        """Works while the portal is lost, too: that is what it is for."""
        desk, body = sit_down(application, request.headers.get("Authorization", "")), bodies.read(Tokens)
        if not desk.session.is_admin:
            raise Forbidden("Доверить приложению свои права может администратор портала.")
        expires_at = desk.now + timedelta(seconds=body.expires_in)
        portal = admission.take_over(desk.portal, TokenPair(body.access, body.refresh, expires_at))
        log.info("taken over", portal=portal.id, user=application.tokens(portal).current().user_id)
        if application.portals.settings(portal.id).is_complete:
            # Robots work in the name of whoever installs.
            application.upkeep.queue(portal, MEND, desk.now)
        return {}
