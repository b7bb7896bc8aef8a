"""Who reads a portal's changes: one reader a portal, when its dirty marks are ripe or it was long not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from app.errors import LeaseLost
from app.store.database import Database
from app.store.inserting import insert_once
from app.store.marks import is_put_off
from app.store.portals import PortalStatus
from app.store.schema import dirty, portal, reader

NEWEST = timedelta(seconds=1)
OLDEST = timedelta(seconds=3)
"""Marks are ripe when the newest is that old (the burst is over), or the oldest (a burst without end)."""
LOOK_ANYWAY = timedelta(seconds=60)
"""What the host never told us is looked for this often."""


@dataclass(frozen=True, slots=True)
class ReadingTurn:
    """A portal that is to be read, and when it was last."""

    portal_id: int
    done_at: datetime | None


class Readers:
    """The portals whose turn it is to be read, and a lease for each."""

    def __init__(self, database: Database, *, full: int) -> None:
        """`full`: so many marks fill a request, and there is nothing to wait for."""
        self._database = database
        self._full = full

    def due(self, now: datetime) -> list[ReadingTurn]:
        """Active portals with ripe marks, or not read for LOOK_ANYWAY, that nobody reads now; long not read first."""
        marks = (
            select(
                dirty.c.portal_id,
                func.max(dirty.c.last_at, type_=dirty.c.last_at.type).label("newest"),
                func.min(dirty.c.first_at, type_=dirty.c.first_at.type).label("oldest"),
                func.count().label("marks"),
            )
            .where(~is_put_off(now))
            .group_by(dirty.c.portal_id)
            .subquery()
        )
        ripe = or_(marks.c.newest <= now - NEWEST, marks.c.oldest <= now - OLDEST, marks.c.marks >= self._full)
        forgotten = or_(reader.c.done_at.is_(None), reader.c.done_at <= now - LOOK_ANYWAY)
        free = or_(reader.c.until.is_(None), reader.c.until <= now)
        tables = portal.outerjoin(marks, marks.c.portal_id == portal.c.id)
        tables = tables.outerjoin(reader, reader.c.portal_id == portal.c.id)
        query = select(portal.c.id, reader.c.done_at).select_from(tables).where(portal.c.status == PortalStatus.ACTIVE)
        turns = query.where(or_(ripe, forgotten), free).order_by(reader.c.done_at.nulls_first(), portal.c.id)
        with self._database.read() as connection:
            return [ReadingTurn(row.id, row.done_at) for row in connection.execute(turns)]

    def take(self, turn: ReadingTurn, *, owner: str, now: datetime, seconds: float) -> bool:
        """Whether `owner` may read the portal now; not when somebody reads it, or has done so since it was due."""
        with self._database.write(durable=False) as connection:
            insert_once(connection, reader, {"portal_id": turn.portal_id, "owner": "", "until": now})
            unread = reader.c.done_at.is_(None) if turn.done_at is None else reader.c.done_at == turn.done_at
            free = update(reader).where(reader.c.portal_id == turn.portal_id, reader.c.until <= now, unread)
            lease = {"owner": owner, "until": now + timedelta(seconds=seconds)}
            return connection.execute(free.values(lease)).rowcount == 1

    def hold(self, portal_id: int, *, owner: str, now: datetime, seconds: float) -> None:
        """Extend the lease that `owner` has. Raises LeaseLost."""
        with self._database.write(durable=False) as connection:
            mine = update(reader).where(reader.c.portal_id == portal_id, reader.c.owner == owner)
            if connection.execute(mine.values(until=now + timedelta(seconds=seconds))).rowcount != 1:
                raise LeaseLost(f"portal {portal_id}: the reading of {owner} is over")

    def release(self, portal_id: int, *, owner: str, now: datetime, rest: timedelta = timedelta(0)) -> None:
        """End the lease; the portal was read, or at least tried, at `now`. Nobody reads it for the `rest`."""
        with self._database.write(durable=False) as connection:
            mine = update(reader).where(reader.c.portal_id == portal_id, reader.c.owner == owner)
            connection.execute(mine.values(owner="", until=now + rest, done_at=now))
