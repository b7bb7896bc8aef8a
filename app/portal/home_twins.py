"""Twins of acts wherever the portal has them: in a smart process or in a universal list."""

from __future__ import annotations

from contextlib import AbstractContextManager

from app.domain.act import Act
from app.domain.mirror import RawObject
from app.domain.policy import ActsHome, ActsList
from app.domain.twin import Values
from app.portal.client import PortalClient
from app.portal.list_twins import ListTwins
from app.portal.twins import PortalTwins
from app.ports.host import Download, TwinReading


class HomeTwins:
    """app.ports.host.Twins."""

    def __init__(self, client: PortalClient, *, tag: str) -> None:
        """`tag`: see PortalTwins."""
        self._items = PortalTwins(client, tag=tag)
        self._elements = ListTwins(client, tag=tag)

    def find(self, kind: ActsHome, act: Act) -> TwinReading | None:
        return self._elements.find(kind, act) if isinstance(kind, ActsList) else self._items.find(kind, act)

    def make(self, kind: ActsHome, act: Act, values: Values, stage_id: str) -> TwinReading:
        if isinstance(kind, ActsList):
            return self._elements.make(kind, act, values, stage_id)
        return self._items.make(kind, act, values, stage_id)

    def change(self, kind: ActsHome, twin: TwinReading, values: Values, stage_id: str) -> TwinReading:
        if isinstance(kind, ActsList):
            return self._elements.change(kind, twin, values, stage_id)
        return self._items.change(kind, twin, values, stage_id)

    def get(self, kind: ActsHome, twin_id: int) -> TwinReading:
        return self._elements.get(kind, twin_id) if isinstance(kind, ActsList) else self._items.get(kind, twin_id)

    def typed(self, kind: ActsHome, found: RawObject) -> TwinReading:
        return self._elements.typed(kind, found) if isinstance(kind, ActsList) else self._items.typed(kind, found)

    def put_back(self, kind: ActsHome, twin_id: int, stage_id: str) -> None:
        if isinstance(kind, ActsList):
            self._elements.put_back(kind, twin_id, stage_id)
        else:
            self._items.put_back(kind, twin_id, stage_id)

    def download_copy(self, reading: TwinReading) -> AbstractContextManager[Download]:
        return self._items.download_copy(reading)
