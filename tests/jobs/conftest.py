"""The store's fixtures, and a drain whose hands a test fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import cast

import pytest
from sqlalchemy import select

from app.jobs.bulkhead import Bulkhead
from app.jobs.drain import Drain, Hands
from app.portal.hearing import Hearing
from app.ports import Context
from app.store.database import Database
from app.store.events import EventTurns
from app.store.portals import Portals
from app.store.queue import InboxRow, OutboxRow, Queue
from app.store.schema import inbox, outbox
from app.store.store import EventsTaken, PortalStore
from tests.store.conftest import (
    cipher,
    clock,
    other_portal,
    other_store,
    portal,
    portals,
    rings,
    store,
    two_reactions,
    vault,
)
from tests.store.databases import (
    database,
    database_url,
    postgres_server,
    postgres_template,
    pytest_unconfigure,
    sqlite_template,
)
from tests.store.samples import HandClock, Rings, an_address, tokens

__all__ = [
    "cipher", "clock", "database", "database_url", "other_portal", "other_store", "portal", "portals",
    "postgres_server", "postgres_template", "pytest_unconfigure", "rings", "sqlite_template", "store",
    "vault",
]  # fmt: skip


class Script:
    """What happens to each row: the next thing said for its key, else nothing."""

    def __init__(self) -> None:
        self.said: dict[str, Iterator[object]] = {}
        self.seen: list[str] = []
        self.warned: list[tuple[str, str]] = []
        self.warning_error: Exception | None = None

    def say(self, key: str, *outcomes: object) -> None:
        """Each outcome is raised when it is an error, called when it can be, else returned."""
        self.said[key] = iter(outcomes)

    def play(self, ctx: Context, row: InboxRow | OutboxRow) -> Mapping[str, str] | None:
        self.seen.append(row.key)
        with suppress(StopIteration):
            outcome = next(self.said.get(row.key, iter(())))
            if isinstance(outcome, Exception):
                raise outcome
            if callable(outcome):
                outcome()
                return None
            return cast(Mapping[str, str], outcome)
        return None

    def play_each(self, ctx: Context, taken: EventsTaken) -> None:
        for row in taken.rows:
            self.play(ctx, row)

    def warn(self, ctx: Context, row: InboxRow | OutboxRow, cause: str) -> None:
        self.warned.append((row.key, cause))
        if self.warning_error:
            raise self.warning_error


def named_portals(portals: Portals, clock: HandClock, *names: str) -> list[int]:
    """Ids of portals of these names, in this order."""
    return [
        portals.upsert_install(an_address(name), tokens=tokens(clock), application_token=name, at=clock.now()).id
        for name in names
    ]


def states(database: Database) -> dict[str, str]:
    with database.read() as connection:
        rows = [
            *connection.execute(select(outbox.c.key, outbox.c.state)),
            *connection.execute(select(inbox.c.key, inbox.c.state)),
        ]
        return {row.key: row.state for row in rows}


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


@pytest.fixture
def hearing(clock: HandClock) -> Hearing:
    return Hearing(clock)


@pytest.fixture
def make_drain(
    database: Database, queue: Queue, rings: Rings, clock: HandClock, script: Script, hearing: Hearing
) -> Callable[..., Drain]:
    def open_store(portal_id: int) -> PortalStore:
        return PortalStore(database, portal_id, reactions=two_reactions, clock=clock, on_commit=rings)

    def react(ctx: Context, row: OutboxRow) -> None:
        script.play(ctx, row)

    def make(owner: str, places: int = 4) -> Drain:
        hands = Hands(
            open_context=lambda portal_id: cast(Context, portal_id),
            open_store=open_store,
            run_events=script.play_each,
            run_inbox=script.play,
            run_outbox=react,
            warn=script.warn,
        )
        return Drain(queue, EventTurns(database), hands, clock, owner=owner, bulkhead=Bulkhead(places, hearing))

    return make
