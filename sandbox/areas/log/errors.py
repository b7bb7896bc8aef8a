"""The host's words about the live feed (api-reference/log/)."""

from __future__ import annotations

from sandbox.errors import HostError

ADD_ERROR = "SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR"


def not_added() -> HostError:
    return HostError(ADD_ERROR, "Blog post hasn't been added")


def no_destination() -> HostError:
    return HostError(ADD_ERROR, "No destination specified")
