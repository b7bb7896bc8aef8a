"""The host's words about notifications and messages (api-reference/chats/)."""

from __future__ import annotations

from sandbox.errors import HostError


def user_empty() -> HostError:
    return HostError("USER_ID_EMPTY", "User ID can't be empty")


def message_empty() -> HostError:
    return HostError("MESSAGE_EMPTY", "Message can't be empty")


def attach_oversize() -> HostError:
    return HostError("ATTACH_OVERSIZE", "You have exceeded the maximum allowable size of attach")


def attach_wrong() -> HostError:
    return HostError("ATTACH_ERROR", "Incorrect attach params")


def wrong_params() -> HostError:
    return HostError("PARAMS_ERROR", "Incorrect params")


def no_client() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Client ID not specified", 403)


def user_not_found() -> HostError:
    return HostError("USER_NOT_FOUND", "User not found")


def half_a_cursor() -> HostError:
    return HostError("LAST_ID_AND_LAST_TYPE", "Parameters LAST_ID and LAST_TYPE should be used together.")


def cursor_is_text() -> HostError:
    return HostError("LAST_ID_STRING", "Last notification ID can't be string")
