"""The host's words about providers of messages (api-reference/messageservice/)."""

from __future__ import annotations

from sandbox.errors import HostError


def invalid(words: str) -> HostError:
    return HostError("ERROR_SENDER_VALIDATION_FAILURE", words)


def already_installed() -> HostError:
    return HostError("ERROR_SENDER_ALREADY_INSTALLED", "Sender already installed!")


def not_found() -> HostError:
    return HostError("ERROR_SENDER_NOT_FOUND", "Sender not found!")


def no_application() -> HostError:
    return HostError("ACCESS_DENIED", "Application context required", 403)


def denied() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied!", 403)


def wrong_handler() -> HostError:
    """The page names no error for an address that is none: the words are a guess."""
    return invalid("Wrong handler URL!")


def code_required() -> HostError:
    return HostError("ERROR_SENDER_CODE_REQUIRED", "CODE is required!")


def nothing_to_change() -> HostError:
    return HostError("ERROR_SENDER_OTHER_PARAMS_REQUIRED", "At least one other parameter is required!")
