"""What the host answers instead of a result: code, words and HTTP status, verbatim.

Words and statuses: api-reference/_includes/system-errors.md of the official docs.
"""

from __future__ import annotations


class HostError(Exception):
    """An error answer of the portal. `keep=True`: what the call has written so far stays written."""

    def __init__(self, code: str, description: str, status: int = 400, *, keep: bool = False) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.status = status
        self.keep = keep


def method_not_found() -> HostError:
    return HostError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)


def no_auth_found() -> HostError:
    return HostError("NO_AUTH_FOUND", "Wrong authorization data", 401)


def expired_token() -> HostError:
    return HostError("expired_token", "The access token provided has expired.", 401)


def invalid_credentials() -> HostError:
    """For a webhook's wrong code pages of methods have 401 (chats/im-chat-get.md); 403 in the table is of rights."""
    return HostError("INVALID_CREDENTIALS", "Invalid request credentials", 401)


def insufficient_scope() -> HostError:
    return HostError(
        "insufficient_scope", "The request requires higher privileges than provided by the access token", 403
    )


def wrong_auth_type() -> HostError:
    words = "Current authorization type is denied for this method Application context required"
    return HostError("WRONG_AUTH_TYPE", words, 403)


def query_limit_exceeded() -> HostError:
    return HostError("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)


def operation_time_limit() -> HostError:
    return HostError("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit", 429)


def batch_length_exceeded() -> HostError:
    return HostError("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded", 400)


def batch_method_not_allowed() -> HostError:
    return HostError("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405)


def missing_parameter(name: str) -> HostError:
    """What controllers of the newer kind answer when a required argument is absent."""
    return HostError("100", f"Could not find value for parameter {{{name}}}", 400)


def access_denied(words: str = "Access denied.", status: int = 403) -> HostError:
    return HostError("ACCESS_DENIED", words, status)


def argument(words: str) -> HostError:
    return HostError("ERROR_ARGUMENT", words, 400)


def not_found(words: str = "Not found", status: int = 400) -> HostError:
    return HostError("NOT_FOUND", words, status)
