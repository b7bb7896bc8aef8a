"""Notifications in the bell («колокольчик»): api-reference/chats/notifications/. One with a known TAG replaces it."""

from __future__ import annotations

from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("im_notification")


def add(portal: Portal, record: Record) -> int:
    """`record`: USER_ID, TYPE system|personal, MESSAGE, MESSAGE_OUT, TAG, SUB_TAG, ATTACH, AUTHOR_ID, client_id."""
    if record["TAG"]:
        for old in collection(portal).find(USER_ID=record["USER_ID"], TAG=record["TAG"]):
            collection(portal).delete(old["ID"])
    return collection(portal).add({**record, "DATE": portal.clock.iso(), "READ": False})


def delete(portal: Portal, client_id: str, **named: object) -> bool:
    """Those of an app that match ID, TAG or SUB_TAG."""
    found = [row for row in collection(portal).find(client_id=client_id) if named.items() <= row.items()]
    for row in found:
        collection(portal).delete(row["ID"])
    return bool(found)


def of_user(portal: Portal, user_id: int) -> list[Record]:
    """The newest first."""
    return collection(portal).find(USER_ID=user_id)[::-1]


def mark(portal: Portal, rows: list[Record], *, is_read: bool) -> None:
    for row in rows:
        collection(portal).change(row["ID"], READ=is_read)
