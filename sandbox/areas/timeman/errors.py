"""The host's words about working time (api-reference/timeman/base/)."""

from __future__ import annotations

from sandbox.errors import HostError


def user_not_found() -> HostError:
    return HostError("", "User not found")


def wrong_open_date() -> HostError:
    return HostError("WRONG_DATETIME", "Day open date should correspond to the current date")


def wrong_close_date() -> HostError:
    return HostError("WRONG_DATETIME", "Day close date should correspond to the day open date")


def time_of_paused() -> HostError:
    return HostError("TIME", "Unable to set time, work day is paused")
