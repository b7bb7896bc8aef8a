"""The portal's error codes as our errors (api-reference/_includes/system-errors.md; codes may be empty)."""

from __future__ import annotations

from app.errors import (
    AccessDenied,
    AuthLost,
    HostError,
    HostTimeout,
    HostUnavailable,
    ObjectGone,
    RateLimited,
)

_SERVER_ERROR = 500
_OVERLOADED = 503
_TOO_MANY = 429


class TokenExpired(HostUnavailable):
    """401 expired_token: the only reason to refresh."""


_KINDS: dict[str, type[HostError]] = {
    "EXPIRED_TOKEN": TokenExpired,
    "NO_AUTH_FOUND": AuthLost,
    "INVALID_TOKEN": AuthLost,
    "INVALID_GRANT": AuthLost,
    "NOT_INSTALLED": AuthLost,
    "APPLICATION_NOT_FOUND": AuthLost,
    "PORTAL_DELETED": AuthLost,
    "ACCESS_DENIED": AccessDenied,
    "INSUFFICIENT_SCOPE": AccessDenied,
    "INVALID_CREDENTIALS": AccessDenied,
    "USER_ACCESS_ERROR": AccessDenied,
    "ALLOWED_ONLY_INTRANET_USER": AccessDenied,
    "WRONG_AUTH_TYPE": AccessDenied,
    "METHOD_CONFIRM_DENIED": AccessDenied,
    "NOT_FOUND": ObjectGone,
    "ERROR_NOT_FOUND": ObjectGone,
    "QUERY_LIMIT_EXCEEDED": RateLimited,
    "OPERATION_TIME_LIMIT": RateLimited,
    "OVERLOAD_LIMIT": RateLimited,
    "METHOD_CONFIRM_WAITING": HostUnavailable,
    # By its name too: a command of a batch has no status of its own.
    "INTERNAL_SERVER_ERROR": HostTimeout,
}
# Old methods give no code and say it in words only.
_WORDS: dict[str, type[HostError]] = {
    "access denied": AccessDenied,
    "not found": ObjectGone,
    "activity is not found": ObjectGone,
}


def refusal(code: object, description: object, status: int) -> HostError:
    """The error to raise for an error answer; the portal's own words are kept whole."""
    name, words = str(code or "")[:200], str(description or "")[:2000]
    kind = _KINDS.get(name.upper())
    if kind is None and name in ("", "0"):
        kind = _WORDS.get(words.strip(" .!").lower())
    return (kind or _by_status(status))(name, words, status)


def _by_status(status: int) -> type[HostError]:
    """A method that broke down in the middle may have done its work; an overload was refused at the door."""
    if status == _TOO_MANY:
        return RateLimited
    if status == _OVERLOADED:
        return HostUnavailable
    return HostTimeout if status >= _SERVER_ERROR else HostError
