"""The auth server: a new pair for a refresh token, and what it vouches for (settings/oauth/)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.errors import AuthLost, HostError, HostUnavailable, InboundRefused
from app.portal.endpoints import EndpointGuard, origin_of
from app.portal.refusals import refusal
from app.portal.values import mapping, text, whole
from app.portal.wire import Wire
from app.ports.access import PortalAddress, TokenPair
from app.ports.office import Clock

_OK = 200
_LIFETIME_SECONDS = 3600
REFRESH_TIMEOUT = (5.0, 15.0)
"""Well within the lease: two refreshes with one token would lose the grant."""


@dataclass(frozen=True, slots=True, repr=False)
class AppCredentials:
    """The application's own key at the auth server; never printed."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class ConfirmedPortal:
    """A portal that the auth server vouches for, and whose token it was."""

    address: PortalAddress
    user_id: int
    scopes: tuple[str, ...]
    is_installed: bool


class AuthServer:
    """`credentials` are ours; which server it is, each portal says, and the guard judges."""

    def __init__(self, credentials: AppCredentials, guard: EndpointGuard, wire: Wire, clock: Clock) -> None:
        self._credentials = credentials
        self._guard = guard
        self._wire = wire
        self._clock = clock

    def refresh(self, server_endpoint: str, refresh_token: str) -> TokenPair:
        """Both tokens rotate. Raises AuthLost (the grant is gone), HostUnavailable (try later)."""
        form = {
            "grant_type": "refresh_token",
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
            "refresh_token": refresh_token,
        }
        # In the body: an address with a secret in it ends up in logs on the way.
        url = f"{self._guard.auth_origin(server_endpoint)}/oauth/token/"
        status, answer = self._wire.post_form(url, form, timeout=REFRESH_TIMEOUT)
        if status != _OK or not isinstance(answer, dict) or not answer.get("access_token"):
            raise _refused(status, answer)
        return self._pair(answer)

    def confirm(self, server_endpoint: str, access_token: str, member_id: str) -> ConfirmedPortal:
        """Ask whose token this is (app.info of the auth server).

        Raises InboundRefused when it is not our application's or not of this portal, HostError kinds else.
        """
        self._guard.auth_origin(server_endpoint)
        url = f"{server_endpoint.rstrip('/')}/app.info"
        info = mapping(self._wire.post(url, {"auth": access_token}).result)
        install = mapping(info.get("install"))
        if text(info.get("client_id")) != self._credentials.client_id:
            raise InboundRefused("Токен выдан другому приложению.", 403)
        if not member_id or text(install.get("member_id")) != member_id:
            raise InboundRefused("Токен выдан другому порталу.", 403)
        client_endpoint = f"{text(install.get('client_endpoint')).rstrip('/')}/"
        origin = self._guard.portal_origin(client_endpoint)
        return ConfirmedPortal(
            PortalAddress(member_id, origin.partition("://")[2], client_endpoint, server_endpoint),
            whole(info.get("user_id")) or 0,
            tuple(text(info.get("scope")).replace(",", " ").split()),
            bool(install.get("installed")),
        )

    def _pair(self, answer: dict[str, Any]) -> TokenPair:
        lasts = whole(answer.get("expires_in")) or _LIFETIME_SECONDS
        return TokenPair(
            access=text(answer["access_token"]),
            refresh=text(answer.get("refresh_token")),
            expires_at=self._clock.now() + timedelta(seconds=lasts),
            user_id=whole(answer.get("user_id")),
        )


def same_portal(address: PortalAddress, url: str) -> bool:
    """Whether the address is on the portal itself: links that it hands out carry a token."""
    try:
        return origin_of(url) == origin_of(address.client_endpoint)
    except InboundRefused:
        return False


def _refused(status: int, answer: Any) -> HostError:
    body = answer if isinstance(answer, dict) else {}
    found = refusal(body.get("error"), body.get("error_description"), status)
    if isinstance(found, AuthLost):
        return found
    # A wrong secret or an unpaid subscription is mended outside; the grant itself still stands.
    return HostUnavailable(found.code, found.description, status)
