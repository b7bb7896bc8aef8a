"""One portal's tokens: encrypted at rest, refreshed by one process at a time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, RowMapping, Update, select, update

from app.errors import AuthLost
from app.ports.access import TokenPair
from app.ports.office import Clock
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.portals import PortalStatus, open_pair, seal_pair
from app.store.schema import portal


class Tokens:
    """Implements TokenVault; the lease stands in the portal's own row."""

    def __init__(self, database: Database, portal_id: int, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._portal_id = portal_id
        self._cipher = cipher
        self._clock = clock

    def current(self) -> TokenPair:
        with self._database.read() as connection:
            return self._open(self._row(connection))

    def lease_refresh(self, stale: TokenPair, *, owner: str, seconds: float) -> TokenPair | None:
        now = self._clock.now()
        with self._database.write() as connection:
            row = self._row(connection, locked=True)
            stored = self._open(row)
            held = row["refresh_until"] is not None and row["refresh_until"] > now
            if stored.access != stale.access or (held and row["refresh_owner"] != owner):
                return stored
            lease = {"refresh_owner": owner, "refresh_until": now + timedelta(seconds=seconds)}
            connection.execute(self._update().values(lease))
        return None

    def store(self, pair: TokenPair, *, owner: str) -> None:
        """A pair whose lease has run out meanwhile is kept only if it is the newer one: none may be lost.

        Nor if another person has given theirs: it was asked for that the app works in their name from now on.
        """
        with self._database.write() as connection:
            row = self._row(connection, locked=True)
            stored, is_ours = self._open(row), row["refresh_owner"] == owner
            is_anothers = pair.user_id is not None and stored.user_id not in (None, pair.user_id)
            if not is_ours and (is_anothers or stored.expires_at >= pair.expires_at):
                return
            values = {"tokens": seal_pair(self._cipher, pair), "refresh_owner": "", "refresh_until": None}
            connection.execute(self._update().values(values))

    def lose(self, refused: TokenPair, reason: str) -> bool:
        """An administrator may give new ones while the portal is still refusing the old."""
        lost = {
            "status": PortalStatus.LOST,
            "lost_reason": reason,
            "refresh_owner": "",
            "refresh_until": None,
        }
        with self._database.write() as connection:
            try:
                stored = self._open(self._row(connection, locked=True))
            except AuthLost:
                return True  # somebody else has noticed
            if stored.access != refused.access:
                return False
            connection.execute(self._update().values(lost))
        return True

    def release(self, *, owner: str) -> None:
        free = {"refresh_owner": "", "refresh_until": None}
        with self._database.write() as connection:
            connection.execute(self._update().where(portal.c.refresh_owner == owner).values(free))

    def _update(self) -> Update:
        return update(portal).where(portal.c.id == self._portal_id)

    def _row(self, connection: Connection, *, locked: bool = False) -> RowMapping:
        query = select(portal).where(portal.c.id == self._portal_id)
        row = connection.execute(query.with_for_update(key_share=True) if locked else query).mappings().first()
        if row is None or row["status"] != PortalStatus.ACTIVE or not row["tokens"]:
            reason = row["lost_reason"] if row else ""
            raise AuthLost("", reason or "Доступ к порталу утрачен: откройте приложение в портале как администратор.")
        return row

    def _open(self, row: RowMapping) -> TokenPair:
        return open_pair(self._cipher, row["tokens"])
