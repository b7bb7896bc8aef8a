"""The mirror («Зеркало») inside a transaction: objects of all kinds, never older over newer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, delete, func, select

from app.domain.mirror import Certificate, MirrorSum, RawObject, Reading, ReadingState, Stamp, Window
from app.store.columns import to_microseconds
from app.store.inserting import upsert
from app.store.mirror_body import packed
from app.store.schema import certificate as certificate_table
from app.store.schema import mirror, reading
from app.store.scope import Scope

_CHUNK = 500
"""How many ids one statement names."""
_HALF = 2**32
_NEWER = (
    "ON CONFLICT (portal_id, kind, object_id) DO UPDATE SET updated_at = excluded.updated_at,"
    " digest = excluded.digest, body = excluded.body, read_at = excluded.read_at"
    " WHERE excluded.updated_at > mirror.updated_at"
    " OR (COALESCE(excluded.updated_at >= mirror.updated_at, TRUE)"
    " AND excluded.digest <> mirror.digest AND excluded.read_at >= mirror.read_at)"
)
_COLUMNS = "INSERT INTO mirror (portal_id, kind, read_at, object_id, updated_at, digest, body)"
_SQLITE = f"{_COLUMNS} VALUES (?, ?, ?, ?, ?, ?, ?) {_NEWER}"
# One statement for all rows: a round trip a row is what a network is slow at.
_POSTGRES = (
    f"{_COLUMNS} SELECT %s, %s, %s, object_id, updated_at, digest, body FROM ROWS FROM"  # noqa: S608
    " (unnest(%s::bigint[]), unnest(%s::bigint[]), unnest(%s::bigint[]), jsonb_array_elements(%s::jsonb))"
    f" AS fresh (object_id, updated_at, digest, body) {_NEWER}"
)
Values = tuple[int, int | None, int, str]


class StoredMirror:
    """Implements Mirror."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, kind: str, objects: Sequence[RawObject], *, read_at: datetime) -> int:
        return self.put_packed(kind, pack_all(objects), read_at=read_at)

    def put_packed(self, kind: str, values: Sequence[Values], *, read_at: datetime) -> int:
        """The same with rows made ready before the transaction."""
        if not values:
            return 0
        same = (self._scope.portal_id, kind, to_microseconds(read_at))
        connection = self._scope.connection
        if self._scope.is_sqlite:
            return connection.exec_driver_sql(_SQLITE, [same + row for row in values]).rowcount
        ids, updated, digests, bodies = zip(*values, strict=True)
        # One text: the driver would look at every character of a list of them.
        given = (*same, list(ids), list(updated), list(digests), f"[{','.join(bodies)}]")
        return connection.exec_driver_sql(_POSTGRES, given).rowcount

    def get(self, kind: str, object_id: int) -> RawObject | None:
        query = select(mirror.c.updated_at, mirror.c.body).where(self._of(kind), mirror.c.object_id == object_id)
        row = self._scope.connection.execute(query).first()
        return None if row is None else RawObject(object_id, row.updated_at, row.body)

    def forget(self, kind: str, object_ids: Sequence[int]) -> int:
        gone = 0
        for at in range(0, len(object_ids), _CHUNK):
            ids = object_ids[at : at + _CHUNK]
            statement = delete(mirror).where(self._of(kind), mirror.c.object_id.in_(ids))
            gone += self._scope.connection.execute(statement).rowcount
        return gone

    def stamps(self, kind: str, *, after: int = 0, limit: int = 10_000) -> list[tuple[int, datetime | None]]:
        query = select(mirror.c.object_id, mirror.c.updated_at).where(self._of(kind), mirror.c.object_id > after)
        rows = self._scope.connection.execute(query.order_by(mirror.c.object_id).limit(limit))
        return [(row.object_id, row.updated_at) for row in rows]

    def stamps_of(self, kind: str, object_ids: Sequence[int]) -> list[Stamp]:
        found: list[Stamp] = []
        for at in range(0, len(object_ids), _CHUNK):
            among = mirror.c.object_id.in_(object_ids[at : at + _CHUNK])
            query = select(mirror.c.object_id, mirror.c.updated_at).where(self._of(kind), among)
            found += [(row.object_id, row.updated_at) for row in self._scope.connection.execute(query)]
        return found

    def certify(self, certificate: Certificate) -> None:
        values = {"portal_id": self._scope.portal_id, **asdict(certificate)}
        upsert(self._scope.connection, certificate_table, ("portal_id", "kind"), values)

    def certificates(self) -> list[Certificate]:
        mine = select(certificate_table).where(certificate_table.c.portal_id == self._scope.portal_id)
        rows = self._scope.connection.execute(mine.order_by(certificate_table.c.kind)).mappings()
        return [certificate_of(row) for row in rows]

    def sum(self, kind: str) -> MirrorSum:
        high, low = mirror.c.digest // _HALF, mirror.c.digest % _HALF
        oldest = func.min(mirror.c.read_at, type_=mirror.c.read_at.type)
        query = select(func.count(), func.sum(high), func.sum(low), oldest).where(self._of(kind))
        count, highs, lows, oldest_at = self._scope.connection.execute(query).one()
        # In halves: a sum of 64-bit numbers does not fit SQLite's integers.
        return MirrorSum(count, (int(highs or 0) * _HALF + int(lows or 0)) % 2**64, oldest_at)

    def kinds(self) -> list[str]:
        mine = select(mirror.c.kind).where(mirror.c.portal_id == self._scope.portal_id).distinct()
        return list(self._scope.connection.scalars(mine.order_by(mirror.c.kind)))

    def reading(self, kind: str) -> Reading | None:
        return next((found for found in self.readings() if found.kind == kind), None)

    def readings(self) -> list[Reading]:
        mine = select(reading).where(reading.c.portal_id == self._scope.portal_id)
        return [_reading(row) for row in self._scope.connection.execute(mine.order_by(reading.c.kind))]

    def save_reading(self, reading_: Reading) -> None:
        values = {
            "portal_id": self._scope.portal_id,
            "kind": reading_.kind,
            "state": reading_.state,
            "started_at": reading_.started_at,
            "done_at": reading_.done_at,
            "rows": reading_.rows,
            "left": [[window.after, window.until, window.rows] for window in reading_.left],
        }
        upsert(self._scope.connection, reading, ("portal_id", "kind"), values)

    def _of(self, kind: str) -> ColumnElement[bool]:
        return and_(mirror.c.portal_id == self._scope.portal_id, mirror.c.kind == kind)


def pack_all(objects: Sequence[RawObject]) -> list[Values]:
    """In one order, so that two writers of PostgreSQL cannot wait for each other; a statement names a row once."""
    by_id = {item.id: item for item in objects}
    return [_values(by_id[object_id]) for object_id in sorted(by_id)]


def certificate_of(row: RowMapping) -> Certificate:
    return Certificate(**{field.name: row[field.name] for field in fields(Certificate)})


def _values(item: RawObject) -> Values:
    updated = None if item.updated_at is None else to_microseconds(item.updated_at)
    return item.id, updated, *packed(item)


def _reading(row: Any) -> Reading:
    left = tuple(Window(*window) for window in row.left)
    return Reading(row.kind, ReadingState(row.state), row.started_at, row.done_at, row.rows, left)
