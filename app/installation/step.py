"""A step of the installation, and what all steps share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.drive import clean_name
from app.domain.policy import Policy, PortalSettings
from app.domain.setup import Change
from app.installation.book import Book
from app.manifest import Manifest
from app.portal.abilities import Abilities
from app.portal.lists import Lists
from app.portal.registration import Registration
from app.portal.structure import Structure
from app.ports.office import Clock


@dataclass(frozen=True, slots=True)
class Site:
    """The portal that is being set up, and what to set up there. `app_url` has no slash at its end."""

    manifest: Manifest
    policy: Policy
    structure: Structure
    registration: Registration
    app_url: str
    installer_id: int
    able: Callable[[], Abilities]
    """What the portal can do; asked once."""
    lists: Lists
    clock: Clock

    def folder_name(self, settings: PortalSettings) -> str:
        return clean_name(settings.acts_folder or self.policy.acts_folder)


def lacking(step: Step, able: Abilities) -> str:
    """Why the step cannot be done in this portal, and what follows; "" when it can."""
    missing = able.lacks(*step.needs)
    return f"портал не даёт {', '.join(missing)}: {step.without}" if missing else ""


class Step(Protocol):
    """Idempotent: `changes` is empty but for KEEP and SKIP lines after `apply`. Both raise HostError kinds."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def needs(self) -> tuple[str, ...]:
        """Methods of the portal without which the step is skipped."""
        ...

    @property
    def without(self) -> str:
        """What does not work then, and what to do about it."""
        ...

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        """What `apply` would do, without doing it."""
        ...

    def apply(self, site: Site, book: Book) -> None: ...
