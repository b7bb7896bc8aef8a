"""A store whose transactions are parts of one that is open already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from app.domain.mirror import RawObject
from app.store.transaction import StoreTransaction


class JoinedStore:
    """Implements Store. Nothing is kept until whoever opened the transaction commits it."""

    def __init__(self, transaction: StoreTransaction, connection: Connection, portal_id: int) -> None:
        self._transaction = transaction
        self._connection = connection
        self._portal_id = portal_id

    @contextmanager
    def transaction(self) -> Iterator[StoreTransaction]:
        yield self._transaction

    @contextmanager
    def reading(self) -> Iterator[StoreTransaction]:
        """What the open transaction has written is seen."""
        yield self._transaction

    def put_in_bulk(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        return self._transaction.mirror.put(kind, objects, read_at=read_at)
