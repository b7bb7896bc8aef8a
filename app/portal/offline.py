"""Offline events («офлайн-события»): taken with a reservation, then cleared (events/offline-events.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from app.domain.calls import HostEvent
from app.errors import InboundRefused
from app.portal.client import PortalClient
from app.portal.inbound import offline_event
from app.portal.values import instant, mapping, rows, text
from app.ports import OfflinePacket

PACKET = 500

log = structlog.get_logger()


class PortalOffline:
    """app.ports.host.Offline. Raises HostError kinds; administrators only, as the installer is."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def take(self) -> OfflinePacket:
        answer = mapping(self._client.call("event.offline.get", {"clear": 0, "limit": PACKET}))
        process_id, kept = text(answer.get("process_id")), rows(answer.get("events"))
        events, messages, unreadable = [], [], []
        for row in kept:
            try:
                events.append(self._event(row))
                messages.append(text(row.get("MESSAGE_ID")))
            except InboundRefused:
                unreadable.append(row)
        if unreadable:
            self._tell(process_id, unreadable)
        return OfflinePacket(process_id, events, messages, is_last=not kept)

    def clear(self, packet: OfflinePacket) -> None:
        if packet.messages:
            cleared = {"process_id": packet.process_id, "message_id": list(packet.messages)}
            self._client.call("event.offline.clear", cleared)

    def _event(self, row: Mapping[str, Any]) -> HostEvent:
        fields = mapping(mapping(row.get("EVENT_DATA")).get("FIELDS"))
        return offline_event(text(row.get("EVENT_NAME")), fields, instant(row.get("TIMESTAMP_X")) or self._now())

    def _tell(self, process_id: str, unreadable: Sequence[Mapping[str, Any]]) -> None:
        """The portal keeps them as failed; what they would have told, the sweep finds."""
        names = sorted({text(row.get("EVENT_NAME")) for row in unreadable})
        log.warning("offline_events_unreadable", count=len(unreadable), names=names)
        failed = {"process_id": process_id, "message_id": [text(row.get("MESSAGE_ID")) for row in unreadable]}
        self._client.call("event.offline.error", failed)

    def _now(self) -> datetime:
        return self._client.clock.now()
