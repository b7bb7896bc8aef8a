"""The host's words about universal lists (api-reference/lists/)."""

from __future__ import annotations

from sandbox.errors import HostError


def missing(name: str) -> HostError:
    return HostError("ERROR_REQUIRED_PARAMETERS_MISSING", f"Required parameter `{name}` is missing")


def list_exists() -> HostError:
    return HostError("ERROR_IBLOCK_ALREADY_EXISTS", "Iblock already exists")


def list_not_found() -> HostError:
    return HostError("ERROR_IBLOCK_NOT_FOUND", "Iblock not found")


def field_not_saved(words: str = "Error saving the field") -> HostError:
    return HostError("ERROR_SAVE_FIELD", words)


def element_exists() -> HostError:
    return HostError("ERROR_ELEMENT_ALREADY_EXISTS", "Element already exists")


def element_not_found() -> HostError:
    return HostError("ERROR_ELEMENT_NOT_FOUND", "Element not found")


def element_not_saved(code: str, words: str) -> HostError:
    return HostError(code, words)


def section_not_found() -> HostError:
    return HostError("ERROR_SECTION_NOT_FOUND", "Section not found")


def section_not_saved(code: str, words: str) -> HostError:
    return HostError(code, words)


def list_not_updated(words: str) -> HostError:
    return HostError("ERROR_UPDATE_IBLOCK", words)


def file_by_id() -> HostError:
    return HostError("ERROR_ELEMENT_FIELD_VALUE", "Writing file values by ID is not supported")


def access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied", 403)
