"""Who may speak to us: portals that have installed the app, known by their secret."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import InboundRefused
from app.portal.sender import Sender
from app.store.portals import PortalRow, Portals

REMEMBERED_SECONDS = 5.0
"""How long another process may still know a portal's former secret."""


@dataclass(frozen=True, slots=True, repr=False)
class _Known:
    portal: PortalRow
    secret: bytes
    until: float


class Gate:
    """Remembers known portals for seconds, so that a burst of events is no burst of reads."""

    def __init__(self, portals: Portals, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._portals = portals
        self._seconds = seconds
        self._known: dict[str, _Known] = {}

    def admit(self, sender: Sender, *, afresh: bool = False) -> PortalRow:
        """The portal that the request is from. Raises InboundRefused 403; writes nothing.

        `afresh`: not from memory, for whoever tells the portal's state: another process may have changed it just now.
        """
        shown = sender.application_token.encode()
        known = None if afresh else self._known.get(sender.member_id)
        if known and known.until > self._seconds() and _same(known.secret, shown):
            return known.portal
        known = self._read(sender.member_id)
        if known is None:
            raise InboundRefused("Портал не знаком: приложение на нём не установлено.")
        if not _same(known.secret, shown):
            raise InboundRefused("application_token не подходит: запрос отклонён.")
        return known.portal

    def forget(self, member_id: str) -> None:
        self._known.pop(member_id, None)

    def _read(self, member_id: str) -> _Known | None:
        portal = self._portals.by_member(member_id)
        if portal is None or portal.status.is_gone:
            self.forget(member_id)
            return None
        secret = self._portals.application_token(portal.id).encode()
        known = _Known(portal, secret, self._seconds() + REMEMBERED_SECONDS)
        self._known[member_id] = known
        return known


def _same(secret: bytes, shown: bytes) -> bool:
    """A portal whose secret we have not been told yet matches nothing."""
    return bool(secret) and hmac.compare_digest(secret, shown)
