"""Houses (databases) and their tenants (portals) whose every datum coincides, but for the member_id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, text

from app.domain.facts import Fact
from app.ports.access import PortalAddress
from app.store.blobs import StoredBlobs
from app.store.chores import ChoreTimes
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.erasing import tables
from app.store.events import EventTurns
from app.store.gauges import Gauges
from app.store.inbox import Inbox
from app.store.journal import Journal
from app.store.limits import LeakyBucket
from app.store.old_rows import OldRows
from app.store.portals import Portals
from app.store.queue import InboxRow, Queue, Row
from app.store.queue_tables import metadata
from app.store.readers import Readers
from app.store.registers import RegisterView
from app.store.requests import Requests
from app.store.schema import portal, request_log
from app.store.seals import Seals
from app.store.sessions import Sessions
from app.store.store import PortalStore
from app.store.tokens import Tokens
from tests.store.apart.guard import Guard
from tests.store.samples import HandClock, tokens

COUNTED = [found.name for found in metadata.sorted_tables if "id" in found.c]
"""Tables whose ids the database gives."""


def one_reaction(_fact: Fact) -> Sequence[str]:
    return ("tell",)


class House:
    """One database, and what works for all of its portals at once."""

    def __init__(self, database: Database, cipher: Cipher, clock: HandClock, guard: Guard) -> None:
        self.database, self.cipher, self.clock, self.guard = database, cipher, clock, guard
        self.portals = Portals(database, cipher)
        self.sessions = Sessions(database, cipher, clock)
        self.queue = Queue(database)
        self.inbox = Inbox(database, on_accept=lambda: None)
        self.readers = Readers(database, full=5)
        self.chores = ChoreTimes(database)
        self.gauges = Gauges(database, clock)
        self.turns = EventTurns(database)
        self.is_behind = False
        """Whether another house has given ids since that this one has not."""

    def empty(self) -> None:
        """As on the first day; ids begin at 1."""
        with self.database.write(durable=False) as connection:
            for found in (*tables(), portal):
                connection.execute(delete(found))
            if self.database.is_sqlite:
                connection.execute(text("DELETE FROM document_search"))
        self.count_from(dict.fromkeys(COUNTED, (1, False)))

    def besides(self, tenant: Tenant) -> list[int]:
        return [row.id for row in self.portals.all() if row.id != tenant.portal.id]

    def free_expired(self) -> None:
        """Whoever leases frees what has run out, in all portals: it must not matter who that is."""
        everybody = [row.id for row in self.portals.all()]
        self.queue.lease_inbox("sweeper", self.clock.now(), 1, besides=everybody)

    def counters(self) -> dict[str, Any]:
        """Which ids come next."""
        with self.database.read() as connection:
            if self.database.is_sqlite:
                last = {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
                return {name: (last.get(name, 0), True) for name in COUNTED}
            each = (f"SELECT '{name}', last_value, is_called FROM {name}_id_seq" for name in COUNTED)  # noqa: S608
            return {name: (last, called) for name, last, called in connection.execute(text(" UNION ALL ".join(each)))}

    def keep_up_with(self, other: House) -> None:
        """Give the same ids from now on."""
        if self.is_behind:
            self.count_from(other.counters())
            self.is_behind = False

    def count_from(self, counters: dict[str, Any]) -> None:
        with self.database.write(durable=False) as connection:
            if self.database.is_sqlite:
                connection.execute(text("DELETE FROM sqlite_sequence"))
                insert = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
                rows = [{"name": name, "seq": last if called else 0} for name, (last, called) in counters.items()]
                # The log of requests counts by itself.
                connection.execute(insert, [row for row in rows if row["name"] != request_log.name])
                return
            calls = (f"setval('{name}_id_seq', {last}, {called})" for name, (last, called) in counters.items())
            connection.execute(text(f"SELECT {', '.join(calls)}"))


class Tenant:
    """One portal in a house: all stores that are built for one portal, and what its workers hold in their hands."""

    def __init__(self, house: House, member_id: str) -> None:
        self.house, self.member_id = house, member_id
        self.move_in()

    def move_in(self) -> None:
        house = self.house
        address = PortalAddress(self.member_id, "one.example", "https://one.example/rest/", "https://oauth.example/rest/")
        self.portal = house.portals.upsert_install(
            address, tokens=tokens(house.clock), application_token="app", at=house.clock.now()
        )
        database, mine = house.database, self.portal.id
        self.store = PortalStore(database, mine, reactions=one_reaction, clock=house.clock, on_commit=lambda: None)
        self.journal = Journal(database, mine)
        self.registers = [RegisterView(database, mine, seen_by=user) for user in (None, 3)]
        self.seals = Seals(database, mine)
        self.requests = Requests(database, mine)
        self.blobs = StoredBlobs(database, mine, house.clock, limit=1000)
        self.bucket = LeakyBucket(database, mine, house.clock)
        self.old_rows = OldRows(database, mine)
        self.vault = Tokens(database, mine, house.cipher, house.clock)
        self.leased: list[Row] = []
        self.bearers: list[str] = []

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def lease(self, queue: str) -> Row | None:
        take: Callable[..., Row | None] = getattr(self.house.queue, f"lease_{queue}")
        row = take("w", self.now, 60, besides=self.house.besides(self))
        if row is not None:
            self.leased.append(row)
        return row

    def strangers_row(self, row_id: int, portal_id: int) -> InboxRow:
        """As if a row of another portal had got into our hands."""
        return InboxRow(row_id, portal_id, "k", "deal:1", 1, "w", self.now)
