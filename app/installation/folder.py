"""Step: the root folder of acts on the shared drive; its rights are set once, when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.drive import clean_name
from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change
from app.installation.step import Save, Site


@dataclass(frozen=True, slots=True)
class ActsFolder:
    key: str = "folder"
    title: str = "Папка на общем диске"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        name = clean_name(site.policy.acts_folder)
        action = Action.KEEP if site.structure.has_root_folder(name) else Action.ADD
        return [Change(action, "Папка", f"Общий диск / {name}")]

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings:
        site.structure.ensure_root_folder(clean_name(site.policy.acts_folder), ())
        return settings
