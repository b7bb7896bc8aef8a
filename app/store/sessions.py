"""Sessions of pages: a short-lived bearer that the portal's own POST was exchanged for."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from app.ports.office import Clock
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.schema import page_session

_BEARER_BYTES = 32


@dataclass(frozen=True, slots=True)
class PageSession:
    """Who looks at which page. `deal_id` in the deal tab only; `user_token` is the user's own AUTH_ID."""

    portal_id: int
    page: str
    user_id: int
    user_name: str
    is_admin: bool
    lang: str
    expires_at: datetime
    deal_id: int | None = None
    user_token: str = ""

    def __repr__(self) -> str:
        return f"PageSession(portal {self.portal_id}, user {self.user_id}, {self.page})"


class Sessions:
    """Bearers are kept as hashes: who reads the database cannot use one. They name the portal themselves."""

    def __init__(self, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def open(self, session: PageSession) -> str:
        """Return the bearer of a new session; those that are over are swept away on the way."""
        bearer = secrets.token_urlsafe(_BEARER_BYTES)
        values = {
            "hash": _hash(bearer),
            "portal_id": session.portal_id,
            "page": session.page,
            "user_id": session.user_id,
            "user_name": session.user_name,
            "is_admin": session.is_admin,
            "deal_id": session.deal_id,
            "lang": session.lang,
            "user_token": self._cipher.seal(session.user_token),
            "expires_at": session.expires_at,
        }
        with self._database.write(durable=False) as connection:
            connection.execute(delete(page_session).where(page_session.c.expires_at <= self._clock.now()))
            connection.execute(insert(page_session).values(values))
        return bearer

    def find(self, bearer: str) -> PageSession | None:
        """The session of the bearer, None when there is none or it is over."""
        query = select(page_session).where(
            page_session.c.hash == _hash(bearer), page_session.c.expires_at > self._clock.now()
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        values = {name: value for name, value in row.items() if name != "hash"}
        return PageSession(**values | {"user_token": self._cipher.open(row["user_token"])})

    def close(self, bearer: str) -> None:
        with self._database.write(durable=False) as connection:
            connection.execute(delete(page_session).where(page_session.c.hash == _hash(bearer)))


def _hash(bearer: str) -> str:
    return hashlib.sha256(bearer.encode()).hexdigest()
