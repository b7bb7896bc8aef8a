"""Letting a portal in: whose token it is, asked of the auth server and the portal before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import AuthLost, Forbidden, InboundRefused
from app.portal.refusals import TokenExpired
from app.portal.sender import Sender
from app.portal.users import PortalUsers, Viewer
from app.ports.access import PortalAddress, TokenPair
from app.store.portals import PortalRow, PortalStatus

if TYPE_CHECKING:
    from app.bootstrap import Application
    from app.portal.oauth import ConfirmedPortal
    from app.web.gate import Gate


class Admission:
    def __init__(self, application: Application, gate: Gate) -> None:
        self._application = application
        self._gate = gate

    def install(self, sender: Sender, tokens: TokenPair) -> PortalRow:
        """Keep the portal with an administrator's tokens: an installation, an update, a re-authorisation.

        Raises InboundRefused (not our app's token, another portal's, an address we may not call), Forbidden
        (no administrator), HostError kinds.
        """
        try:
            confirmed = self._application.auth_server.confirm(sender.server_endpoint, tokens.access, sender.member_id)
            is_admitted = self._is_installer(confirmed) or self._person(confirmed.address, tokens.access).is_admin
        except (AuthLost, TokenExpired) as refusal:
            # Of the token that was shown, not of ours.
            raise InboundRefused("Портал не признаёт предъявленный токен: откройте страницу заново.") from refusal
        if not is_admitted:
            raise Forbidden("Приложение устанавливает администратор портала: попросите его открыть эту страницу.")
        portal = self._application.portals.upsert_install(
            confirmed.address,
            tokens=replace(tokens, user_id=confirmed.user_id),
            application_token=sender.application_token,
            at=self._application.clock.now(),
        )
        self._gate.forget(portal.member_id)
        return portal

    def _is_installer(self, confirmed: ConfirmedPortal) -> bool:
        """Whether this is who installed the app: then the auth server's word is enough.

        The portal may be too busy to be asked, and it tells of an update once and never again.
        """
        known = self._application.portals.by_member(confirmed.address.member_id)
        if known is None or known.status is not PortalStatus.ACTIVE:
            return False
        return self._application.tokens(known).current().user_id == confirmed.user_id

    def _person(self, address: PortalAddress, access_token: str) -> Viewer:
        """A portal that is ours already is asked within its limits, and again when it is busy."""
        known = self._application.portals.by_member(address.member_id)
        if known is None or known.address != address:
            return self._application.stranger(address, access_token)
        return PortalUsers(self._application.client(known, access_token)).viewer()

    def restore(self, portal: PortalRow, person: Viewer, sender: Sender, tokens: TokenPair) -> PortalRow:
        """Take an administrator's tokens where the installer's are revoked; nobody's ever replace good ones."""
        if portal.status is not PortalStatus.LOST or not person.is_admin:
            return portal
        return self.install(sender, tokens)
