"""Log records that apps put into timelines («лог-сообщения»): each app sees and deletes only its own.

crm/timeline/logmessage/.
"""

from __future__ import annotations

from sandbox.areas.timeline import comments, errors, owners
from sandbox.areas.timeline.owners import Owner
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("timeline_message")


def add(portal: Portal, owner: Owner, fields: dict[str, str], author: str, actor: Actor) -> Record:
    """`author` is the app's client_id, or the webhook. Raises OWNER_NOT_FOUND, ACCESS_DENIED."""
    owners.check(portal, owner, actor.user_id)
    record: Record = {
        "created": portal.clock.iso(), "authorId": actor.user_id, **fields, "author": author,
        "kind": owner[0], "item_id": owner[1],
    }  # fmt: skip
    record["ID"] = collection(portal).add(record, _number(portal))
    return record


def _number(portal: Portal) -> int:
    """Comments and log records are records of one timeline: no two have the same number."""
    last = collection(portal).select(order="id DESC", limit=1)
    numbers = comments.collection(portal)
    numbers.number_after(last[0]["ID"] if last else 0)
    return numbers.reserve()


def get(portal: Portal, message_id: int, author: str) -> Record:
    """Raises NOT_FOUND, also for another's."""
    found = collection(portal).get(message_id)
    if found is None or found["author"] != author:
        raise errors.message_not_found(message_id)
    return found


def of_item(portal: Portal, owner: Owner, author: str = "") -> list[Record]:
    found = collection(portal).find(kind=owner[0], item_id=owner[1])
    return [record for record in found if author in ("", record["author"])]
