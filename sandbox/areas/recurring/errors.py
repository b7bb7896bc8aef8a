"""The host's words about recurring deals (crm/deals/recurring-deals/): an empty code with words."""

from __future__ import annotations

from sandbox.errors import HostError


def _worded(words: str) -> HostError:
    return HostError("", words)


def not_a_map(name: str) -> HostError:
    return _worded(f"Parameter '{name}' must be array.")


def no_deal() -> HostError:
    return _worded("Deal id is empty.")


def no_identifier() -> HostError:
    return _worded("id is not defined or invalid.")


def not_found() -> HostError:
    return _worded("Recurring deal is not found.")


def access_denied() -> HostError:
    return _worded("Access denied.")


def has_settings() -> HostError:
    return _worded("Deal already have had recurring settings.")


def deal_exists() -> HostError:
    return _worded("Deleting is impossible. Connected recurring deal exists.")
