"""What the parts of one transaction share: the connection, the portal, and the deals they touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection


@dataclass(slots=True)
class Scope:
    """`touched`: deals of which something changed; `rings`: whether rows were written that somebody must work on.

    `is_writing`: what is read is read to be changed, so that PostgreSQL locks it.
    """

    connection: Connection
    portal_id: int
    now: datetime
    is_writing: bool = True
    touched: set[int] = field(default_factory=set)
    rings: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"
