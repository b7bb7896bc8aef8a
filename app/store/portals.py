"""The directory of portals: who has installed the app, their addresses, secrets and settings."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

from app.domain.journal import RowState
from app.domain.policy import PortalSettings
from app.domain.setup import Farewell, Watch
from app.errors import NotFound
from app.ports.access import PortalAddress, TokenPair
from app.store.cipher import Cipher
from app.store.database import Database
from app.store.schema import bucket, cursor, dirty, inbox, outbox, page_session, portal, reader, request_log

_SETTINGS: TypeAdapter[PortalSettings] = TypeAdapter(PortalSettings)
_TAG_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # printed in QRs and read out on the telephone
_TAG_LENGTH = 8


class PortalStatus(StrEnum):
    """`LOST`: the tokens are revoked; `REMOVED`: the app was deleted there. Work waits in both.

    `ERASING`: deleted with its data: what we have of it goes, a portion at a time.
    """

    ACTIVE = "active"
    LOST = "lost"
    REMOVED = "removed"
    ERASING = "erasing"

    @property
    def is_gone(self) -> bool:
        return self in (PortalStatus.REMOVED, PortalStatus.ERASING)


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One portal; endpoints end with a slash; `lost_reason` says why an administrator must re-authorise."""

    id: int
    member_id: str
    tag: str
    domain: str
    client_endpoint: str
    server_endpoint: str
    status: PortalStatus
    installed_at: datetime
    lost_reason: str = ""

    @property
    def address(self) -> PortalAddress:
        return PortalAddress(self.member_id, self.domain, self.client_endpoint, self.server_endpoint)


class Portals:
    """The only part of the store that knows more than one portal."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    def get(self, portal_id: int) -> PortalRow:
        """Raises NotFound."""
        with self._database.read() as connection:
            row = connection.execute(select(portal).where(portal.c.id == portal_id)).mappings().first()
        if row is None:
            raise NotFound("Портал не найден: установите приложение заново.")
        return _row(row)

    def by_member(self, member_id: str) -> PortalRow | None:
        with self._database.read() as connection:
            row = connection.execute(select(portal).where(portal.c.member_id == member_id)).mappings().first()
        return _row(row) if row else None

    def all(self) -> list[PortalRow]:
        with self._database.read() as connection:
            return [_row(row) for row in connection.execute(select(portal).order_by(portal.c.id)).mappings()]

    def upsert_install(
        self, address: PortalAddress, *, tokens: TokenPair, application_token: str, at: datetime
    ) -> PortalRow:
        """Note an installation or a re-authorisation; the portal keeps its id, tag and settings.

        What failed before is tried at once: it may have waited for these very tokens.
        """
        values = {
            "domain": address.domain,
            "client_endpoint": address.client_endpoint,
            "server_endpoint": address.server_endpoint,
            "status": PortalStatus.ACTIVE,
            "lost_reason": "",
            "installed_at": at,
            "tokens": seal_pair(self._cipher, tokens),
            "refresh_owner": "",
            "refresh_until": None,
        }
        if application_token:
            values["application_token"] = self._cipher.seal(application_token)
        with self._database.write() as connection:
            known = portal.c.member_id == address.member_id
            row = connection.execute(update(portal).where(known).values(values).returning(portal)).mappings().first()
            if row is None:
                first = {
                    "application_token": "",
                    "zone": PortalSettings().zone,
                    "settings": {},
                    "tag": _new_tag(),
                    "member_id": address.member_id,
                }
                inserted = insert(portal).values(first | values).returning(portal)
                row = connection.execute(inserted).mappings().one()
            else:
                _wake(connection, row["id"], at)
            return _row(row)

    def application_token(self, portal_id: int) -> str:
        """The secret that the portal's events must carry; empty before the first installation event."""
        with self._database.read() as connection:
            sealed = connection.scalar(select(portal.c.application_token).where(portal.c.id == portal_id))
        return self._cipher.open(sealed or "")

    def settings(self, portal_id: int) -> PortalSettings:
        with self._database.read() as connection:
            return settings_in(connection, portal_id)

    def change_settings(
        self, portal_id: int, change: Callable[[PortalSettings], PortalSettings]
    ) -> PortalSettings:
        """Change what is stored now: a worker and a page may write at once, and neither may undo the other."""
        with self._database.write() as connection:
            return settings_changed(connection, portal_id, change)

    def readmit(self, portal_id: int, address: PortalAddress, application_token: str) -> PortalRow:
        """Note the address and the secret of a portal whose tokens stay as they are."""
        values: dict[str, Any] = {"domain": address.domain, "client_endpoint": address.client_endpoint}
        if application_token:
            values["application_token"] = self._cipher.seal(application_token)
        self._set(portal_id, values)
        return self.get(portal_id)

    def move(self, portal_id: int, address: PortalAddress) -> None:
        """Note the portal's new name; the client has had it confirmed by the auth server."""
        self._set(portal_id, {"domain": address.domain, "client_endpoint": address.client_endpoint})

    def remove(self, portal_id: int) -> None:
        """The app was deleted there: forget its secrets and what can be read again, keep the documents.

        Cursors go too: what happens while the app is away is not for it to act on when it comes back. What it made
        in the portal is not forgotten: a later installation may take it back.
        """
        gone = {"status": PortalStatus.REMOVED, "tokens": "", "application_token": "", "lost_reason": ""}
        with self._database.write() as connection:
            settings_changed(connection, portal_id, _uninstalled)
            connection.execute(update(portal).where(portal.c.id == portal_id).values(gone))
            for table in (page_session, dirty, reader, bucket, request_log, cursor):
                connection.execute(delete(table).where(table.c.portal_id == portal_id))

    def reseal(self) -> int:
        """Seal every portal's secrets with the newest key; return how many portals there are. Sessions end.

        Raises SettingsError when a key is missing that some of them were sealed with; then nothing is changed.
        """
        secrets_ = (portal.c.tokens, portal.c.application_token)
        with self._database.write() as connection:
            rows = connection.execute(select(portal.c.id, *secrets_).with_for_update(key_share=True)).all()
            for row in rows:
                fresh = {"tokens": row.tokens, "application_token": row.application_token}
                sealed = {name: self._cipher.seal(self._cipher.open(old)) for name, old in fresh.items()}
                connection.execute(update(portal).where(portal.c.id == row.id).values(sealed))
            connection.execute(delete(page_session))
        return len(rows)

    def _set(self, portal_id: int, values: Mapping[str, Any]) -> None:
        with self._database.write() as connection:
            connection.execute(update(portal).where(portal.c.id == portal_id).values(values))


def settings_in(connection: Connection, portal_id: int) -> PortalSettings:
    """As they are stored when this transaction looks."""
    stored = connection.execute(_stored(portal_id)).mappings().first()
    return _settings(stored) if stored else PortalSettings()


def settings_changed(
    connection: Connection, portal_id: int, change: Callable[[PortalSettings], PortalSettings]
) -> PortalSettings:
    """What is stored then, together with all else that this transaction writes."""
    stored = connection.execute(_stored(portal_id).with_for_update(key_share=True)).mappings().first()
    changed = change(_settings(stored) if stored else PortalSettings())
    body = _SETTINGS.dump_python(changed, mode="json")
    values = {"zone": body.pop("zone"), "settings": body}
    connection.execute(update(portal).where(portal.c.id == portal_id).values(values))
    return changed


def _stored(portal_id: int) -> Select[Any]:
    return select(portal.c.zone, portal.c.settings).where(portal.c.id == portal_id)


def _settings(stored: RowMapping) -> PortalSettings:
    """The zone has a column of its own: dates in the registers are its dates."""
    return _SETTINGS.validate_python({**stored["settings"], "zone": stored["zone"]})


def _uninstalled(known: PortalSettings) -> PortalSettings:
    return replace(known, registered={}, steps=(), is_complete=False, watch=Watch(), farewell=Farewell())


def seal_pair(cipher: Cipher, pair: TokenPair) -> str:
    body = {
        "access": pair.access,
        "refresh": pair.refresh,
        "expires_at": pair.expires_at.isoformat(),
        "user_id": pair.user_id,
    }
    return cipher.seal(json.dumps(body))


def open_pair(cipher: Cipher, sealed: str) -> TokenPair:
    body = json.loads(cipher.open(sealed))
    return TokenPair(body["access"], body["refresh"], datetime.fromisoformat(body["expires_at"]), body["user_id"])


def _row(row: RowMapping) -> PortalRow:
    return PortalRow(
        id=row["id"],
        member_id=row["member_id"],
        tag=row["tag"],
        domain=row["domain"],
        client_endpoint=row["client_endpoint"],
        server_endpoint=row["server_endpoint"],
        status=PortalStatus(row["status"]),
        installed_at=row["installed_at"],
        lost_reason=row["lost_reason"],
    )


def _new_tag() -> str:
    return "".join(secrets.choice(_TAG_ALPHABET) for _ in range(_TAG_LENGTH))


def _wake(connection: Connection, portal_id: int, at: datetime) -> None:
    for table in (inbox, outbox):
        failed_before = (table.c.state == RowState.WAITING) & (table.c.error != "") & (table.c.due > at)
        connection.execute(update(table).where(table.c.portal_id == portal_id, failed_before).values(due=at))
