"""The book of an installation («Журнал установки»): every find and every work is committed before the next call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.policy import PortalSettings
from app.domain.setup import Made, MadeKind

Rewrite = Callable[[Callable[[PortalSettings], PortalSettings]], PortalSettings]
"""Changes what is stored now, in one transaction; returns what is stored then."""


class Book:
    """The portal's settings while the installer works. The page may write them too: nothing is kept in between."""

    def __init__(self, read: Callable[[], PortalSettings], rewrite: Rewrite) -> None:
        self._read = read
        self._rewrite = rewrite

    @property
    def settings(self) -> PortalSettings:
        return self._read()

    def put(self, **values: Any) -> None:
        """Set fields of the settings."""
        self._rewrite(lambda known: replace(known, **values))

    def change(self, how: Callable[[PortalSettings], PortalSettings]) -> None:
        self._rewrite(how)

    def made(self, kind: MadeKind, name: str, where: str = "") -> Made | None:
        """What we made, or were about to make when we were interrupted (no id)."""
        return made_in(self.settings, kind, name, where)

    def ensure(self, made: Made, found: int | None, make: Callable[[], int]) -> None:
        """Make what is not there, noted before and after. What stands there without a note is the customer's own."""
        known = self.made(made.kind, made.name, made.where)
        if found is None:
            self.note(made)
            self.note(replace(made, id=make()))
        elif known is not None and not known.id:
            self.note(replace(known, id=found))

    def note(self, made: Made) -> None:
        """Note what is about to be made, or has been made: the later note replaces the earlier."""

        def noted(known: PortalSettings) -> PortalSettings:
            others = tuple(old for old in known.made if old.key != made.key)
            return replace(known, made=(*others, made))

        self._rewrite(noted)

    def forget(self, made: Made) -> None:
        self._rewrite(lambda known: replace(known, made=tuple(old for old in known.made if old.key != made.key)))


def made_in(settings: PortalSettings, kind: MadeKind, name: str, where: str = "") -> Made | None:
    return next((made for made in settings.made if made.key == (kind, where, name)), None)
