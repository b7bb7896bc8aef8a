"""Our database as services see it: the registers, the transaction, files on their way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from app.domain.act import Act
from app.domain.deal import DealNote
from app.domain.facts import Fact
from app.domain.invoice import Invoice
from app.domain.journal import Decision, RowName
from app.domain.letter import ActLetter
from app.domain.mirror import Certificate, MirrorSum, RawObject, Reading, Stamp
from app.domain.policy import PortalSettings
from app.domain.twin import TwinNote


class Acts(Protocol):
    """The register of acts («Реестр актов»)."""

    def get(self, act_id: int) -> Act:
        """Raises NotFound."""
        ...

    def by_origin(self, origin: str) -> Act | None: ...

    def by_twin(self, twin_id: int) -> Act | None: ...

    def by_invoice(self, invoice_id: int) -> list[Act]: ...

    def of_deal(self, deal_id: int) -> list[Act]:
        """All acts of the deal, oldest first."""
        ...

    def add(self, act: Act) -> Act:
        """Insert (its id is ignored) and return it with id and version."""
        ...

    def save(self, act: Act) -> Act:
        """Save, or raise StaleDocument if its version is not the stored one; returns the next version."""
        ...


class Invoices(Protocol):
    """The register of invoices («Реестр счетов»)."""

    def get(self, invoice_id: int) -> Invoice: ...

    def by_host(self, host_id: int) -> Invoice | None: ...

    def of_deal(self, deal_id: int) -> list[Invoice]: ...

    def add(self, invoice: Invoice) -> Invoice: ...

    def save(self, invoice: Invoice) -> Invoice: ...


class Letters(Protocol):
    def get(self, letter_id: int) -> ActLetter: ...

    def by_key(self, key: str) -> ActLetter | None: ...

    def of_act(self, act_id: int) -> list[ActLetter]: ...

    def add(self, letter: ActLetter) -> ActLetter: ...

    def save(self, letter: ActLetter) -> ActLetter: ...


class DealMirror(Protocol):
    """Deals as last read, with what the app notes beside them."""

    def get(self, deal_id: int) -> DealNote | None: ...

    def several(self, deal_ids: Sequence[int]) -> Mapping[int, DealNote]:
        """Those that are known, by id."""
        ...

    def put(self, note: DealNote) -> None: ...

    def put_each(self, notes: Sequence[DealNote]) -> None: ...

    def forget(self, deal_id: int) -> None: ...


class TwinNotes(Protocol):
    """What the acts' twins were last brought to; written by who brings them, in the lane of the act."""

    def get(self, act_id: int) -> TwinNote | None: ...

    def begin(self, note: TwinNote) -> None:
        """Keep it unless there is one already."""
        ...

    def put(self, note: TwinNote) -> None: ...


class Mirror(Protocol):
    """The mirror («Зеркало»): the portal's objects of a kind as last read (kinds: app.domain.mirror)."""

    def put(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        """Keep what is newer than what we have; return how many rows were new or changed.

        `read_at`: when the request that read them was sent; it decides where the portal's own time does not.
        """
        ...

    def get(self, kind: str, object_id: int) -> RawObject | None: ...

    def forget(self, kind: str, object_ids: Sequence[int]) -> int:
        """Remove what the portal no longer has; return how many rows there were."""
        ...

    def stamps(self, kind: str, *, after: int = 0, limit: int = 10_000) -> list[tuple[int, datetime | None]]:
        """Ids greater than `after`, ascending, each with the portal's time of change."""
        ...

    def stamps_of(self, kind: str, object_ids: Sequence[int]) -> list[Stamp]:
        """Of those that are there."""
        ...

    def certify(self, certificate: Certificate) -> None:
        """Keep the newest certificate of its kind."""
        ...

    def certificates(self) -> list[Certificate]: ...

    def sum(self, kind: str) -> MirrorSum: ...

    def kinds(self) -> list[str]:
        """Kinds of which there is a row."""
        ...

    def reading(self, kind: str) -> Reading | None: ...

    def readings(self) -> list[Reading]: ...

    def save_reading(self, reading_: Reading) -> None: ...


@dataclass(frozen=True, slots=True)
class DirtyMark:
    """An object that must be read again. `kind`: see app.domain.mirror."""

    kind: str
    object_id: int
    seq: int


class Transaction(Protocol):
    """All that commits together. No network call is made inside."""

    @property
    def acts(self) -> Acts: ...

    @property
    def invoices(self) -> Invoices: ...

    @property
    def letters(self) -> Letters: ...

    @property
    def deals(self) -> DealMirror: ...

    @property
    def mirror(self) -> Mirror: ...

    @property
    def twins(self) -> TwinNotes: ...

    def next_number(self, register: str, year: int) -> int:
        """Reserve the next number of the register in the year; released if the transaction fails."""
        ...

    def record(self, fact: Fact, *, lane: str, by: int | None = None) -> None:
        """Write the fact to the history and one outbox row for each reaction to it; twice is once (fact.key).

        `lane`: rows of one lane are worked on one at a time, oldest first. `by`: the user who did it.
        """
        ...

    def call(
        self, code: str, key: str, payload: Mapping[str, Any], *, lane: str, due: datetime | None = None
    ) -> None:
        """Put an inner call (a stage passed…) into the inbox, not before `due`; the same key twice is one row."""
        ...

    def decide_row(self, row: RowName, decision: Decision) -> None:
        """A person's decision about a row of a queue. Raises NotFound, DomainError when it has gone on meanwhile."""
        ...

    def settle(self, fact: Fact, reaction: str) -> None:
        """A person has decided what a reaction of unknown outcome came to: its row is done. Others stay as they are."""
        ...

    def mark_dirty(self, kind: str, object_id: int) -> None:
        """Note that the object must be read again; many marks of one object are one read."""
        ...

    def dirty(self, limit: int, *, kind: str = "") -> list[DirtyMark]:
        """The oldest marks, of one kind when it is named, that are not put off; reading them does not remove them."""
        ...

    def clean(self, marks: Sequence[DirtyMark]) -> None:
        """Remove the marks, save those set again since they were read (their `seq` has grown)."""
        ...

    def put_off(self, marks: Iterable[tuple[str, int]], *, soonest: timedelta, latest: timedelta) -> None:
        """Have marks (kind, id) wait as long again as they have waited since they were set, within these bounds.

        Until then `dirty` does not tell of them.
        """
        ...

    def cursor(self, name: str) -> int:
        """The last seen id of a stream (0 at first)."""
        ...

    def set_cursor(self, name: str, value: int) -> None: ...

    def settings(self) -> PortalSettings:
        """What the app works by now: an installation may have changed it since the context was opened."""
        ...


class Store(Protocol):
    """Our database, as one portal sees it; the only door to a write."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Commits at the end of the block, rolls back on any error."""
        ...

    def reading(self) -> AbstractContextManager[Transaction]:
        """The same registers to look at only: holds up no writer, and nothing is kept."""
        ...

    def put_in_bulk(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        """`Mirror.put` for thousands of rows: in small transactions, with pauses for other writers."""
        ...


class Blobs(Protocol):
    """Files on their way: printed forms and copies, until they lie on the shared drive. Streamed."""

    def put(self, stream: BinaryIO, name: str) -> int:
        """Store the stream (raises CopyRefused beyond the size limit) and return its id."""
        ...

    def name(self, blob_id: int) -> str: ...

    def as_file(self, blob_id: int) -> AbstractContextManager[Path]:
        """A temporary file with the content, removed at the end of the block."""
        ...
