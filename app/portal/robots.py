"""Answers to robots («Роботы»): bizproc.event.send lets the waiting process go on."""

from __future__ import annotations

from collections.abc import Mapping

from app.errors import AccessDenied
from app.portal.client import PortalClient

USED = ("ACCESS_DENIED", "access denied")
"""The same code with other words says that the portal's tariff has no REST."""


class PortalRobots:
    """app.ports.host.Robots."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def answer(self, event_token: str, values: Mapping[str, str], log: str) -> None:
        """A used or stale token is ACCESS_DENIED: the process has gone on, nothing is left to do."""
        params = {"EVENT_TOKEN": event_token, "RETURN_VALUES": dict(values), "LOG_MESSAGE": log}
        try:
            self._client.call("bizproc.event.send", params)
        except AccessDenied as error:
            if (error.code.upper(), error.description.strip(" .!").lower()) != USED:
                raise
