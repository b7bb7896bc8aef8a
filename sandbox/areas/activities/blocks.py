"""Blocks that applications add to activities («дополнительные контентные блоки дела»): one set an application.

crm/timeline/activities/layout-blocks/, structure: configurable/structure/rest-app-layout-dto.md.
"""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import activities, errors, layouts
from sandbox.areas.crm import items, rights
from sandbox.params import as_map
from sandbox.portal import Portal
from sandbox.store import Collection, Record

CONFIGURABLE = "CONFIGURABLE_REST_APP"


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_activity_blocks")


def activity(portal: Portal, kind: int, item_id: int, activity_id: int, user_id: int) -> Record:
    """The activity of an item. Raises OWNER_NOT_FOUND, ACCESS_DENIED, NOT_FOUND."""
    owner = items.get(portal, kind, item_id)
    if owner is None:
        raise errors.layout_owner_not_found()
    if not rights.may(portal, user_id, kind, owner):
        raise errors.layout_access_denied()
    found = activities.collection(portal).get(activity_id)
    if found is None or [kind, item_id] not in found["BINDINGS"]:
        raise errors.layout_activity_not_found()
    return found


def get(portal: Portal, found: Record, client_id: str) -> Record | None:
    known = collection(portal).first(activity=found["ID"], client_id=client_id)
    return known["layout"] if known else None


def put(portal: Portal, found: Record, client_id: str, layout: Any) -> None:
    """The new set takes the place of the application's last one. Raises UNSUITABLE_ACTIVITY_TYPE_ERROR."""
    if found["PROVIDER_ID"] == CONFIGURABLE:
        raise errors.unsuitable_activity()
    blocks = layouts.blocks(as_map(layout).get("blocks"))
    delete(portal, found, client_id)
    collection(portal).add({"activity": found["ID"], "client_id": client_id, "layout": {"blocks": blocks}})


def delete(portal: Portal, found: Record, client_id: str) -> bool:
    """Whether there was a set."""
    known = collection(portal).find(activity=found["ID"], client_id=client_id)
    for one in known:
        collection(portal).delete(one["ID"])
    return bool(known)


def forget_app(portal: Portal, client_id: str) -> None:
    """With an application its sets go from all activities."""
    for one in collection(portal).find(client_id=client_id):
        collection(portal).delete(one["ID"])
