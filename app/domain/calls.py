"""Calls: what the portal told or asked, after parsing and verification, without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RobotCall:
    """A robot of ours fired. `kind` is deal, invoice or acts; `event_token` is what the answer must carry."""

    code: str
    kind: str
    item_id: int
    event_token: str
    waits: bool
    at: datetime
    user_id: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostEvent:
    """A dirty mark: an object id, no state. `kind` is deal, company, contact, invoice, acts…"""

    code: str
    kind: str
    object_id: int
    at: datetime
