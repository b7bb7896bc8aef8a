"""Upkeep («Содержание установки»): the inner calls of an installation, and what becomes of a portal that is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.setup import Parting
from app.errors import AccessDenied, AuthLost, InboundRefused
from app.installation.installer import Installer
from app.portal.oauth import AuthServer
from app.ports.office import Clock
from app.store.database import Database
from app.store.erasing import Erasing
from app.store.portals import PortalRow, Portals, PortalStatus
from app.store.store import PortalStore
from app.store.tokens import Tokens

INSTALL, REMOVE, MEND = "install", "remove", "mend"
SETUP_CALLS = frozenset({INSTALL, REMOVE, MEND})
LANE = "install"
ERASING_SECONDS = 3.0
"""How long a request may erase; a chore does the rest."""


class Upkeep:
    def __init__(
        self,
        database: Database,
        portals: Portals,
        auth_server: AuthServer,
        clock: Clock,
        *,
        installer: Callable[[PortalRow], Installer],
        tokens: Callable[[PortalRow], Tokens],
        store: Callable[[PortalRow], PortalStore],
    ) -> None:
        self._database = database
        self._portals = portals
        self._auth_server = auth_server
        self._clock = clock
        self._installer = installer
        self._tokens = tokens
        self._store = store

    def queue(self, portal: PortalRow, code: str, now: datetime) -> None:
        """Leave it to a worker: the portal's calls take longer than a request may."""
        with self._store(portal).transaction() as tx:
            tx.call(code, f"{code}:{now.isoformat()}", {}, lane=LANE)

    def queue_mending(self, portal_id: int, now: datetime) -> None:
        """Have a worker look whether all that was registered in the portal still is."""
        settings = self._portals.settings(portal_id)
        if settings.is_complete or settings.farewell.state is Parting.DONE:
            self.queue(self._portals.get(portal_id), MEND, now)

    def do(self, portal: PortalRow, code: str) -> None:
        """One of SETUP_CALLS. Raises HostError kinds."""
        if code == INSTALL:
            self._installer(portal).apply()
        elif code == REMOVE:
            self._installer(portal).remove()
        else:
            self._mend(portal)

    def has_lost(self, portal: PortalRow) -> bool:
        """Whether portal and auth server both refuse the installer's token; then an administrator must give another.

        Raises HostError kinds when they cannot be asked.
        """
        tokens = self._tokens(portal)
        try:
            pair = tokens.current()
        except AuthLost:
            return True
        try:
            self._installer(portal).ask()
        except AccessDenied as refused:
            reason = str(refused)  # any employee may ask that: this one is none any more
        except AuthLost as lost:
            reason = str(lost)
            if self._is_vouched_for(portal):
                return False
        else:
            return False
        return tokens.lose(pair, reason)

    def part_with(self, portal: PortalRow, *, clean: bool) -> None:
        """The app was deleted in the portal, with our data or without."""
        if not clean:
            return self._portals.remove(portal.id)
        erasing = Erasing(self._database, portal.id)
        erasing.begin()
        erasing.run(ERASING_SECONDS)
        return None

    def erase_on(self, portal_id: int, _now: datetime) -> None:
        """Go on with a portal that could not be erased at once."""
        if self._portals.get(portal_id).status is PortalStatus.ERASING:
            Erasing(self._database, portal_id).run(ERASING_SECONDS)

    def _mend(self, portal: PortalRow) -> None:
        """The quiet hour costs one call; a portal that was prepared for the removal is asked whether we are there."""
        farewell = self._portals.settings(portal.id).farewell
        try:
            if farewell.state is Parting.DONE:
                self._installer(portal).ask()
            else:
                self._installer(portal).mend(self._clock.now())
        except (AuthLost, AccessDenied):
            if not self.has_lost(portal):
                raise
            if farewell.state is Parting.DONE:
                self.part_with(portal, clean=farewell.clean)

    def _is_vouched_for(self, portal: PortalRow) -> bool:
        try:
            self._auth_server.confirm(portal.server_endpoint, self._tokens(portal).current().access, portal.member_id)
        except (AuthLost, InboundRefused):
            return False
        return True
