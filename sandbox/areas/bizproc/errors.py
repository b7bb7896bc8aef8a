"""The host's words about robots and activities (api-reference/bizproc/)."""

from __future__ import annotations

from sandbox.errors import HostError


def app_context_required() -> HostError:
    return HostError("ACCESS_DENIED", "Application context required")


def not_admin() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied!")


def invalid(words: str) -> HostError:
    return HostError("ERROR_ACTIVITY_VALIDATION_FAILURE", words)


def already_installed() -> HostError:
    return HostError("ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity or Robot already installed!")


def not_found() -> HostError:
    return HostError("ERROR_ACTIVITY_NOT_FOUND", "Activity or Robot not found!")


def stale_token() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied!", 403)


def empty_log_message() -> HostError:
    return HostError("ERROR_EMPTY_LOG_MESSAGE", "Empty log message!")
