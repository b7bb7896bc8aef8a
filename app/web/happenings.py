"""What becomes of our installation: ONAPPINSTALL, ONAPPUPDATE, ONAPPUNINSTALL, ONAPPPAYMENT.

api-reference/common/events/. Rare, so the auth server may be asked inside the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from app.domain.calls import AppEvent, AppHappening
from app.errors import InboundRefused
from app.installation.upkeep import MEND
from app.portal.inbound import InboundEvent
from app.web.gate import Gate

if TYPE_CHECKING:
    from app.bootstrap import Application
    from app.web.admission import Admission

log = structlog.get_logger("happenings")


class Happenings:
    def __init__(self, application: Application, gate: Gate, admission: Admission) -> None:
        self._application = application
        self._gate = gate
        self._admission = admission

    def take(self, found: InboundEvent, event: AppEvent) -> None:
        """Raises InboundRefused, and HostError kinds when the auth server cannot be asked."""
        match event.code:
            case AppHappening.INSTALLED | AppHappening.UPDATED:
                self._installed(found, event)
            case AppHappening.UNINSTALLED:
                self._uninstalled(found, event)
            case AppHappening.PAYMENT:
                # Its sample bears no application_token, and nothing of ours depends on it.
                log.info("payment event", member=found.sender.member_id)

    def _installed(self, found: InboundEvent, event: AppEvent) -> None:
        if found.tokens is None or not found.tokens.refresh:
            raise InboundRefused("В событии установки нет токенов.", 400)
        portal = self._admission.install(found.sender, found.tokens)
        if event.code is AppHappening.UPDATED and self._application.portals.settings(portal.id).is_complete:
            # The portal drops robots, events and placements with every update (event-bind.md).
            self._application.upkeep.queue(portal, MEND, self._application.clock.now())
        log.info("app installed", portal=portal.id, happening=event.code.value)

    def _uninstalled(self, found: InboundEvent, event: AppEvent) -> None:
        """The portal's API is dead for us already: application_token is the only proof there can be."""
        # Not from memory: told twice, it must not undo what was installed anew in between.
        portal = self._gate.admit(found.sender, afresh=True)
        self._application.upkeep.part_with(portal, clean=event.clean)
        self._gate.forget(portal.member_id)
        log.info("app removed", portal=portal.id, clean=event.clean)
