"""The portals of one process, told apart by the host of a request."""

from __future__ import annotations

from sandbox.portal import Portal


class Tenants:
    """The first portal also answers to hosts that no portal has."""

    def __init__(self) -> None:
        self._portals: dict[str, Portal] = {}
        self._former: dict[str, Portal] = {}

    def add(self, portal: Portal) -> None:
        self._portals[portal.domain] = portal

    def clear(self) -> None:
        self._portals.clear()
        self._former.clear()

    def rename(self, portal: Portal, domain: str) -> None:
        """Give a portal another address; the old one keeps pointing to it (settings/…/change-domen.md)."""
        self._former[portal.domain] = self._portals.pop(portal.domain)
        self._former.pop(domain, None)
        portal.domain = domain
        self._portals = {domain: portal, **self._portals}

    def moved(self, host: str) -> Portal | None:
        """The portal that this host was the name of."""
        return self._former.get(host)

    def of_host(self, host: str) -> Portal:
        return self._portals.get(host) or self._former.get(host) or next(iter(self._portals.values()))

    def all(self) -> list[Portal]:
        return list(self._portals.values())

    def names(self) -> set[str]:
        """Hosts without ports, former ones too."""
        return {host.partition(":")[0] for host in (*self._portals, *self._former)}
