"""The tables of both queues, and what all tables share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, text

from app.store.columns import Id, Instant, Json

metadata = MetaData()
# sqlite_autoincrement: ids are never given twice, not even after a removal, for QRs and links name them.
STUCK = "state IN ('failed', 'unknown')"
"""Rows that wait for a person, in the words of their partial index: SQLite takes it for no others."""


def of_portal(*, primary_key: bool = False) -> Column[Any]:
    return Column("portal_id", Id, primary_key=primary_key, nullable=False, autoincrement=False)


def _queue(name: str, *what: Column[Any]) -> Table:
    waiting, leased, stuck = text("state = 'waiting'"), text("state = 'leased'"), text(STUCK)
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True),
        of_portal(),
        Column("key", String, nullable=False),
        *what,
        Column("lane", String, nullable=False),
        Column("state", String, nullable=False),
        Column("due", Instant, nullable=False),
        Column("owner", String, nullable=False),
        Column("lease_until", Instant),
        Column("attempt", Integer, nullable=False),
        Column("error", Text, nullable=False),
        Column("created_at", Instant, nullable=False),
        UniqueConstraint("portal_id", "key", name=f"{name}_key"),
        Index(f"{name}_waiting", "portal_id", "id", sqlite_where=waiting, postgresql_where=waiting),
        # The database itself holds that a lane has one leased row.
        Index(f"{name}_lane", "portal_id", "lane", unique=True, sqlite_where=leased, postgresql_where=leased),
        Index(f"{name}_stuck", "portal_id", "id", sqlite_where=stuck, postgresql_where=stuck),
        sqlite_autoincrement=True,
    )


inbox = _queue(
    "inbox",
    Column("kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("payload", Json, nullable=False),
    Column("answer", Json),
)
outbox = _queue(
    "outbox",
    Column("fact", String, nullable=False),
    Column("body", Json, nullable=False),
    Column("reaction", String, nullable=False),
)
