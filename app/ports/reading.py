"""Reading the portal: what is new, all there is, and what it has kept for us while its posts were lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.calls import HostEvent
from app.domain.deal import StageEntry
from app.domain.mirror import RawObject, Stamp, Window
from app.errors import HostError


@dataclass(frozen=True, slots=True)
class PortalTime:
    """While the portal answered, by its own clock, in whole seconds as it writes them."""

    began: datetime
    ended: datetime

    def may_change_unseen(self, item: RawObject) -> bool:
        """Whether it was changed in these very seconds: one more change would not show in its time of change."""
        return item.updated_at is not None and self.began <= item.updated_at <= self.ended

    @classmethod
    def spanning(cls, times: Sequence[PortalTime | None]) -> PortalTime | None:
        known = [one for one in times if one is not None]
        return cls(min(one.began for one in known), max(one.ended for one in known)) if known else None


@dataclass(frozen=True, slots=True)
class Unread:
    """Objects that one command asked for in vain."""

    kind: str
    ids: frozenset[int]
    error: HostError


@dataclass(frozen=True, slots=True)
class News:
    """`entries` oldest first; `objects` by kind, those that exist; `read_at`: when they were asked for.

    `unread` says nothing of whether they exist. `cut`: why the entries end where they end, when there may be more.
    """

    entries: list[StageEntry]
    objects: Mapping[str, list[RawObject]]
    read_at: datetime
    during: PortalTime | None = None
    unread: Sequence[Unread] = ()
    cut: HostError | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """By kind: ids and times of change, or why the portal did not tell them."""

    stamps: Mapping[str, list[Stamp]]
    refused: Mapping[str, HostError]


@dataclass(frozen=True, slots=True)
class RawPortion:
    """Objects of one request that was sent at `read_at`, and what is left to be read once they are kept."""

    objects: Sequence[RawObject]
    read_at: datetime
    left: tuple[Window, ...]
    during: PortalTime | None = None


class Bulk(Protocol):
    """All objects of a kind (app.domain.mirror), in as few requests as possible."""

    def probe(self, kind: str) -> list[Window]:
        """The windows that hold all there are; one request, nothing is counted."""
        ...

    def read(
        self, kind: str, windows: Sequence[Window], *, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[RawPortion]:
        """Portions as they come, until nothing is left or `stop` says so.

        An object that lives through the whole reading is read. Raises RestNeeded after what could be read.
        """
        ...

    def changed(self, since: Mapping[str, datetime]) -> Changes:
        """What of each kind the portal has changed since that time, by its own clock."""
        ...

    def stamps(self, kind: str) -> Iterator[Stamp]:
        """The ids and times of change of all there are. Raises RestNeeded when the portal wants to be left alone."""
        ...


@dataclass(frozen=True, slots=True)
class OfflinePacket:
    """Events that the portal has kept for the app, reserved under `process_id` until they are cleared."""

    process_id: str
    events: Sequence[HostEvent]
    messages: Sequence[str]
    """MESSAGE_ID of each event."""
    is_last: bool
    """Nothing was waiting behind them."""


class Offline(Protocol):
    """Offline events («офлайн-события»): the portal keeps what has changed until the app has asked for it."""

    def take(self) -> OfflinePacket:
        """The oldest; they wait until `clear`. What nobody could read is told to the portal and to the log."""
        ...

    def clear(self, packet: OfflinePacket) -> None:
        """They are in our database: the portal may forget them."""
        ...
