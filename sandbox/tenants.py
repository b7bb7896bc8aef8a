"""The portals of one process, told apart by the host of a request."""

from __future__ import annotations

from sandbox.portal import Portal


class Tenants:
    """The first portal also answers to hosts that no portal has."""

    def __init__(self) -> None:
        self._portals: dict[str, Portal] = {}

    def add(self, portal: Portal) -> None:
        self._portals[portal.domain] = portal

    def of_host(self, host: str) -> Portal:
        return self._portals.get(host) or next(iter(self._portals.values()))

    def all(self) -> list[Portal]:
        return list(self._portals.values())
