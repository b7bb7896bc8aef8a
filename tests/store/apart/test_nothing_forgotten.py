"""The property of portals apart forgets no store and no table: what is new must come into it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Index, PrimaryKeyConstraint, UniqueConstraint

import app.store
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.erasing import tables
from tests.store.apart.guard import Guard
from tests.store.apart.offices import WHY
from tests.store.apart.operations import OPERATIONS, perform
from tests.store.apart.readings import looked_at
from tests.store.apart.tenants import House, Tenant
from tests.store.apart.test_portals_apart import FURNISHING
from tests.store.samples import HandClock

FIRST = (("save_act", 1, 1), ("pay_invoice", 2, 1), ("part_events", 1, 1), ("accept", 3, 1), ("take_events", 1, 1),
         ("decide", 3, 1))  # fmt: skip
"""An act of an invoice, an event, a row to be decided about: numbers that do not miss."""
BOTH = ((1, 1), (2, 0))
"""Most operations go two ways by their second number."""
LAST = ("release_tokens", "remove", "erase", "install")
EACH = sorted(OPERATIONS, key=lambda name: LAST.index(name) if name in LAST else -1)
"""Those last after which there is little to work on."""
OF_ONE_PORTAL = {"portal_id", "scope"}
"""What a class is built with that works for one portal: its id, or a transaction of it."""


def classes() -> Iterator[type]:
    for module in pkgutil.iter_modules(app.store.__path__):
        found = importlib.import_module(f"app.store.{module.name}")
        for _, kind in inspect.getmembers(found, inspect.isclass):
            if kind.__module__ == found.__name__ and "__init__" in vars(kind) and not is_dataclass(kind):
                yield kind


def built_with(kind: type) -> set[str]:
    return set(inspect.signature(kind).parameters)


def methods(kind: type) -> Iterator[Callable[..., Any]]:
    for name, found in vars(kind).items():
        if not name.startswith("_"):
            method = inspect.unwrap(getattr(found, "fget", found))
            if inspect.isfunction(method):
                yield method


def test_a_store_is_of_one_portal_or_says_why_not() -> None:
    of_all = {kind for kind in classes() if "database" in built_with(kind) and not built_with(kind) & OF_ONE_PORTAL}
    assert of_all == set(WHY)


def test_no_method_of_a_portals_store_takes_a_portals_id() -> None:
    takes = [
        f"{kind.__name__}.{method.__name__}"
        for kind in classes()
        if built_with(kind) & OF_ONE_PORTAL
        for method in methods(kind)
        if "portal_id" in inspect.signature(method).parameters
    ]
    assert takes == []


def test_no_key_is_shared_by_portals() -> None:
    """But for the ids that the database gives, and the hash of a bearer, which is as good as one."""
    keys = [
        (found.name, *key.columns.keys())
        for found in tables()
        for key in (*found.constraints, *found.indexes)
        if isinstance(key, PrimaryKeyConstraint | UniqueConstraint) or (isinstance(key, Index) and key.unique)
    ]
    shared = {key for key in keys if "portal_id" not in key}
    counted = {(found.name, "id") for found in tables() if "id" in found.c}
    assert shared == counted | {("page_session", "hash")}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_method_of_a_portals_store_is_among_the_operations(database: Database, cipher: Cipher) -> None:
    guard = Guard()
    house = House(database, cipher, HandClock(), guard)
    called: set[Any] = set()

    def note(frame: FrameType, happened: str, _given: Any) -> None:
        if happened == "call":
            called.add(frame.f_code)

    tenant = Tenant(house, "m1")
    with guard.on_duty():
        sys.setprofile(note)
        try:
            for name, first, second in [*FURNISHING, *FIRST, *((name, *two) for name in EACH for two in BOTH)]:
                perform(tenant, name, first, second)
            looked_at(tenant)
        finally:
            sys.setprofile(None)
    house.inbox.close()
    stores = (kind for kind in classes() if built_with(kind) & OF_ONE_PORTAL)
    assert guard.seen
    assert [f"{one.__qualname__}" for kind in stores for one in methods(kind) if one.__code__ not in called] == []
