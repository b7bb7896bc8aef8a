"""Blocks that applications add to comments («дополнительные контентные блоки таймлайна»): one set an application.

crm/timeline/layout-blocks/. Not for log records; activities have methods of their own.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import layouts
from sandbox.areas.timeline import comments, errors, notes, owners
from sandbox.areas.timeline.owners import Owner
from sandbox.params import as_map
from sandbox.portal import Actor, Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("timeline_blocks")


def record(portal: Portal, owner: Owner, number: int, actor: Actor) -> Record:
    """The comment. Raises OWNER_NOT_FOUND, ACCESS_DENIED, NOT_FOUND, UNSUITABLE_TIMELINE_ITEM."""
    owners.check(portal, owner, actor.user_id)
    found = comments.collection(portal).get(number)
    if found is not None and list(owner) in found["BINDINGS"]:
        return found
    raise errors.unsuitable_record() if notes.is_record(portal, owner, number) else errors.record_not_found()


def get(portal: Portal, comment: Record, client_id: str) -> dict[str, Any] | None:
    known = collection(portal).first(comment=comment["ID"], client_id=client_id)
    return known["layout"] if known else None


def put(portal: Portal, comment: Record, client_id: str, layout: Any) -> None:
    """The new set takes the place of the application's last one. Raises FIELD_IS_REQUIRED and as `layouts.checked`."""
    checked = layouts.blocks(as_map(layout).get("blocks"))
    for known in collection(portal).find(comment=comment["ID"], client_id=client_id):
        collection(portal).delete(known["ID"])
    collection(portal).add({"comment": comment["ID"], "client_id": client_id, "layout": {"blocks": checked}})


def delete(portal: Portal, comment: Record, client_id: str) -> None:
    """Raises NOT_FOUND."""
    known = collection(portal).first(comment=comment["ID"], client_id=client_id)
    if known is None:
        raise errors.record_not_found()
    collection(portal).delete(known["ID"])


def forget_app(portal: Portal, client_id: str) -> None:
    for known in collection(portal).find(client_id=client_id):
        collection(portal).delete(known["ID"])
