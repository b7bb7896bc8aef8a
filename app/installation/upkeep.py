"""Upkeep («Содержание установки»): the inner calls of an installation, and what becomes of a portal that is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from app.domain.policy import PortalSettings
from app.domain.setup import Parting
from app.errors import AccessDenied, AuthLost, HostError, InboundRefused
from app.installation.installer import Installer
from app.portal.oauth import AuthServer
from app.ports.office import Clock
from app.store.database import Database
from app.store.erasing import Erasing
from app.store.portals import PortalRow, Portals, PortalStatus
from app.store.store import PortalStore
from app.store.tokens import Tokens

INSTALL, REMOVE, MEND, PART = "install", "remove", "mend", "part"
SETUP_CALLS = frozenset({INSTALL, REMOVE, MEND, PART})
LANE = "install"
Note = Callable[[PortalSettings], PortalSettings]
ERASING_SECONDS = 3.0
"""How long a request may erase; a chore does the rest."""

log = structlog.get_logger()


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

    def queue(self, portal: PortalRow, code: str, now: datetime, *, noting: Note | None = None) -> None:
        """Leave it to a worker: the portal's calls take longer than a request may.

        `noting`: what the portal's settings say from then on; not one without the other.
        """
        with self._store(portal).transaction() as tx:
            if noting is not None:
                tx.change_settings(noting)
            tx.call(code, f"{code}:{now.isoformat()}", {}, lane=LANE)

    def queue_mending(self, portal_id: int, now: datetime) -> None:
        """Have a worker look whether all that was registered in the portal still is."""
        settings = self._portals.settings(portal_id)
        if settings.is_complete:
            self.queue(self._portals.get(portal_id), MEND, now)
        elif settings.farewell.state is Parting.DONE:
            self.queue(self._portals.get(portal_id), PART, now)

    def do(self, portal: PortalRow, code: str) -> None:
        """One of SETUP_CALLS. Raises HostError kinds."""
        if code == INSTALL:
            self._installer(portal).apply()
        elif code == REMOVE:
            self._installer(portal).remove()
        elif code == PART or self._portals.settings(portal.id).farewell.state is Parting.DONE:
            self._look_after(portal)
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

    def see_off(self, portal_id: int, now: datetime) -> None:
        """Go on with a portal that could not be erased at once; have a prepared one asked whether the app is there."""
        portal = self._portals.get(portal_id)
        if portal.status is PortalStatus.ERASING:
            Erasing(self._database, portal_id).run(ERASING_SECONDS)
            return
        farewell = self._portals.settings(portal_id).farewell
        if farewell.state is not Parting.DONE:
            return
        if portal.status is PortalStatus.LOST:
            # Whoever noticed it had no time to part, and workers leave a lost portal's rows alone.
            self.part_with(portal, clean=farewell.clean)
        else:
            self.queue(portal, PART, farewell.turn(now))

    def _mend(self, portal: PortalRow) -> None:
        """The quiet hour costs one call."""
        try:
            self._installer(portal).mend(self._clock.now())
        except (AuthLost, AccessDenied):
            if not self.has_lost(portal):
                raise

    def _look_after(self, portal: PortalRow) -> None:
        """One call, unless the app has been deleted. Nothing of ours is bound there: no event would tell of it."""
        if self._portals.settings(portal.id).farewell.state is not Parting.DONE:
            return
        try:
            self._ask_or_part(portal)
        except HostError as away:
            # Soon asked again: rows that are retried would only pile up.
            log.info("farewell_unanswered", portal=portal.id, cause=str(away))

    def _ask_or_part(self, portal: PortalRow) -> None:
        try:
            self._installer(portal).ask()
        except (AuthLost, AccessDenied):
            if not self.has_lost(portal):
                raise
            # As it was decided by now: an administrator may have come back while the portal was asked.
            farewell = self._portals.settings(portal.id).farewell
            if farewell.state is Parting.DONE:
                self.part_with(portal, clean=farewell.clean)

    def _is_vouched_for(self, portal: PortalRow) -> bool:
        try:
            self._auth_server.confirm(portal.server_endpoint, self._tokens(portal).current().access, portal.member_id)
        except (AuthLost, InboundRefused):
            return False
        return True
