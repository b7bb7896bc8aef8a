"""An in-memory portal behind the reading ports: bulk reading and offline events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from app.domain.mirror import RawObject, Stamp, Window
from app.errors import HostError, RestNeeded
from app.ports import Changes, OfflinePacket, RawPortion
from tests.fakes.host import NOON


class FakeBulk:
    """Objects by kind, read a few windows at a time; `rest`: until when the portal wants no more after a portion."""

    def __init__(self) -> None:
        self.rows: dict[str, list[RawObject]] = {}
        self.rest: datetime | None = None
        self.refused: dict[str, HostError] = {}
        self.looks: list[dict[str, datetime]] = []
        self.probes = 0

    def probe(self, kind: str) -> list[Window]:
        self.probes += 1
        last = max((row.id for row in self.rows.get(kind, ())), default=0)
        return [Window(at, at + 10, 10) for at in range(0, last, 10)]

    def read(
        self, kind: str, windows: Sequence[Window], *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[RawPortion]:
        for at, window in enumerate(windows):
            if stop():
                return
            found = [row for row in self.rows.get(kind, ()) if window.after < row.id <= window.until]
            yield RawPortion(found, NOON, tuple(windows[at + 1 :]))
            if self.rest is not None and at + 1 < len(windows):
                raise RestNeeded(self.rest)

    def changed(self, since: Mapping[str, datetime]) -> Changes:
        self.looks.append(dict(since))
        stamps = {kind: [(row.id, row.updated_at) for row in self.rows.get(kind, ())] for kind in since}
        refused = {kind: error for kind, error in self.refused.items() if kind in since}
        told = {kind: found for kind, found in stamps.items() if kind not in refused}
        return Changes(
            {kind: [one for one in found if one[1] and one[1] >= since[kind]] for kind, found in told.items()}, refused
        )

    def stamps(self, kind: str) -> Iterator[Stamp]:
        yield from ((row.id, row.updated_at) for row in self.rows.get(kind, ()))
        if self.rest is not None:
            raise RestNeeded(self.rest)


class FakeOffline:
    """Packets that the portal has kept, given out once each until they are cleared."""

    def __init__(self) -> None:
        self.packets: list[OfflinePacket] = []
        self.cleared: list[str] = []
        self.asked = 0
        self.refusal: HostError | None = None

    def take(self) -> OfflinePacket:
        self.asked += 1
        if self.refusal:
            raise self.refusal
        return self.packets.pop(0) if self.packets else OfflinePacket("", [], [], is_last=True)

    def clear(self, packet: OfflinePacket) -> None:
        self.cleared.append(packet.process_id)
