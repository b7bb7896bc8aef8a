"""The host's words about call lists (crm/call-list/)."""

from __future__ import annotations

from sandbox.errors import HostError


def absent(name: str) -> HostError:
    return HostError("ERROR_ARGUMENT", f"{name} is not found")


def not_a_list() -> HostError:
    return HostError("ENTITIES_ERROR", "Entities is not array")


def wrong_kind(words: str = "Incorrect entity type") -> HostError:
    return HostError("ENTITY_TYPE_ERROR", words)


def wrong_items(code: str) -> HostError:
    """The code is ENTITY_ERROR when a list is made, ENTITIES_ERROR when it is changed."""
    return HostError(code, "Incorrect entities id")


def wrong_form() -> HostError:
    return HostError("WEBFORM_ERROR", "Incorrect webform id")


def wrong_list(words: str = "Incorrect list id") -> HostError:
    return HostError("LIST_ID_ERROR", words)


def wrong_status() -> HostError:
    return HostError("STATUS_ERROR", "Incorrect status")


def no_access(words: str) -> HostError:
    return HostError("ACCESS_ERROR", words, 403)


def unknown_field(name: str) -> HostError:
    words = f"Unknown field definition `{name}` ({name}) for \\Bitrix\\Crm\\CallList\\Internals\\CallList Entity."
    return HostError("100", words)
