"""Two portals on each database, a clock that a test moves, and documents to store."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from cryptography.fernet import Fernet

from app.domain.facts import Fact
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.portals import PortalRow, Portals
from app.store.store import PortalStore
from app.store.tokens import Tokens
from tests.store.databases import (
    database,
    database_url,
    postgres_server,
    postgres_template,
    pytest_unconfigure,
    sqlite_template,
)
from tests.store.samples import HandClock, Rings, an_address, tokens

__all__ = ["database", "database_url", "postgres_server", "postgres_template", "pytest_unconfigure", "sqlite_template"]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def cipher() -> Cipher:
    return Cipher([Fernet.generate_key().decode()])


@pytest.fixture
def portals(database: Database, cipher: Cipher) -> Portals:
    return Portals(database, cipher)


@pytest.fixture
def portal(portals: Portals, clock: HandClock) -> PortalRow:
    return portals.upsert_install(an_address("first"), tokens=tokens(clock), application_token="app-1", at=clock.now())


@pytest.fixture
def vault(database: Database, portal: PortalRow, cipher: Cipher, clock: HandClock) -> Tokens:
    return Tokens(database, portal.id, cipher, clock)


@pytest.fixture
def other_portal(portals: Portals, clock: HandClock) -> PortalRow:
    return portals.upsert_install(an_address("second"), tokens=tokens(clock), application_token="app-2", at=clock.now())


@pytest.fixture
def rings() -> Rings:
    return Rings()


def two_reactions(fact: Fact) -> Sequence[str]:
    return (f"print_{type(fact).__name__}", f"tell_{type(fact).__name__}")


@pytest.fixture
def store(database: Database, portal: PortalRow, clock: HandClock, rings: Rings) -> PortalStore:
    return PortalStore(database, portal.id, reactions=two_reactions, clock=clock, on_commit=rings)


@pytest.fixture
def other_store(database: Database, other_portal: PortalRow, clock: HandClock, rings: Rings) -> PortalStore:
    return PortalStore(database, other_portal.id, reactions=two_reactions, clock=clock, on_commit=rings)
