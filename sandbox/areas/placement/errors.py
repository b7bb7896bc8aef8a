"""The host's words about widgets (api-reference/widgets/). Some come with status 200, as documented."""

from __future__ import annotations

from sandbox.errors import HostError


def not_found() -> HostError:
    return HostError("ERROR_PLACEMENT_NOT_FOUND", "Placement not found")


def max_count() -> HostError:
    return HostError("ERROR_PLACEMENT_MAX_COUNT", "Placement max count", 200)


def user_mode() -> HostError:
    return HostError("ERROR_PLACEMENT_USER_MODE", "User mode is not available", 200)


def no_error_handler() -> HostError:
    return HostError("EMPTY_ERROR_HANDLER_URL", "Empty error handler url", 200)


def empty_argument(name: str, status: int = 200) -> HostError:
    return HostError("ERROR_ARGUMENT", f"Argument '{name}' is null or empty", status)


def not_a_string(name: str) -> HostError:
    return HostError("ERROR_ARGUMENT", f"The value of an argument '{name}' must be of type string")


def already_bound() -> HostError:
    return HostError("ERROR_CORE", "Unable to set placement handler: Handler already binded")


def wrong_field_type() -> HostError:
    """The words are a guess."""
    return HostError("ERROR_ARGUMENT", "The value of an argument 'USER_TYPE_ID' is not valid")


def field_type_absent() -> HostError:
    return HostError("ERROR_NOT_FOUND", "User Field Type not found")
