"""When a chore is due again in which portal: one process claims it, and no other does it in that period."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from app.store.columns import to_microseconds
from app.store.database import Database
from app.store.inserting import insert_once
from app.store.portals import PortalStatus
from app.store.schema import cursor, portal


class ChoreTimes:
    """The time before which a chore is not done again stands among the portal's cursors, in microseconds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, name: str, now: datetime, every: timedelta, *, in_all: bool = False) -> list[int]:
        """The portals in which the caller is to do the chore now; a new portal's turn comes at once."""
        at, key = to_microseconds(now), f"chore:{name}"
        claimed = []
        for portal_id in self._due(key, at, in_all=in_all):
            with self._database.write(durable=False) as connection:
                mine = (cursor.c.portal_id == portal_id) & (cursor.c.name == key)
                insert_once(connection, cursor, {"portal_id": portal_id, "name": key, "value": 0})
                taken = update(cursor).where(mine, cursor.c.value <= at)
                if connection.execute(taken.values(value=to_microseconds(now + every))).rowcount == 1:
                    claimed.append(portal_id)
        return claimed

    def _due(self, key: str, at: int, *, in_all: bool) -> list[int]:
        mine = (cursor.c.portal_id == portal.c.id) & (cursor.c.name == key)
        query = select(portal.c.id).select_from(portal.outerjoin(cursor, mine))
        query = query.where(or_(cursor.c.value.is_(None), cursor.c.value <= at))
        if not in_all:
            query = query.where(portal.c.status == PortalStatus.ACTIVE)
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(portal.c.id)))
