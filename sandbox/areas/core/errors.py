"""The host's words in the base methods (api-reference/common/, api-reference/events/)."""

from __future__ import annotations

from sandbox.errors import HostError


def app_context_required(status: int = 400) -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Application context required", status)


def event_not_found() -> HostError:
    return HostError("ERROR_EVENT_NOT_FOUND", "Event not found", 400)
