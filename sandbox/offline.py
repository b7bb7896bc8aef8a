"""The queue of offline events («офлайн-события»): what changed since an app last asked, one row an object.

events/offline-events.md: a row holds no history, only that the object changed and when; rows are taken by packets.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from sandbox.store import Collection, Record

if TYPE_CHECKING:
    from sandbox.portal import Portal


class OfflineQueue:
    """Rows: app, connector, EVENT_NAME, EVENT_DATA, TIMESTAMP_X, MESSAGE_ID, PROCESS_ID ('' until reserved), ERROR."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.is_sold = True
        """Whether the tariff has them: what feature.get says of rest_offline_extended."""

    @property
    def rows(self) -> Collection:
        return self._portal.collection("offline_event")

    def note(self, app: Record, event: str, data: dict[str, Any], connector: str) -> None:
        """A second change of the same object renews its row, unless a process has reserved it."""
        same = {"app": app["ID"], "connector": connector, "EVENT_NAME": event, "EVENT_DATA": data, "PROCESS_ID": ""}
        record = {**same, "TIMESTAMP_X": self._portal.clock.iso(), "MESSAGE_ID": secrets.token_hex(16), "ERROR": 0}
        known = self.rows.first(**json.loads(json.dumps(same)))
        if known is None:
            self.rows.add(record)
        else:
            self.rows.put(known["ID"], record)

    def reserve(self, rows: list[Record]) -> str:
        """Mark rows as taken by a new process. Returns its id."""
        process_id = secrets.token_hex(16)
        for row in rows:
            self.rows.change(row["ID"], PROCESS_ID=process_id)
        return process_id

    def drop(self, rows: list[Record]) -> None:
        for row in rows:
            self.rows.delete(row["ID"])

    def of_process(self, app: Record, process_id: str) -> list[Record]:
        return self.rows.find(app=app["ID"], PROCESS_ID=process_id)

    def forget(self, app: Record) -> None:
        """The app is gone."""
        self.drop(self.rows.find(app=app["ID"]))
