"""What the portal can do for the app («Возможности портала»): asked in one batch, before anything is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import HostError
from app.portal.batch import Command
from app.portal.client import PortalClient
from app.portal.values import flag, mapping, text

OFFLINE = "rest_offline_extended"


@dataclass(frozen=True, slots=True)
class Abilities:
    """`methods` are those that may be called with the scopes given; `events` in upper case."""

    scopes: frozenset[str]
    methods: frozenset[str]
    events: frozenset[str]
    has_offline_events: bool

    def lacks(self, *methods: str) -> list[str]:
        return [name for name in methods if name not in self.methods]


class PortalAbilities:
    """scope, events, feature.get, method.get (api-reference/common/system/). `methods` is frozen by the host."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def read(self, methods: Sequence[str]) -> Abilities:
        """Ask about these methods. Raises HostError kinds."""
        names = sorted(set(methods))
        commands = [Command("scope"), Command("events"), Command("feature.get", {"CODE": OFFLINE})]
        commands += [Command("method.get", {"name": name}) for name in names]
        scopes, events, offline, *told = self._client.batch(commands)
        return Abilities(
            scopes=frozenset(_codes(scopes)),
            methods=frozenset(name for name, answer in zip(names, told, strict=True) if _is_available(answer)),
            events=frozenset(code.upper() for code in _codes(events)),
            # A portal that does not know the question does not have the feature.
            has_offline_events=not isinstance(offline, HostError) and flag(mapping(offline).get("value")),
        )


def _codes(answer: Any) -> list[str]:
    if isinstance(answer, HostError):
        raise answer
    return [text(code) for code in answer or []]


def _is_available(answer: Any) -> bool:
    if isinstance(answer, HostError):
        raise answer
    told = mapping(answer)
    return flag(told.get("isExisting")) and flag(told.get("isAvailable"))
