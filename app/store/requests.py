"""The log of REST requests to one portal; the market wants at least three days of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from app.ports.access import RequestNote
from app.store.database import Database
from app.store.schema import request_log

KEPT = timedelta(days=4)
"""The three days that the market asks for, and one to spare for clocks and prunings."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    id: int
    note: RequestNote


class Requests:
    """Implements RequestLog."""

    def __init__(self, database: Database, portal_id: int) -> None:
        self._database = database
        self._portal_id = portal_id

    def write(self, note: RequestNote) -> None:
        with self._database.write(durable=False) as connection:
            connection.execute(insert(request_log).values(portal_id=self._portal_id, **asdict(note)))

    def page(self, *, before: int | None = None, refused: bool = False, limit: int = 100) -> list[LoggedRequest]:
        """The newest first; `before`: only older ones than the request with that id; `refused`: not answered 200."""
        mine = select(request_log).where(request_log.c.portal_id == self._portal_id)
        if before is not None:
            mine = mine.where(request_log.c.id < before)
        if refused:
            mine = mine.where(request_log.c.error != "")
        # By time, for which there is an index of the portal's own; ids grow with it.
        newest = mine.order_by(request_log.c.at.desc(), request_log.c.id.desc()).limit(limit)
        names = [field.name for field in fields(RequestNote)]
        with self._database.read() as connection:
            rows = connection.execute(newest).mappings()
            return [LoggedRequest(row["id"], RequestNote(**{name: row[name] for name in names})) for row in rows]

    def prune(self, now: datetime) -> int:
        """Remove what is older than KEPT, at most a thousand rows at once; return how many went."""
        old = select(request_log.c.id).where(request_log.c.portal_id == self._portal_id, request_log.c.at < now - KEPT)
        with self._database.write(durable=False) as connection:
            return connection.execute(delete(request_log).where(request_log.c.id.in_(old.limit(1000)))).rowcount
