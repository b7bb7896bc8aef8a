"""An in-memory store whose transaction is all or nothing, with an outbox that tests drain by hand."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from app.domain.act import Act
from app.domain.deal import DealNote
from app.domain.facts import Fact
from app.domain.invoice import Invoice
from app.domain.journal import Decision, RowName
from app.domain.letter import ActLetter
from app.domain.mirror import Certificate, MirrorSum, RawObject, Reading, Stamp
from app.domain.policy import PortalSettings
from app.domain.twin import TwinNote
from app.errors import NotFound, StaleDocument
from app.ports import DirtyMark
from app.services.reactions import names_of

Row = TypeVar("Row", Act, Invoice, ActLetter)


@dataclass
class State:
    """What a commit makes durable."""

    acts: dict[int, Act] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    letters: dict[int, ActLetter] = field(default_factory=dict)
    deals: dict[int, DealNote] = field(default_factory=dict)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    outbox: dict[str, tuple[str, Fact]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    decided: dict[str, str] = field(default_factory=dict)
    calls: dict[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    dirty: dict[tuple[str, int], int] = field(default_factory=dict)
    put_off: dict[tuple[str, int], timedelta] = field(default_factory=dict)
    """Marks that are not told of, and how long at least; a test lets the time pass."""
    cursors: dict[str, int] = field(default_factory=dict)
    mirror: dict[tuple[str, int], RawObject] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    twins: dict[int, TwinNote] = field(default_factory=dict)


class FakeStore:
    def __init__(self) -> None:
        self.state = State()
        self.settings = PortalSettings()

    @contextmanager
    def transaction(self) -> Iterator[FakeTransaction]:
        tx = FakeTransaction(copy.deepcopy(self.state), self.settings)
        yield tx
        self.state = tx.state

    @contextmanager
    def reading(self) -> Iterator[FakeTransaction]:
        yield FakeTransaction(copy.deepcopy(self.state), self.settings)

    def put_in_bulk(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        return Mirror(self.state).put(kind, objects, read_at=read_at)


class Table(Generic[Row]):
    """Rows by id; the version is compared on save."""

    def __init__(self, rows: dict[int, Row]) -> None:
        self.rows: dict[int, Row] = rows

    def get(self, row_id: int) -> Row:
        if row_id not in self.rows:
            raise NotFound("Нет такого документа.")
        return self.rows[row_id]

    def add(self, row: Row) -> Row:
        added = replace(row, id=len(self.rows) + 1, version=1)
        self.rows[added.id] = added
        return added

    def save(self, row: Row) -> Row:
        if row.version != self.rows[row.id].version:
            raise StaleDocument(str(row.id))
        saved = replace(row, version=row.version + 1)
        self.rows[row.id] = saved
        return saved


class Acts(Table[Act]):
    def by_origin(self, origin: str) -> Act | None:
        return next((act for act in self.rows.values() if act.origin == origin), None)

    def by_twin(self, twin_id: int) -> Act | None:
        return next((act for act in self.rows.values() if act.twin_id == twin_id), None)

    def by_invoice(self, invoice_id: int) -> list[Act]:
        return [act for act in self.rows.values() if act.invoice_id == invoice_id]

    def of_deal(self, deal_id: int) -> list[Act]:
        return [act for act in self.rows.values() if act.deal_id == deal_id]


class Invoices(Table[Invoice]):
    def by_host(self, host_id: int) -> Invoice | None:
        return next((row for row in self.rows.values() if row.host_id == host_id), None)

    def of_deal(self, deal_id: int) -> list[Invoice]:
        return [row for row in self.rows.values() if row.deal_id == deal_id]


class Letters(Table[ActLetter]):
    def by_key(self, key: str) -> ActLetter | None:
        return next((row for row in self.rows.values() if row.key == key), None)

    def of_act(self, act_id: int) -> list[ActLetter]:
        return [row for row in self.rows.values() if row.act_id == act_id]


class DealNotes:
    def __init__(self, rows: dict[int, DealNote]) -> None:
        self.rows = rows

    def get(self, deal_id: int) -> DealNote | None:
        return self.rows.get(deal_id)

    def several(self, deal_ids: Sequence[int]) -> dict[int, DealNote]:
        return {deal_id: self.rows[deal_id] for deal_id in deal_ids if deal_id in self.rows}

    def put(self, note: DealNote) -> None:
        self.rows[note.deal.id] = note

    def put_each(self, notes: Sequence[DealNote]) -> None:
        for note in notes:
            self.put(note)

    def forget(self, deal_id: int) -> None:
        self.rows.pop(deal_id, None)


class TwinNotes:
    def __init__(self, rows: dict[int, TwinNote]) -> None:
        self.rows = rows

    def get(self, act_id: int) -> TwinNote | None:
        return self.rows.get(act_id)

    def begin(self, note: TwinNote) -> None:
        self.rows.setdefault(note.act_id, note)

    def put(self, note: TwinNote) -> None:
        self.rows[note.act_id] = note


class Mirror:
    def __init__(self, state: State) -> None:
        self.rows = state.mirror
        self.by_kind = state.readings
        self.certified = state.certificates

    def put(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        fresh = {(kind, item.id): item for item in objects if not self._is_older(kind, item)}
        self.rows.update(fresh)
        return len(fresh)

    def _is_older(self, kind: str, item: RawObject) -> bool:
        known = self.rows.get((kind, item.id))
        if known is None or known.updated_at is None or item.updated_at is None:
            return known == item
        return known == item or item.updated_at < known.updated_at

    def get(self, kind: str, object_id: int) -> RawObject | None:
        return self.rows.get((kind, object_id))

    def forget(self, kind: str, object_ids: Sequence[int]) -> int:
        return sum(self.rows.pop((kind, object_id), None) is not None for object_id in object_ids)

    def stamps(self, kind: str, *, after: int = 0, limit: int = 10_000) -> list[tuple[int, datetime | None]]:
        found = sorted((of[1], item.updated_at) for of, item in self.rows.items() if of[0] == kind and of[1] > after)
        return found[:limit]

    def stamps_of(self, kind: str, object_ids: Sequence[int]) -> list[Stamp]:
        return [stamp for stamp in self.stamps(kind) if stamp[0] in object_ids]

    def certify(self, certificate: Certificate) -> None:
        self.certified[certificate.kind] = certificate

    def certificates(self) -> list[Certificate]:
        return [self.certified[kind] for kind in sorted(self.certified)]

    def sum(self, kind: str) -> MirrorSum:
        stamps = self.stamps(kind)
        return MirrorSum(len(stamps), hash(frozenset(stamps)), None)

    def kinds(self) -> list[str]:
        return sorted({kind for kind, _ in self.rows})

    def reading(self, kind: str) -> Reading | None:
        return self.by_kind.get(kind)

    def readings(self) -> list[Reading]:
        return [self.by_kind[kind] for kind in sorted(self.by_kind)]

    def save_reading(self, reading_: Reading) -> None:
        self.by_kind[reading_.kind] = reading_


class FakeTransaction:
    def __init__(self, state: State, settings: PortalSettings) -> None:
        self.state = state
        self._settings = settings
        self.acts = Acts(state.acts)
        self.invoices = Invoices(state.invoices)
        self.letters = Letters(state.letters)
        self.deals = DealNotes(state.deals)
        self.mirror = Mirror(state)
        self.twins = TwinNotes(state.twins)

    def next_number(self, register: str, year: int) -> int:
        key = (register, year)
        self.state.numbers[key] = self.state.numbers.get(key, 0) + 1
        return self.state.numbers[key]

    def record(self, fact: Fact, *, lane: str, by: int | None = None) -> None:
        self.state.facts.append(fact)
        for name in names_of(fact):
            self.state.outbox.setdefault(f"{fact.key}|{name}", (name, fact))

    def call(
        self, code: str, key: str, payload: Mapping[str, Any], *, lane: str, due: datetime | None = None
    ) -> None:
        self.state.calls.setdefault(key, (code, payload))

    def decide_row(self, row: RowName, decision: Decision) -> None:
        self.state.decided[str(row)] = decision

    def settle(self, fact: Fact, reaction: str) -> None:
        self.state.settled.add(f"{fact.key}|{reaction}")

    def mark_dirty(self, kind: str, object_id: int) -> None:
        self.state.dirty[kind, object_id] = self.state.dirty.get((kind, object_id), 0) + 1

    def dirty(self, limit: int, *, kind: str = "") -> list[DirtyMark]:
        due = {key: seq for key, seq in self.state.dirty.items() if key not in self.state.put_off}
        marks = [DirtyMark(name, at, seq) for (name, at), seq in due.items() if kind in ("", name)]
        return marks[:limit]

    def put_off(self, marks: Iterable[tuple[str, int]], *, soonest: timedelta, latest: timedelta) -> None:
        self.state.put_off |= dict.fromkeys(marks, soonest)

    def clean(self, marks: Sequence[DirtyMark]) -> None:
        for mark in marks:
            if self.state.dirty.get((mark.kind, mark.object_id)) == mark.seq:
                del self.state.dirty[mark.kind, mark.object_id]

    def cursor(self, name: str) -> int:
        return self.state.cursors.get(name, 0)

    def set_cursor(self, name: str, value: int) -> None:
        self.state.cursors[name] = value

    def settings(self) -> PortalSettings:
        return self._settings
