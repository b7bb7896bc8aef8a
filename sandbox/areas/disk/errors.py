"""The host's words about the drive (api-reference/disk/)."""

from __future__ import annotations

from sandbox.errors import HostError


def argument(number: int) -> HostError:
    return HostError("ERROR_ARGUMENT", f"Invalid value of parameter {{Parameter #{number}}}")


def not_found(entity_id: object) -> HostError:
    return HostError("ERROR_NOT_FOUND", f"Could not find entity with id `{entity_id}`")


def access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied", 403)


def name_taken(kind: str) -> HostError:
    words = "Папка с таким именем уже есть" if kind == "folder" else "Файл с таким именем уже есть"
    return HostError("DISK_OBJ_22000", words)


def no_name() -> HostError:
    return HostError("DISK_BASE_SERVICE_22001", "Error: required parameter NAME (DISK_BASE_SERVICE_22001)")


def empty_name() -> HostError:
    return HostError("0", "Empty name")


def root_deleted() -> HostError:
    return HostError("DISK_OBJ_22000", "Could not delete root folder")


def root_moved() -> HostError:
    return HostError("", "Could not move root folder")


def not_saved(code: str = "ERROR_COULD_NOT_SAVE_FILE") -> HostError:
    return HostError(code, "Could not save file")


def wrong_rights() -> HostError:
    return HostError("", "Invalid rights format")


def app_context_required() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Application context required")


def query_missing() -> HostError:
    return HostError("ERROR_ARGUMENT", "Invalid value of parameter { Parameter #0 [ <required> $QUERY ] }.")


def wrong_query() -> HostError:
    return HostError("INVALID_QUERY", "Search query is invalid. (INVALID_QUERY).")


def wrong_type() -> HostError:
    return HostError("INVALID_TYPE", "Search result type is invalid. (INVALID_TYPE).")


def wrong_filter() -> HostError:
    return HostError("INVALID_FILTER", "Search filter contains an unknown field. (INVALID_FILTER).")


def no_scope() -> HostError:
    return HostError("NOT_FOUND", "Search scope was not found. (NOT_FOUND).")


def not_copied() -> HostError:
    return HostError("DISK_FILE_22003", "Could not copy file")


def another_file() -> HostError:
    return HostError("DISK_FILE_22004", "Невозможно восстановить версию из другого файла")


def not_of_app() -> HostError:
    return HostError("", "Access denied (invalid type of storage)")
