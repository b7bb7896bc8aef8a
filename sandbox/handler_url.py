"""Addresses of an app's handlers («обработчики»): which of them the host lets be registered.

The real host refuses localhost and addresses without a domain. A sandbox lives on one machine, so here
loopback is allowed until `handlers {"loopback": false}` of the controls switches the host's rule on.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from sandbox.errors import HostError
from sandbox.portal import Portal
from sandbox.store import Record


def allows_loopback(portal: Portal) -> bool:
    return bool((portal.collection("portal").get(1) or {}).get("loopback_handlers", True))


def allow_loopback(portal: Portal, allowed: bool) -> None:
    portal.collection("portal").change(1, loopback_handlers=allowed)


def check(portal: Portal, url: str) -> None:
    """Raises ERROR_UNSUPPORTED_PROTOCOL, ERROR_WRONG_HANDLER_URL."""
    parts = urlsplit(url)
    if parts.scheme and parts.scheme not in ("http", "https"):
        raise HostError("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol")
    host = parts.hostname or ""
    if not parts.scheme or not host or (_is_local(host) and not allows_loopback(portal)):
        raise HostError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")


def check_own_domain(portal: Portal, app: Record, url: str) -> None:
    """As `check`; the handler must also stand on the domain of the app."""
    check(portal, url)
    if urlsplit(url).hostname != urlsplit(app["handler_url"] or app["install_url"]).hostname:
        raise HostError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")


def _is_local(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host
