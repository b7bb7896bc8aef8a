"""Portals apart, as a property: whatever is done in the others, of one portal all looks as if it were alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import DomainError, LeaseLost
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.queue import InboxRow
from bench import postgres
from tests.store.apart import flows, offices, papers
from tests.store.apart.guard import Guard
from tests.store.apart.operations import EVERYWHERE, OPERATIONS, perform
from tests.store.apart.readings import looked_at, rows
from tests.store.apart.tenants import House, Tenant
from tests.store.samples import HandClock

assert flows and offices and papers  # they bring the operations
Step = tuple[int, str, int, int]
"""In which portal, counted from ours, what is done, and two numbers."""
PORTALS = 3
FURNISHING = (
    ("add_act", 1, 1), ("add_invoice", 1, 1), ("add_letter", 1, 1), ("put_deals", 1, 1), ("record", 1, 1),
    ("put_in_bulk", 2, 1), ("mark", 1, 1), ("put_file", 1, 1), ("accept", 1, 1), ("accept", 2, 1), ("call", 1, 1),
    ("open_session", 1, 5), ("fill_bucket", 1, 1), ("log_request", 1, 1), ("seal", 1, 1), ("leave_an_upload", 1, 1),
    ("save_reading", 1, 1), ("certify", 1, 1), ("next_number", 1, 1), ("change_portal", 1, 1), ("record", 2, 2),
    ("note_twin", 1, 1),
)  # fmt: skip
"""The same in every portal before anything else, so that every operation finds something to work on."""
STEPS = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 1, 2]), st.sampled_from([*OPERATIONS]), st.integers(1, 9), st.integers(0, 5)
    ),
    min_size=30,
    max_size=80,
)
SLOWLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@dataclass
class Town:
    """A house that three portals share, and one where one of them lives alone."""

    shared: House
    alone: House

    def settle(self, ours: int) -> tuple[list[Tenant], Tenant]:
        """Furnished; portal `ours` in both houses, with the same ids in both."""
        for house in (self.shared, self.alone):
            house.empty()
        tenants = [Tenant(self.shared, f"m{one}") for one in range(ours)]
        self.alone.is_behind = True
        self.alone.keep_up_with(self.shared)
        alone = Tenant(self.alone, f"m{ours}")
        tenants += [Tenant(self.shared, f"m{one}") for one in range(ours, PORTALS)]
        self.alone.is_behind = True
        for who in range(PORTALS):
            for what in FURNISHING:
                act(tenants, ours, alone, ((who - ours) % PORTALS, *what))
        return tenants, alone


@pytest.fixture
def alone_database(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A second one, of the same kind."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'alone.db'}"
        if database.is_sqlite:
            shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "alone.db")
        else:
            server, template = (request.getfixturevalue(f"postgres_{name}") for name in ("server", "template"))
            url = stack.enter_context(postgres.fresh_database(server, template=template))
        opened = Database(url)
        yield opened
        opened.dispose()


@pytest.fixture
def town(database: Database, alone_database: Database, cipher: Cipher) -> Iterator[Town]:
    guard = Guard()
    shared, alone = (House(one, cipher, HandClock(), guard) for one in (database, alone_database))
    with guard.on_duty():
        yield Town(shared, alone)
    for house in (shared, alone):
        house.inbox.close()


def act(tenants: Sequence[Tenant], ours: int, alone: Tenant, step: Step) -> None:
    """What is ours, or happens to all, is done in both houses: the same must come of it."""
    beside, name, first, second = step
    who = (ours + beside) % PORTALS
    if who == ours or name in EVERYWHERE:
        alone.house.keep_up_with(tenants[ours].house)
        assert perform(tenants[ours], name, first, second) == perform(alone, name, first, second), name
    else:
        perform(tenants[who], name, first, second)
        alone.house.is_behind = True


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: (one[name], other[name]) for name in one if one[name] != other[name]}


@settings(max_examples=12, deadline=None, suppress_health_check=SLOWLY)
@given(ours=st.integers(0, PORTALS - 1), steps=STEPS)
def test_of_a_portal_all_looks_as_if_it_were_alone(town: Town, ours: int, steps: Sequence[Step]) -> None:
    tenants, alone = town.settle(ours)
    for step in steps:
        act(tenants, ours, alone, step)
    assert differences(rows(tenants[ours]), rows(alone)) == {}
    assert differences(looked_at(tenants[ours]), looked_at(alone)) == {}


@settings(max_examples=4, deadline=None, suppress_health_check=SLOWLY)
@given(goes=st.integers(0, PORTALS - 1), how=st.sampled_from(["erase", "remove"]), steps=STEPS)
def test_a_portal_that_goes_takes_nothing_of_the_others(
    town: Town, goes: int, how: str, steps: Sequence[Step]
) -> None:
    tenants, alone = town.settle(goes)
    for step in steps:
        act(tenants, goes, alone, step)
    stay = [tenant for tenant in tenants if tenant is not tenants[goes]]
    lay, looked = [rows(tenant) for tenant in stay], looked_at(stay[0])
    assert perform(tenants[goes], how, 1, 1) is None
    assert [differences(rows(tenant), lay[at]) for at, tenant in enumerate(stay)] == [{}, {}]
    assert differences(looked_at(stay[0]), looked) == {}


def test_a_row_of_another_portal_is_not_ended_here(town: Town) -> None:
    tenants, _ = town.settle(0)
    mine, other = tenants[:2]
    with pytest.raises(DomainError), other.store.events(1) as taken:
        flows.refuse()
    row = other.lease("inbox")
    assert isinstance(row, InboxRow)
    before = rows(other)
    with pytest.raises(LeaseLost), mine.store.transaction() as tx:
        tx.finish(row)
    mine.store.part_events(taken.rows, "чужое")
    assert rows(other) == before
    with other.store.transaction() as tx:
        tx.finish(row)
