"""A person's mailboxes: connected by hand on the host, by a seed here."""

from __future__ import annotations

from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("mail_mailbox")


def connect(portal: Portal, user_id: int, name: str, email: str) -> int:
    user = portal.user(user_id) or {}
    sender = f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()
    return collection(portal).add({"USER_ID": user_id, "NAME": name, "EMAIL": email, "SENDER_NAME": sender})


def of_user(portal: Portal, user_id: int) -> list[Record]:
    return collection(portal).find(USER_ID=user_id)
