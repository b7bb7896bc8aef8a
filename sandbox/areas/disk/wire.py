"""How the drive's objects look in answers: new ones with numbers, the same read back with strings."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sandbox.areas.disk import errors, links, objects
from sandbox.call import Call
from sandbox.params import as_list
from sandbox.store import Record

NEW = frozenset({"ID", "REAL_OBJECT_ID", "DELETED_TYPE", "GLOBAL_CONTENT_VERSION", "FILE_ID"})
COMMON = ("ID", "NAME", "CODE", "STORAGE_ID", "TYPE", "REAL_OBJECT_ID", "PARENT_ID", "DELETED_TYPE")
FILE = ("GLOBAL_CONTENT_VERSION", "FILE_ID", "SIZE")
TRACE = ("CREATE_TIME", "UPDATE_TIME", "DELETE_TIME", "CREATED_BY", "UPDATED_BY", "DELETED_BY")


def shape(call: Call, record: Record, *numbers: str) -> dict[str, Any]:
    """An object as the host answers it; the fields named in `numbers` are numbers, the rest strings."""
    whole = {**record, "REAL_OBJECT_ID": record["ID"]}
    is_file = record["TYPE"] == "file"
    names = [name for name in COMMON if not (is_file and name == "REAL_OBJECT_ID")]
    shaped = {
        name: value if name in numbers or value is None else str(value)
        for name in [*names, *(FILE if is_file else ()), *TRACE]
        for value in [whole[name]]
    }
    if record["DELETED_BY"] is None and "ID" not in numbers:
        shaped["DELETED_BY"] = "0"
    if is_file:
        shaped["DOWNLOAD_URL"] = download_url(call, {"file": record["ID"]})
    shaped["DETAIL_URL"] = objects.detail_url(call.portal, record)
    return shaped


def storage(record: Record) -> dict[str, Any]:
    names = ("ID", "NAME", "CODE", "MODULE_ID", "ENTITY_TYPE", "ENTITY_ID", "ROOT_OBJECT_ID")
    return {name: None if record[name] is None else str(record[name]) for name in names}


def version(call: Call, record: Record) -> dict[str, Any]:
    names = ("ID", "OBJECT_ID", "SIZE", "NAME", "GLOBAL_CONTENT_VERSION", "CREATE_TIME", "CREATED_BY")
    shaped = {name: str(record[name]) for name in names}
    return {**shaped, "DOWNLOAD_URL": download_url(call, {"version": record["ID"]})}


def caller(call: Call) -> str:
    return call.auth or call.webhook


def download_url(call: Call, what: dict[str, Any]) -> str:
    return call.link("download.json", token=links.sign(call.portal, caller(call), what))


def file_content(value: Any, code: str = "ERROR_COULD_NOT_SAVE_FILE") -> tuple[str, bytes]:
    """(name, bytes) of `fileContent`: a pair, or only the base64. Raises ERROR_COULD_NOT_SAVE_FILE."""
    parts = as_list(value)
    if not parts:
        raise errors.not_saved(code)
    try:
        return str(parts[0]) if len(parts) > 1 else "", base64.b64decode(str(parts[-1]), validate=True)
    except binascii.Error as error:
        raise errors.not_saved(code) from error
