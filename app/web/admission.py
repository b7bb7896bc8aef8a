"""Letting a portal in: whose token it is, asked of the auth server and the portal before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import AuthLost, Forbidden, HostError, InboundRefused
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
        """Keep the portal; with an administrator's tokens, unless another's work there already.

        An installation, an update, the page of the installation. Whoever opens that page second looks on: only
        `take_over` changes for whom the app works, or that the former tokens are lost.

        Raises InboundRefused (not our app's token, another portal's, an address we may not call), Forbidden
        (no administrator), HostError kinds.
        """
        confirmed = self._admitted(sender, tokens)
        known = self._application.portals.by_member(sender.member_id)
        if known is not None and self._works_for_another(known, confirmed):
            portal = self._application.portals.readmit(known.id, confirmed.address, sender.application_token)
            self._gate.forget(portal.member_id)
            return portal
        return self._keep(confirmed, sender.application_token, tokens)

    def take_over(self, portal: PortalRow, tokens: TokenPair) -> PortalRow:
        """From now on the app works in the name of this administrator: they have asked for it.

        Raises as `install` does.
        """
        token = self._application.portals.application_token(portal.id)
        sender = Sender(portal.member_id, token, portal.domain, portal.client_endpoint, portal.server_endpoint)
        return self._keep(self._admitted(sender, tokens), token, tokens)

    def _admitted(self, sender: Sender, tokens: TokenPair) -> ConfirmedPortal:
        try:
            confirmed = self._application.auth_server.confirm(sender.server_endpoint, tokens.access, sender.member_id)
            is_admitted = self._is_installer(confirmed) or self._person(confirmed.address, tokens.access).is_admin
        except (AuthLost, TokenExpired) as refusal:
            # Of the token that was shown, not of ours.
            raise InboundRefused("Портал не признаёт предъявленный токен: откройте страницу заново.") from refusal
        if not is_admitted:
            raise Forbidden("Приложение устанавливает администратор портала: попросите его открыть эту страницу.")
        return confirmed

    def _works_for_another(self, known: PortalRow, confirmed: ConfirmedPortal) -> bool:
        if known.status is not PortalStatus.ACTIVE or self._is_installer(confirmed):
            return False
        try:
            return not self._application.upkeep.has_lost(known)
        except HostError:
            return True  # it cannot be asked now: nobody's tokens are replaced on a guess

    def _keep(self, confirmed: ConfirmedPortal, application_token: str, tokens: TokenPair) -> PortalRow:
        known = self._application.portals.by_member(confirmed.address.member_id)
        if known is not None and known.status is PortalStatus.ERASING:
            self._application.upkeep.part_with(known, clean=True)
        portal = self._application.portals.upsert_install(
            confirmed.address,
            tokens=replace(tokens, user_id=confirmed.user_id),
            application_token=application_token,
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
        try:
            return self._application.tokens(known).current().user_id == confirmed.user_id
        except AuthLost:
            return False  # noticed in this very moment

    def _person(self, address: PortalAddress, access_token: str) -> Viewer:
        """A portal that is ours already is asked within its limits, and again when it is busy."""
        known = self._application.portals.by_member(address.member_id)
        if known is None or known.address != address:
            return self._application.stranger(address, access_token)
        return PortalUsers(self._application.client(known, access_token)).viewer()
