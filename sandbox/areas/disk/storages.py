"""Storages of the drive («хранилища»): the common one, one a person, one an application.

api-reference/disk/storage/.
"""

from __future__ import annotations

from sandbox.areas.disk import errors
from sandbox.portal import Portal
from sandbox.store import Collection, Record

COMMON, USER, APP, CHATS = "common", "user", "restapp", "im"
COMMON_ENTITY = "shared_files_s1"


def collection(portal: Portal) -> Collection:
    return portal.collection("disk_storage")


def get(portal: Portal, storage_id: int) -> Record:
    """Raises ERROR_NOT_FOUND."""
    found = collection(portal).get(storage_id)
    if found is None:
        raise errors.not_found(storage_id)
    return found


def common(portal: Portal) -> Record:
    """«Общий диск»; made at first sight."""
    return _ensure(portal, COMMON, COMMON_ENTITY, "Общий диск")


def of_user(portal: Portal, user_id: int) -> Record:
    user = portal.user(user_id) or {}
    return _ensure(portal, USER, str(user_id), f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip())


def of_app(portal: Portal, app: Record) -> Record:
    return _ensure(portal, APP, str(app["ID"]), "bitrix.restapi")


def of_chats(portal: Portal) -> Record:
    """The files of all chats; who may see one is asked of its chat."""
    return _ensure(portal, CHATS, "im", "Чаты")


def accessible(portal: Portal, user_id: int) -> list[Record]:
    """What the person sees in a list of storages; an administrator sees everyone's."""
    common(portal)
    for user in portal.collection("user").all():
        of_user(portal, user["ID"])
    return [
        row for row in collection(portal).all()
        if row["ENTITY_TYPE"] not in (APP, CHATS) and may_enter(portal, row, user_id)
    ]  # fmt: skip


def may_enter(portal: Portal, storage: Record, user_id: int) -> bool:
    is_own = storage["ENTITY_TYPE"] == USER and storage["ENTITY_ID"] == str(user_id)
    return storage["ENTITY_TYPE"] != USER or is_own or portal.is_admin(user_id)


def _ensure(portal: Portal, kind: str, entity_id: str, name: str) -> Record:
    rows = collection(portal)
    found = rows.first(ENTITY_TYPE=kind, ENTITY_ID=entity_id)
    if found is not None:
        return found
    with portal.transaction():
        record: Record = {
            "NAME": name, "CODE": None, "MODULE_ID": "disk", "ENTITY_TYPE": kind, "ENTITY_ID": entity_id,
        }  # fmt: skip
        record["ID"] = rows.add(record)
        now = portal.clock.iso()
        root = portal.collection("disk_object").add({
            "NAME": name, "CODE": None, "STORAGE_ID": record["ID"], "TYPE": "folder", "PARENT_ID": 0,
            "DELETED_TYPE": 0, "CREATE_TIME": now, "UPDATE_TIME": now, "DELETE_TIME": None, "CREATED_BY": 1,
            "UPDATED_BY": 1, "DELETED_BY": None, "fold": name.casefold(),
        })  # fmt: skip
        record["ROOT_OBJECT_ID"] = root
        rows.put(record["ID"], record)
    return record
