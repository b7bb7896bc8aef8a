"""The seals of one portal's history: lines are written plain, and chained by hash in batches afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from app.domain.seal import NOTHING, Batch, Head, HistoryLine, Verdict, chain, verify
from app.store.columns import to_microseconds
from app.store.database import Database
from app.store.schema import history, portal, seal

BATCH = 1000
"""Lines under one seal at most: a transaction must not stand in the inbox's way."""


class Seals:
    """Implements the audit of one portal («Проверка истории»)."""

    def __init__(self, database: Database, portal_id: int) -> None:
        self._database = database
        self._portal_id = portal_id

    def seal(self, now: datetime) -> int:
        """Seal what has been written since; return how many lines. Two sealers wait for one another."""
        sealed = 0
        while count := self._seal_batch(now):
            sealed += count
        return sealed

    def head(self) -> Head:
        with self._database.read() as connection:
            return self._head(connection)

    def verify(self, expected: Head | None = None) -> Verdict:
        """Follow the whole chain in one consistent look, line by line."""
        with self._database.read() as connection:
            return verify(self._batches(connection), expected)

    def batches(self) -> Iterator[Batch]:
        """All that is sealed, for an export."""
        with self._database.read() as connection:
            yield from self._batches(connection)

    def waiting(self) -> int:
        """How many lines have no seal yet."""
        with self._database.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(self._unsealed().subquery())) or 0)

    def _seal_batch(self, now: datetime) -> int:
        with self._database.write() as connection:
            chained = select(portal.c.id).where(portal.c.id == self._portal_id)
            connection.execute(chained.with_for_update(key_share=True))
            # By name, not by range: on PostgreSQL a line with a smaller id may be committed after a greater one.
            lines = [_line(row) for row in connection.execute(self._unsealed().limit(BATCH)).mappings()]
            if not lines:
                return 0
            head = chain(self._head(connection), lines)
            values = {"portal_id": self._portal_id, "n": head.n, "total": head.total, "digest": head.digest, "at": now}
            connection.execute(insert(seal).values(values))
            mine = history.c.portal_id == self._portal_id
            named = update(history).where(mine, history.c.id.in_([line.id for line in lines]))
            connection.execute(named.values(seal=head.n))
        return len(lines)

    def _head(self, connection: Connection) -> Head:
        newest = select(seal).where(seal.c.portal_id == self._portal_id).order_by(seal.c.n.desc()).limit(1)
        row = connection.execute(newest).mappings().first()
        return _head(row) if row else NOTHING

    def _unsealed(self) -> Select[Any]:
        mine = select(history).where(history.c.portal_id == self._portal_id, history.c.seal.is_(None))
        return mine.order_by(history.c.id)

    def _batches(self, connection: Connection) -> Iterator[Batch]:
        mine = select(seal).where(seal.c.portal_id == self._portal_id).order_by(seal.c.n)
        for row in connection.execute(mine).mappings():
            under = select(history).where(history.c.portal_id == self._portal_id, history.c.seal == row["n"])
            lines = connection.execute(under.order_by(history.c.id)).mappings()
            yield Batch(_head(row), [_line(line) for line in lines])


def _head(row: RowMapping) -> Head:
    return Head(row["n"], row["total"], row["digest"])


def _line(row: RowMapping) -> HistoryLine:
    return HistoryLine(
        id=row["id"],
        at=to_microseconds(row["at"]),
        register=row["register"],
        document_id=row["document_id"],
        key=row["key"],
        fact=row["fact"],
        body=row["body"],
        by=row["by"],
    )
