"""Column types: money as kopecks, instants as microseconds of UTC, JSON, sortable keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.domain.money import from_kopecks, to_kopecks

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts only INTEGER PRIMARY KEY by itself; its integers have 64 bits all the same."""
Json: TypeEngine[Any] = JSON().with_variant(JSONB(), "postgresql")
Key = String().with_variant(String(collation="C"), "postgresql")
"""Text that is compared by code points in both databases, so that both page in the same order."""


class Kopecks(TypeDecorator[Decimal]):
    """Decimal roubles, BIGINT kopecks; refuses what is no whole number of kopecks."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else to_kopecks(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        # Postgres sums BIGINT as NUMERIC.
        return None if value is None else from_kopecks(int(value))


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC; refuses a naive one."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + int(value) * _MICROSECOND


def to_microseconds(value: datetime) -> int:
    """Return microseconds since 1970 UTC. Raises ValueError for a naive datetime."""
    if value.tzinfo is None:
        raise ValueError(f"a naive instant: {value.isoformat()}")
    return (value - _EPOCH) // _MICROSECOND
