"""The host's words in the base methods (api-reference/common/, api-reference/events/)."""

from __future__ import annotations

from sandbox.errors import HostError


def app_context_required(status: int = 400) -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Application context required", status)


def event_not_found() -> HostError:
    return HostError("ERROR_EVENT_NOT_FOUND", "Event not found", 400)


def auth_type_needs_admin() -> HostError:
    words = "Access denied! Event binding with AUTH_TYPE requires administrator access rights"
    return HostError("ACCESS_DENIED", words, 403)


def wrong_handler() -> HostError:
    return HostError("ERROR_WRONG_HANDLER_URL", "Wrong handler URL", 400)


def already_bound() -> HostError:
    return HostError("ERROR_CORE", "Unable to set event handler: Handler already binded", 400)


def offline_needs_admin(words: str = "Access denied!") -> HostError:
    return HostError("ACCESS_DENIED", words, 403)


def offline_binding_needs_admin() -> HostError:
    return offline_needs_admin("Access denied! Offline events binding requires administrator access rights")


def option_context_required() -> HostError:
    return HostError("AccessException", "Application context required", 400)


def option_admin_required() -> HostError:
    return HostError("AccessException", "Administrator authorization required", 400)


def options_empty() -> HostError:
    return HostError("ArgumentNullException", "options is empty", 400)


def code_empty() -> HostError:
    return HostError("CODE_EMPTY", "CODE can't be empty", 400)
