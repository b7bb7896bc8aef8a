"""Calls: what the portal told or asked, after parsing and verification, without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class RobotCall:
    """A robot of ours fired, or an activity; the answer must carry `event_token`.

    `kind` is deal, invoice, item (of the smart process `entity_type_id`) or element (of the list with that id).
    """

    code: str
    kind: str
    entity_type_id: int
    item_id: int
    event_token: str
    waits: bool
    at: datetime
    user_id: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostEvent:
    """A dirty mark: an object id, no state.

    `kind` is deal, company, contact, invoice or item; `code` the host's event name in lower case.
    """

    code: str
    kind: str
    entity_type_id: int
    object_id: int
    at: datetime


class AppHappening(StrEnum):
    """What became of our installation in the portal."""

    INSTALLED = "installed"
    UPDATED = "updated"
    UNINSTALLED = "uninstalled"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class AppEvent:
    """ONAPPINSTALL and its kin; `clean`: the administrator asked to delete our data with the app."""

    code: AppHappening
    at: datetime
    clean: bool = False


@dataclass(frozen=True, slots=True)
class PlacementCall:
    """A person opened a page of ours; `options` (PLACEMENT_OPTIONS) come from a browser: trust nothing."""

    placement: str
    user_token: str
    options: Mapping[str, str] = field(default_factory=dict)
