"""Types of activities that applications register («пользовательские типы дел»): crm/timeline/activities/types/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.activities import activities, errors
from sandbox.params import as_list
from sandbox.portal import Portal
from sandbox.store import Collection, Record


def collection(portal: Portal) -> Collection:
    return portal.collection("crm_activity_type")


def of_app(portal: Portal, client_id: str) -> list[Record]:
    return collection(portal).find(client_id=client_id)


def add(portal: Portal, client_id: str, given: dict[str, Any]) -> None:
    """Raises INVALID_ARG_VALUE without a TYPE_ID, or with one that the application has registered already."""
    type_id = str(given.get("TYPE_ID") or "")
    if not type_id:
        raise errors.no_type()
    if collection(portal).first(client_id=client_id, TYPE_ID=type_id):
        raise errors.type_exists()
    icon = given.get("ICON_FILE")
    collection(portal).add(
        {
            "client_id": client_id,
            "TYPE_ID": type_id,
            "NAME": str(given.get("NAME") or ""),
            "IS_CONFIGURABLE_TYPE": "Y" if given.get("IS_CONFIGURABLE_TYPE") == "Y" else "N",
            "ICON_ID": activities.stored_file(portal, icon) if as_list(icon) else 0,
        }
    )


def delete(portal: Portal, client_id: str, type_id: str) -> None:
    """Raises INVALID_ARG_VALUE."""
    found = collection(portal).first(client_id=client_id, TYPE_ID=type_id)
    if found is None:
        raise errors.type_absent()
    collection(portal).delete(found["ID"])


def forget_app(portal: Portal, client_id: str) -> None:
    for found in of_app(portal, client_id):
        collection(portal).delete(found["ID"])
