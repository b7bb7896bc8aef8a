"""Where requests may go: the auth server by an allow-list, portals by public https addresses (SSRF guard)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from app.errors import InboundRefused

AUTH_SERVERS = frozenset({"https://oauth.bitrix24.tech", "https://oauth.bitrix.info"})
MAX_URL = 500
_PORTS = {"https": 443, "http": 80}


class EndpointGuard:
    """Judges addresses that came from outside.

    `auth_servers` are origins beside the official ones («https://host[:port]»); `portals_allowed` are
    host:port of portals that may be private and without TLS (PORTALS_ALLOWED).
    """

    def __init__(self, *, auth_servers: Collection[str] = (), portals_allowed: Collection[str] = ()) -> None:
        self._auth_servers = AUTH_SERVERS | {origin.rstrip("/").lower() for origin in auth_servers}
        self._allowed = frozenset(place.strip().lower() for place in portals_allowed)
        self._trusted = self._allowed | {_place(urlsplit(origin)) for origin in auth_servers}

    def auth_origin(self, server_endpoint: str) -> str:
        """The origin of an auth server that we know. Raises InboundRefused for any other."""
        origin = origin_of(server_endpoint)
        if origin not in self._auth_servers:
            raise InboundRefused("Неизвестный сервер авторизации.", 403)
        return origin

    def portal_origin(self, client_endpoint: str) -> str:
        """The origin of a portal that may be called. Raises InboundRefused; resolves the name."""
        origin = origin_of(client_endpoint)
        parts = urlsplit(origin)
        if _place(parts) in self._allowed:
            return origin
        if parts.scheme != "https":
            raise InboundRefused("Портал должен отвечать по https.", 403)
        for address in _resolve(parts.hostname or ""):
            if not is_public(address):
                raise InboundRefused("Адрес портала указывает во внутреннюю сеть.", 403)
        return origin

    def admits_peer(self, host: str, port: int, address: str) -> bool:
        """Whether a connection for host:port may have reached this address: names can be re-pointed."""
        return f"{host.lower()}:{port}" in self._trusted or is_public(address)


def origin_of(url: str) -> str:
    """scheme://host[:port] of an http(s) address without credentials. Raises InboundRefused."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise InboundRefused("Адрес записан неверно.", 400) from None
    if len(url) > MAX_URL or parts.scheme not in _PORTS or not host or parts.username is not None:
        raise InboundRefused("Адрес записан неверно.", 400)
    shown = f"[{host}]" if ":" in host else host
    tail = f":{port}" if port and port != _PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{shown}{tail}".lower()


def is_public(address: str) -> bool:
    """Whether the IP address is one of the open internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    judged = mapped or found
    return judged.is_global and not judged.is_multicast


_CONNECTIONS = 50
"""To one portal at once and kept: as many as its bucket takes."""


def guarded_session(guard: EndpointGuard) -> requests.Session:
    """A session whose connections are judged by the address they reached, before a byte is sent."""
    session = requests.Session()
    session.trust_env = False
    # One session serves many portals, and REST needs no cookies: none is kept.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = _guarded_adapter(guard)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _guarded_adapter(guard: EndpointGuard) -> HTTPAdapter:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _judged(guard, self, super()._new_conn())

    class Tls(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _judged(guard, self, super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": TlsPool}

    return Adapter(pool_maxsize=_CONNECTIONS)


def _judged(guard: EndpointGuard, wanted: HTTPConnection, reached: socket.socket) -> socket.socket:
    if guard.admits_peer(wanted.host, wanted.port or 0, str(reached.getpeername()[0])):
        return reached
    reached.close()
    raise InboundRefused("Адрес портала указывает во внутреннюю сеть.", 403)


def _place(parts: SplitResult) -> str:
    return f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 0)}".lower()


def _resolve(host: str) -> set[str]:
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise InboundRefused("Адрес портала не найден.", 403) from None
    return {str(entry[4][0]) for entry in found}
