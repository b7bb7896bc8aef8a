"""Whose token a request goes with: the installer's, which is refreshed, or a person's own, which is not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Protocol

from app.errors import AccessDenied, AuthLost, HostUnavailable, InboundRefused, PortalMoved
from app.portal.endpoints import origin_of
from app.portal.oauth import AuthServer
from app.portal.refusals import TokenExpired
from app.ports.access import PortalAddress, TokenPair, TokenVault

LEASE_SECONDS = 60.0
POLL_SECONDS = 0.2
WAIT_SECONDS = 45.0


class Access(Protocol):
    def token(self) -> str:
        """The access token to send. Raises AuthLost."""
        ...

    def renew(self, stale: str) -> str:
        """A newer token than the one that the portal called expired."""
        ...

    def instead_of(self, unknown: str, error: AuthLost) -> str:
        """Another token than the one that the portal does not know, or the error to tell of it raised."""
        ...

    def follow(self, moved: PortalMoved) -> PortalAddress:
        """The confirmed new address of a renamed portal, or `moved` raised."""
        ...


class InstallerAccess:
    """The installer's pair in the vault; one refresh at a time over all processes."""

    def __init__(
        self,
        address: PortalAddress,
        vault: TokenVault,
        server: AuthServer,
        sleep: Callable[[float], None],
        on_move: Callable[[PortalAddress], None],
    ) -> None:
        self._address = address
        self._vault = vault
        self._server = server
        self._sleep = sleep
        self._on_move = on_move

    def token(self) -> str:
        return self._vault.current().access

    def renew(self, stale: str) -> str:
        """Raises AuthLost (re-authorise), HostUnavailable (the auth server is away; try later)."""
        owner = uuid.uuid4().hex
        newer = self._replaced(stale, owner)
        return newer or self._refresh(owner).access

    def instead_of(self, unknown: str, error: AuthLost) -> str:
        """Another process may be refreshing, and the portal has forgotten the old token already."""
        owner = uuid.uuid4().hex
        newer = self._replaced(unknown, owner)
        if newer is None:
            # Nobody is at it: the token is refused for good, and only expired_token is refreshed.
            self._vault.release(owner=owner)
            raise error
        return newer

    def _replaced(self, stale: str, owner: str) -> str | None:
        """The token that has taken the place of `stale`; None: `owner` holds the lease now."""
        waited = 0.0
        while waited <= WAIT_SECONDS:
            pair = self._vault.current()
            if pair.access != stale:
                return pair.access
            leased = self._vault.lease_refresh(pair, owner=owner, seconds=LEASE_SECONDS)
            if leased is None:
                return None
            if leased.access != stale:
                return leased.access
            self._sleep(POLL_SECONDS)
            waited += POLL_SECONDS
        raise HostUnavailable("REFRESH_WAIT", "another process has been refreshing the token for too long", 0)

    def follow(self, moved: PortalMoved) -> PortalAddress:
        """The auth server must name the same new host (how-to-call-rest-api/change-domen.md)."""
        try:
            found = self._confirmed()
            if origin_of(found.client_endpoint) != origin_of(moved.location):
                raise moved
        except InboundRefused:
            raise moved from None
        self._on_move(found)
        return found

    def _confirmed(self) -> PortalAddress:
        endpoint, member_id, token = self._address.server_endpoint, self._address.member_id, self.token()
        try:
            return self._server.confirm(endpoint, token, member_id).address
        except TokenExpired:
            return self._server.confirm(endpoint, self.renew(token), member_id).address

    def _refresh(self, owner: str) -> TokenPair:
        stale = self._vault.current()
        try:
            pair = self._server.refresh(self._address.server_endpoint, stale.refresh)
        except AuthLost as error:
            self._vault.lose(stale, str(error))
            raise
        except HostUnavailable:
            self._vault.release(owner=owner)
            raise
        self._vault.store(pair, owner=owner)
        return pair


class UserAccess:
    """A person's token from the browser: never stored, never refreshed."""

    def __init__(self, access_token: str) -> None:
        self._access_token = access_token

    def token(self) -> str:
        return self._access_token

    def renew(self, stale: str) -> str:
        """Raises AccessDenied: only the person's browser can get a new one."""
        raise AccessDenied("expired_token", "Страница открыта слишком давно: обновите её.", 401)

    def instead_of(self, unknown: str, error: AuthLost) -> str:
        """A person's bad token says nothing about the installation. Raises AccessDenied."""
        raise AccessDenied(error.code, error.description, error.status) from None

    def follow(self, moved: PortalMoved) -> PortalAddress:
        """A person's page comes from the new address by itself."""
        raise moved
