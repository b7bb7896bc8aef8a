"""Folders and files of the drive («папки и файлы»): a tree whose names are unique within a folder.

api-reference/disk/folder/, api-reference/disk/file/. Users' names clash whatever their case. Ids are ints here.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from sandbox.areas.disk import errors, storages
from sandbox.portal import Portal
from sandbox.store import Collection, Record

LIVE, TRASHED, TRASHED_WITH_PARENT = 0, 3, 4
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def collection(portal: Portal) -> Collection:
    return portal.collection("disk_object")


def get(portal: Portal, object_id: int, kind: str = "") -> Record:
    """A folder or file, live or trashed. Raises ERROR_NOT_FOUND, also when it is of another kind."""
    found = collection(portal).get(object_id)
    if found is None or (kind and found["TYPE"] != kind):
        raise errors.not_found(object_id)
    return found


def children(portal: Portal, folder_id: int) -> list[Record]:
    """Live folders and files of a folder, by ID."""
    return collection(portal).select(*live_children(folder_id))


def live_children(folder_id: int) -> tuple[str, list[object]]:
    """The condition for `Collection.select` that `children` means."""
    return "json_extract(data, '$.PARENT_ID') = ? AND json_extract(data, '$.DELETED_TYPE') = 0", [folder_id]


def by_name(portal: Portal, folder_id: int, name: str) -> Record | None:
    where, args = live_children(folder_id)
    where += " AND json_extract(data, '$.fold') = ?"
    return next(iter(collection(portal).select(where, [*args, name.casefold()])), None)


def path(portal: Portal, record: Record) -> list[Record]:
    """From the storage's root folder (included) down to the object itself."""
    line = [record]
    while line[0]["PARENT_ID"]:
        line.insert(0, get(portal, line[0]["PARENT_ID"]))
    return line


def detail_url(portal: Portal, record: Record) -> str:
    storage = storages.get(portal, record["STORAGE_ID"])
    head = "/docs" if storage["ENTITY_TYPE"] != storages.USER else ""
    head = head or f"/company/personal/user/{storage['ENTITY_ID']}/disk"
    names = "/".join(step["NAME"] for step in path(portal, record)[1:])
    return f"{portal.url}{head}/{'file' if record['TYPE'] == 'file' else 'path'}/{names}"


def clean_name(name: str) -> str:
    """The host puts dashes for signs that file systems do not take."""
    return FORBIDDEN.sub("-", name).strip()


def free_name(portal: Portal, folder_id: int, name: str) -> str:
    """`name`, or «file (1).docx», «file (2).docx»…"""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    number, free = 0, name
    while by_name(portal, folder_id, free):
        number += 1
        free = f"{stem} ({number}){suffix}"
    return free


def add_folder(portal: Portal, parent: Record, name: str, user_id: int) -> Record:
    """Raises DISK_OBJ_22000 when the name is taken."""
    return _add(portal, parent, name, user_id, TYPE="folder")


def add_file(
    portal: Portal, parent: Record, name: str, content: bytes, user_id: int, *, unique: bool = False
) -> Record:
    """Raises DISK_OBJ_22000 when the name is taken and `unique` is not asked for."""
    name = clean_name(name)
    name = free_name(portal, parent["ID"], name) if unique else name
    if not portal.store.has_room(len(content)):
        raise errors.not_saved()
    stored = portal.store.put_file(name, content)
    version = {"GLOBAL_CONTENT_VERSION": 1, "FILE_ID": stored, "SIZE": len(content)}
    return _add(portal, parent, name, user_id, TYPE="file", **version)


def _add(portal: Portal, parent: Record, name: str, user_id: int, **fields: Any) -> Record:
    name = clean_name(name)
    _refuse_clash(portal, parent["ID"], name, fields["TYPE"])
    now = portal.clock.iso()
    record: Record = {
        "NAME": name, "CODE": None, "STORAGE_ID": parent["STORAGE_ID"], "PARENT_ID": parent["ID"],
        "DELETED_TYPE": LIVE, **fields, "CREATE_TIME": now, "UPDATE_TIME": now, "DELETE_TIME": None,
        "CREATED_BY": user_id, "UPDATED_BY": user_id, "DELETED_BY": None, "fold": name.casefold(),
    }  # fmt: skip
    record["ID"] = collection(portal).add(record)
    return record


def _refuse_clash(portal: Portal, folder_id: int, name: str, kind: str, but: int = 0) -> None:
    other = by_name(portal, folder_id, name)
    if other is not None and other["ID"] != but:
        raise errors.name_taken(kind)


def rename(portal: Portal, record: Record, name: str, user_id: int) -> Record:
    """Raises DISK_OBJ_22000."""
    name = clean_name(name)
    _refuse_clash(portal, record["PARENT_ID"], name, record["TYPE"], record["ID"])
    return _change(portal, record, user_id, NAME=name, fold=name.casefold())


def move(portal: Portal, record: Record, target: Record, user_id: int) -> Record | None:
    """None when the target stands in another storage, as the host answers. Raises DISK_OBJ_22000."""
    if not record["PARENT_ID"]:
        raise errors.root_moved()
    if record["STORAGE_ID"] != target["STORAGE_ID"]:
        return None
    if record["ID"] in [step["ID"] for step in path(portal, target)]:
        raise errors.name_taken(record["TYPE"])
    _refuse_clash(portal, target["ID"], record["NAME"], record["TYPE"], record["ID"])
    return _change(portal, record, user_id, PARENT_ID=target["ID"])


def copy(portal: Portal, record: Record, target: Record, user_id: int) -> Record:
    """With everything inside; storages may differ. Raises DISK_OBJ_22000."""
    if record["TYPE"] == "file":
        return add_file(portal, target, record["NAME"], content(portal, record), user_id)
    inside = children(portal, record["ID"])
    made = add_folder(portal, target, record["NAME"], user_id)
    for child in inside:
        copy(portal, child, made, user_id)
    return made


def content(portal: Portal, file: Record) -> bytes:
    stored = portal.store.get_file(file["FILE_ID"])
    if stored is None:
        raise errors.not_found(file["ID"])
    return stored[2]


def trash(portal: Portal, record: Record, user_id: int) -> Record:
    """To the bin («корзина»), with everything inside. Raises DISK_OBJ_22000 for a root."""
    if not record["PARENT_ID"]:
        raise errors.root_deleted()
    _mark_inside(portal, record, LIVE, TRASHED_WITH_PARENT, user_id)
    return _mark(portal, record, TRASHED, user_id)


def restore(portal: Portal, record: Record, user_id: int) -> Record:
    """Back from the bin, under a free name."""
    name = free_name(portal, record["PARENT_ID"], record["NAME"])
    _mark_inside(portal, record, TRASHED_WITH_PARENT, LIVE, user_id)
    return _change(portal, record, user_id, DELETED_TYPE=LIVE, NAME=name, fold=name.casefold())


def _mark_inside(portal: Portal, record: Record, before: int, after: int, user_id: int) -> None:
    for child in collection(portal).find(PARENT_ID=record["ID"], DELETED_TYPE=before):
        _mark_inside(portal, child, before, after, user_id)
        _mark(portal, child, after, user_id)


def _mark(portal: Portal, record: Record, state: int, user_id: int) -> Record:
    changes: Record = {"DELETED_TYPE": state}
    if state != LIVE:
        changes |= {"DELETE_TIME": portal.clock.iso(), "DELETED_BY": user_id}
    collection(portal).change(record["ID"], **changes)
    return {**record, **changes}


def delete(portal: Portal, record: Record) -> None:
    """For good, with everything inside. Raises DISK_OBJ_22000 for a root."""
    if not record["PARENT_ID"]:
        raise errors.root_deleted()
    for child in collection(portal).find(PARENT_ID=record["ID"]):
        delete(portal, child)
    if record["TYPE"] == "file":
        portal.store.delete_file(record["FILE_ID"])
    collection(portal).delete(record["ID"])


def put_version(portal: Portal, file: Record, content: bytes, user_id: int) -> Record:
    """New content; the old one stays as a version."""
    versions(portal).add({
        "OBJECT_ID": file["ID"], "SIZE": file["SIZE"], "NAME": file["NAME"], "FILE_ID": file["FILE_ID"],
        "GLOBAL_CONTENT_VERSION": file["GLOBAL_CONTENT_VERSION"], "CREATE_TIME": file["UPDATE_TIME"],
        "CREATED_BY": file["UPDATED_BY"],
    })  # fmt: skip
    number = file["GLOBAL_CONTENT_VERSION"] + 1
    if not portal.store.has_room(len(content)):
        raise errors.not_saved()
    stored = portal.store.put_file(file["NAME"], content)
    return _change(portal, file, user_id, FILE_ID=stored, SIZE=len(content), GLOBAL_CONTENT_VERSION=number)


def versions(portal: Portal) -> Collection:
    return portal.collection("disk_version")


def _change(portal: Portal, record: Record, user_id: int, **changes: object) -> Record:
    changes |= {"UPDATE_TIME": portal.clock.iso(), "UPDATED_BY": user_id}
    collection(portal).change(record["ID"], **changes)
    return {**record, **changes}
