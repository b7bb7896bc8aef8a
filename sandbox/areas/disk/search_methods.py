"""disk.file.search on the wire («Поиск на Диске»): by names, where the host looks into documents too."""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import errors, objects, rights, storages, wire
from sandbox.call import PAGE, Call, Page, method
from sandbox.errors import HostError
from sandbox.params import as_int, as_map
from sandbox.store import Record

SHORTEST, LONGEST, DEEPEST = 3, 255, 1000
KINDS = {"file": ("file",), "folder": ("folder",), "all": ("file", "folder")}


@method("disk.file.search", scope="disk")
def search(call: Call) -> Page:
    words, kinds, scope = _words(call), _kinds(call), as_map(call.get_any_case("FILTER"))
    if set(scope) - {"STORAGE_ID", "FOLDER_ID"}:
        raise errors.wrong_filter()
    storage_id, folder = _place(call, scope)
    found = [
        row for row in reversed(objects.collection(call.portal).find(DELETED_TYPE=objects.LIVE))
        if row["TYPE"] in kinds and row["PARENT_ID"] and all(word in row["fold"] for word in words)
        and (not storage_id or row["STORAGE_ID"] == storage_id) and _may_read(call, row)
        and (folder is None or _is_inside(call, row, folder))
    ]  # fmt: skip
    start = min(max(as_int(call.get("start")), 0), DEEPEST)
    more = start + PAGE
    shown = [wire.shape(call, row) for row in found[start:more]]
    return Page(shown, len(found), more if more < len(found) else None)


def _words(call: Call) -> list[str]:
    given = call.get_any_case("QUERY")
    if given is None:
        raise errors.query_missing()
    words = str(given).split() if isinstance(given, str) else []
    if not SHORTEST <= len(" ".join(words)) <= LONGEST:
        raise errors.wrong_query()
    return [word.casefold() for word in words]


def _kinds(call: Call) -> tuple[str, ...]:
    kind = str(call.get_any_case("TYPE", "file"))
    if kind not in KINDS:
        raise errors.wrong_type()
    return KINDS[kind]


def _place(call: Call, scope: dict[str, Any]) -> tuple[int, Record | None]:
    storage_id, folder_id = as_int(scope.get("STORAGE_ID")), as_int(scope.get("FOLDER_ID"))
    folder = objects.collection(call.portal).get(folder_id) if "FOLDER_ID" in scope else None
    storage = storages.collection(call.portal).get(storage_id) if "STORAGE_ID" in scope else None
    is_lost = ("FOLDER_ID" in scope and (folder is None or not _may_read(call, folder))) or (
        "STORAGE_ID" in scope and (storage is None or not storages.may_enter(call.portal, storage, call.user_id))
    )
    if is_lost or (folder and storage and folder["STORAGE_ID"] != storage_id):
        raise errors.no_scope()
    return storage_id, folder


def _may_read(call: Call, row: Record) -> bool:
    """Files of chats and of applications are found in their own places only."""
    storage = storages.get(call.portal, row["STORAGE_ID"])
    if storage["ENTITY_TYPE"] in (storages.CHATS, storages.APP):
        return False
    try:
        rights.check(call.portal, row, call.user_id)
    except HostError:
        return False
    return True


def _is_inside(call: Call, row: Record, folder: Record) -> bool:
    return folder["ID"] in {step["ID"] for step in objects.path(call.portal, row)[:-1]}
