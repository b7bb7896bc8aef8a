"""Every error this app raises on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime


class AppError(Exception):
    """Base of them all; `retryable` tells the worker whether the same attempt may succeed later."""

    retryable = False


class DomainError(AppError):
    """A business rule said no; the message is a Russian sentence shown to the user."""


class IllegalTransition(DomainError):
    """The document cannot do that from the state it is in."""

    def __init__(self, state: str, action: str) -> None:
        super().__init__(f"Действие «{action}» недоступно: документ в состоянии «{state}».")
        self.state = state
        self.action = action


class NotFound(DomainError):
    """No such document in this portal."""


class Forbidden(DomainError):
    """The user has no right to see or do this."""


class CopyRefused(DomainError):
    """The file cannot be taken as a signed copy; the message says why."""


class StaleDocument(AppError):
    """Somebody saved the document in between: load it again and decide again."""

    retryable = True


class LeaseLost(AppError):
    """Another worker has taken the row over; what this one did must not be completed."""


class StoreAway(AppError):
    """Our database did not answer, or others hold it: the same attempt may succeed later."""

    retryable = True


class StoreFull(StoreAway):
    """Our database has no room left on its disk."""


class OutcomeUnknown(AppError):
    """The host cannot say whether it did a thing that must not be done twice: a person decides."""


class ManifestError(AppError):
    """manifest.yaml and the code disagree."""


class SettingsError(AppError):
    """The process is not configured; the message names the variable."""


class InboundRefused(AppError):
    """A request from outside is malformed or not from whom it says; `status` is the HTTP answer."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class PortalGone(InboundRefused):
    """The portal has deleted the app with its data: what it still tells is nobody's."""

    def __init__(self) -> None:
        super().__init__("Портал не знаком: приложение на нём не установлено.")


class HostError(AppError):
    """The portal refused a call; `code` and `description` are Bitrix24's own words."""

    def __init__(self, code: str, description: str = "", status: int = 400) -> None:
        super().__init__(f"{code}: {description}" if code else description)
        self.code = code
        self.description = description
        self.status = status


class RateLimited(HostError):
    """QUERY_LIMIT_EXCEEDED or OPERATION_TIME_LIMIT: wait and call again."""

    retryable = True


class RestNeeded(RateLimited):
    """The portal has spent too much time on a method: it wants no more of it before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("OPERATION_TIME_LIMIT", f"до {until:%H:%M:%S} UTC", 429)
        self.until = until


class LetterRefused(AppError):
    """The portal did not send a letter; its card is gone, the manager told: tried again later."""

    retryable = True


class HostUnavailable(HostError):
    """The portal did not answer, or answered 5xx, before it can have done anything that matters."""

    retryable = True


class HostTimeout(HostUnavailable):
    """No answer came: whether the portal did the thing is not known."""


class PartlyRead(AppError):
    """The portal refused parts of a reading, by name; the others are kept, and those are asked for again."""

    def __init__(self, refused: Sequence[tuple[str, HostError]]) -> None:
        super().__init__("; ".join(f"{name}: {error}" for name, error in refused))
        self.refused = tuple(refused)


class AuthLost(HostError):
    """The installer's token is revoked: an administrator must re-authorise the app."""


class AccessDenied(HostError):
    """The portal denies this to the token's user."""


class ObjectGone(HostError):
    """The portal has no such object."""


class PortalMoved(HostError):
    """The portal answers from a new address: it must be confirmed before anything is sent there."""

    def __init__(self, location: str) -> None:
        super().__init__("PORTAL_MOVED", f"Портал переехал на новый адрес: {location}", 302)
        self.location = location
