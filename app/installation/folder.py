"""Step: the root folder of acts on the shared drive; its rights are set once, when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change, Made, MadeKind
from app.installation.book import Book
from app.installation.step import Site

FULL, EDIT = "disk_access_full", "disk_access_edit"


@dataclass(frozen=True, slots=True)
class ActsFolder:
    """Takes a folder of that name as it is, rights and all; makes one only where there is none."""

    key: str = "folder"
    title: str = "Папка на общем диске"
    needs: tuple[str, ...] = ("disk.storage.getlist", "disk.storage.addfolder")
    without: str = "файлы актов не лягут на общий диск"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        name = site.folder_name(settings)
        found = site.structure.root_folder(name)
        if found is None:
            return [Change(Action.ADD, "Папка", f"Общий диск / {name}", f"права: {_told(settings)}")]
        return [Change(Action.KEEP, "Папка", f"Общий диск / {name}")]

    def apply(self, site: Site, book: Book) -> None:
        name = site.folder_name(book.settings)
        found = site.structure.root_folder(name)

        def make() -> int:
            return site.structure.ensure_root_folder(name, _rights(site, book.settings)).id

        book.ensure(Made(MadeKind.FOLDER, name, label=f"Общий диск / {name}"), found.id if found else None, make)


def _rights(site: Site, settings: PortalSettings) -> list[tuple[str, str]]:
    """Beside what the drive itself gives: whoever the app works for writes, those who see all acts may edit."""
    own = [(f"U{site.installer_id}", FULL)] if site.installer_id else []
    return own + [(f"U{user_id}", EDIT) for user_id in settings.sees_all if user_id != site.installer_id]


def _told(settings: PortalSettings) -> str:
    seers = f", изменение у тех, кто видит все акты ({len(settings.sees_all)})" if settings.sees_all else ""
    return f"как у общего диска, полный доступ у установившего{seers}"
