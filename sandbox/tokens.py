"""OAuth tokens, authorization codes and incoming webhooks of one portal.

Lifetimes: settings/oauth/index.md (access 3600 s, refresh 180 days, code 30 s, single use).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.portal import Portal

ACCESS_SECONDS = 3600
REFRESH_SECONDS = 180 * 24 * 3600
CODE_SECONDS = 30
TOKENS, WEBHOOKS = "token", "webhook"

SCHEMA = """
CREATE TABLE IF NOT EXISTS token (
    access TEXT PRIMARY KEY, refresh TEXT, client_id TEXT NOT NULL, user_id INTEGER NOT NULL,
    expires INTEGER NOT NULL, refresh_expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS token_refresh ON token (refresh);
CREATE TABLE IF NOT EXISTS code (
    code TEXT PRIMARY KEY, client_id TEXT NOT NULL, user_id INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS webhook (
    secret TEXT PRIMARY KEY, user_id INTEGER NOT NULL, scope TEXT NOT NULL, title TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Token:
    access: str
    refresh: str
    client_id: str
    user_id: int
    expires: int


class Tokens:
    """Issue, find, rotate and expire. Instants are unix seconds of the portal's clock."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._db = portal.store.db
        self._db.executescript(SCHEMA)

    def _now(self) -> int:
        return self._portal.clock.timestamp()

    def issue(self, client_id: str, user_id: int) -> Token:
        token = Token(secrets.token_hex(35), secrets.token_hex(35), client_id, user_id, self._now() + ACCESS_SECONDS)
        row = (token.access, token.refresh, client_id, user_id, token.expires, self._now() + REFRESH_SECONDS)
        with self._portal.transaction():
            self._portal.store.touch(TOKENS)
            self._db.execute("INSERT INTO token VALUES (?, ?, ?, ?, ?, ?)", row)
        return token

    def by_access(self, access: str) -> Token | None:
        """The token, expired or not."""
        sql = "SELECT access, refresh, client_id, user_id, expires FROM token WHERE access = ?"
        return self._portal.store.remember((TOKENS,), (TOKENS, access), lambda: self._one(sql, access))

    def is_live(self, token: Token) -> bool:
        return token.expires > self._now()

    def refresh(self, refresh: str, client_id: str) -> Token | None:
        """A new pair for a refresh token, which is spent by it; the old access token lives out its hour.

        None: unknown, spent, another app's, or too old.
        """
        sql = "SELECT access, refresh, client_id, user_id, expires FROM token WHERE refresh = ? AND client_id = ?"
        with self._portal.transaction():
            old = self._one(f"{sql} AND refresh_expires > ?", refresh, client_id, self._now())
            if old is None:
                return None
            self._db.execute("UPDATE token SET refresh = NULL WHERE access = ?", (old.access,))
            self._portal.store.touch(TOKENS)
            return self.issue(client_id, old.user_id)

    def _one(self, sql: str, *args: Any) -> Token | None:
        with self._portal.store.lock:
            row = self._db.execute(sql, args).fetchone()
        return Token(*row) if row else None

    def expire_all(self, client_id: str = "") -> int:
        with self._portal.transaction():
            sql = "UPDATE token SET expires = 0 WHERE ? IN ('', client_id)"
            self._portal.store.touch(TOKENS)
            return self._db.execute(sql, (client_id,)).rowcount

    def revoke(self, client_id: str) -> None:
        with self._portal.transaction():
            self._portal.store.touch(TOKENS)
            self._db.execute("DELETE FROM token WHERE client_id = ?", (client_id,))
            self._db.execute("DELETE FROM code WHERE client_id = ?", (client_id,))

    def new_code(self, client_id: str, user_id: int) -> str:
        code = secrets.token_hex(35)
        with self._portal.transaction():
            row = (code, client_id, user_id, self._now() + CODE_SECONDS)
            self._db.execute("INSERT INTO code VALUES (?, ?, ?, ?)", row)
        return code

    def redeem(self, code: str, client_id: str) -> Token | None:
        with self._portal.transaction():
            sql = "DELETE FROM code WHERE code = ? AND client_id = ? RETURNING user_id, expires"
            row = self._db.execute(sql, (code, client_id)).fetchone()
            if row is None or row[1] <= self._now():
                return None
            return self.issue(client_id, row[0])

    def add_webhook(self, user_id: int, scope: list[str], title: str = "", secret: str = "") -> str:
        secret = secret or secrets.token_hex(8)
        with self._portal.transaction():
            self._portal.store.touch(WEBHOOKS)
            self._db.execute("INSERT INTO webhook VALUES (?, ?, ?, ?)", (secret, user_id, ",".join(scope), title))
        return secret

    def webhook_scope(self, user_id: int, secret: str) -> frozenset[str] | None:
        place = (WEBHOOKS, user_id, secret)
        return self._portal.store.remember((WEBHOOKS,), place, lambda: self._webhook_scope(user_id, secret))

    def _webhook_scope(self, user_id: int, secret: str) -> frozenset[str] | None:
        sql = "SELECT scope FROM webhook WHERE secret = ? AND user_id = ?"
        row = self._db.execute(sql, (secret, user_id)).fetchone()
        return frozenset(filter(None, row[0].split(","))) if row else None
