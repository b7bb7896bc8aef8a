"""The host's words about the settings of cards (crm/universal/item-details-configuration/): an empty code."""

from __future__ import annotations

from sandbox.errors import HostError


def worded(words: str) -> HostError:
    return HostError("", words)


def access_denied() -> HostError:
    return worded("Access denied.")


def no_kind() -> HostError:
    return worded("Parameter 'entityTypeId' is not defined")


def not_supported(name: str) -> HostError:
    return worded(f"The entity type '{name}' is not supported in current context.")
