"""disk.{storage,folder,file}.getFields on the wire («Поля Диска»): which lists may be filtered by."""

from __future__ import annotations

from typing import Any

from sandbox.call import Call, method

Fields = dict[str, dict[str, Any]]


def _field(kind: str, *, filtered: bool = True) -> dict[str, Any]:
    return {"TYPE": kind, "USE_IN_FILTER": filtered, "USE_IN_SHOW": True}


STORAGE: Fields = {
    "ID": _field("integer"), "NAME": _field("string"), "CODE": _field("string"),
    "MODULE_ID": _field("string", filtered=False), "ENTITY_TYPE": _field("string"), "ENTITY_ID": _field("string"),
    "ROOT_OBJECT_ID": _field("integer", filtered=False),
}  # fmt: skip
HEAD: Fields = {
    "ID": _field("integer"), "NAME": _field("string"), "TYPE": _field("enum"), "CODE": _field("string"),
    "STORAGE_ID": _field("integer"),
}  # fmt: skip
TRACE: Fields = {
    **{name: _field("datetime") for name in ("CREATE_TIME", "UPDATE_TIME", "DELETE_TIME")},
    **{name: _field("integer", filtered=False) for name in ("CREATED_BY", "UPDATED_BY", "DELETED_BY")},
}
LINK: Fields = {"REAL_OBJECT_ID": _field("integer", filtered=False)}
CONTENT: Fields = {name: _field("integer", filtered=False) for name in ("GLOBAL_CONTENT_VERSION", "FILE_ID", "SIZE")}
PLACE: Fields = {"PARENT_ID": _field("integer")}
STATE: Fields = {"DELETED_TYPE": _field("enum")}


@method("disk.storage.getfields", scope="disk")
def storage_fields(call: Call) -> Fields:
    return STORAGE


@method("disk.folder.getfields", scope="disk")
def folder_fields(call: Call) -> Fields:
    return {**HEAD, **LINK, **PLACE, **TRACE, **STATE}


@method("disk.file.getfields", scope="disk")
def file_fields(call: Call) -> Fields:
    return {**HEAD, **PLACE, **TRACE, **CONTENT, **STATE}
