"""A step of the installation, and what all steps share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.policy import Policy, PortalSettings
from app.domain.setup import Change
from app.manifest import Manifest
from app.portal.registration import Registration
from app.portal.structure import Structure


@dataclass(frozen=True, slots=True)
class Site:
    """The portal that is being set up, and what to set up there. `app_url` has no slash at its end."""

    manifest: Manifest
    policy: Policy
    structure: Structure
    registration: Registration
    app_url: str
    installer_id: int


Save = Callable[[PortalSettings], None]
"""Commits what has been found or made, at once: an interruption must not make it twice."""


class Step(Protocol):
    """Idempotent: `changes` is empty but for KEEP lines after `apply`. Both raise HostError kinds."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        """What `apply` would do, without doing it."""
        ...

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings: ...
