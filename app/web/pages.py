"""Our pages in the portal: verified, then exchanged for a session («Установка», «Реестры», вкладка сделки)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Response, g, request

from app.domain.page import Page
from app.portal.inbound import InboundPlacement, parse_placement
from app.portal.users import PortalUsers, Viewer
from app.store.portals import PortalRow, PortalStatus
from app.store.sessions import PageSession
from app.web.admission import Admission
from app.web.desk import sees_everything
from app.web.gate import Gate
from app.web.screen import Screens, sorry

if TYPE_CHECKING:
    from app.bootstrap import Application

log = structlog.get_logger("pages")
_OUTSIDE = "Эта страница открывается внутри Битрикс24: выберите «Первичка» в левом меню портала."


class Pages:
    def __init__(self, application: Application, gate: Gate, admission: Admission, screens: Screens) -> None:
        self._application = application
        self._gate = gate
        self._admission = admission
        self._screens = screens

    def install(self) -> Response:
        """The portal need not be known yet: the auth server vouches for it, and the person is an administrator."""
        opening = self._opening()
        portal = g.portal = self._admission.install(opening.sender, opening.tokens)
        return self._show(portal, opening, self._viewer(portal, opening), Page("install"))

    def placement(self, code: str) -> Response:
        opening = self._opening()
        portal, person = self._visitor(opening)
        context = self._application.context(portal, opening.tokens.access)
        page: Page = self._application.manifest.placement(code).view(context, opening.call)
        return self._show(portal, opening, person, page)

    def main(self) -> Response:
        """The app's own page in the menu."""
        opening = self._opening()
        portal, person = self._visitor(opening)
        return self._show(portal, opening, person, Page("register"))

    def _opening(self) -> InboundPlacement:
        return parse_placement(request.args.to_dict(), request.form.to_dict(), now=self._application.clock.now())

    def _visitor(self, opening: InboundPlacement) -> tuple[PortalRow, Viewer]:
        portal = g.portal = self._gate.admit(opening.sender, afresh=True)
        return portal, self._viewer(portal, opening)

    def _viewer(self, portal: PortalRow, opening: InboundPlacement) -> Viewer:
        """Who looks: the portal's word on the posted token, never the form's."""
        return PortalUsers(self._application.client(portal, opening.tokens.access)).viewer()

    def _show(self, portal: PortalRow, opening: InboundPlacement, person: Viewer, page: Page) -> Response:
        lang = "en" if opening.lang.lower() == "en" else "ru"
        session = PageSession(
            portal_id=portal.id,
            page=page.name,
            user_id=person.id,
            user_name=person.name,
            is_admin=person.is_admin,
            lang=lang,
            expires_at=opening.tokens.expires_at,
            deal_id=page.deal_id,
            user_token=opening.tokens.access,
        )
        bearer = self._application.sessions.open(session)
        sees_all = sees_everything(session, self._application.portals.settings(portal.id))
        user = {"id": person.id, "name": person.name, "is_admin": person.is_admin, "sees_all": sees_all}
        office = {"state": self._state_of(portal)}
        boot = {"page": page.name, "session": bearer, "lang": lang, "user": user, "office": office}
        log.info("page opened", portal=portal.id, page=page.name, user=person.id, deal=page.deal_id)
        return self._screens.show(portal, boot if page.deal_id is None else {**boot, "deal_id": page.deal_id})

    def _state_of(self, portal: PortalRow) -> str:
        """What the page says before anything else; how to mend it, it says to administrators."""
        # As it is now: the portal was asked meanwhile who looks.
        if self._application.portals.get(portal.id).status is PortalStatus.LOST:
            return "lost"
        return "parting" if self._application.portals.settings(portal.id).is_parting else "ok"


def blueprint(pages: Pages) -> Blueprint:
    routes = Blueprint("pages", __name__)

    @routes.post("/install")
    def install() -> Response:
        return pages.install()

    @routes.post("/app")
    def main() -> Response:
        return pages.main()

    @routes.post("/placement/deal-tab")
    def deal_tab() -> Response:
        return pages.placement("CRM_DEAL_DETAIL_TAB")

    @routes.post("/placement/register")
    def register() -> Response:
        return pages.placement("LEFT_MENU")

    @routes.get("/")
    @routes.get("/install")
    @routes.get("/app")
    def outside() -> Response:
        return sorry(_OUTSIDE, 200)

    return routes
