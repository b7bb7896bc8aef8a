"""Step: where people find the register of acts in the portal («Реестр актов»): the first way that the portal allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from app.domain.policy import ActsHome, PortalSettings
from app.domain.setup import Action, Change
from app.installation.acts_list import ActsListing
from app.installation.book import Book
from app.installation.process import ActsProcess
from app.installation.step import Site, Step, lacking


class Way(Step, Protocol):
    def holds(self, home: ActsHome) -> bool:
        """Whether it is this way that the acts live in the portal already."""
        ...


WAYS: tuple[Way, ...] = (ActsProcess(), ActsListing())
"""By preference; of those that a portal cannot do, the plan gives the reason."""


@dataclass(frozen=True, slots=True)
class ActsTwin:
    key: str = "process"
    title: str = "Реестр актов в портале"
    needs: tuple[str, ...] = ()
    without: str = ""

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        skipped = [
            Change(Action.SKIP, way.title, "не будет", _lacks(way, site, settings))
            for way in takewhile(lambda way: _lacks(way, site, settings), WAYS)
        ]
        way = chosen_way(site, settings)
        if way is None:
            return [*skipped, Change(Action.SKIP, "Реестр актов", "только на страницах «Первички»")]
        return [*skipped, *way.changes(site, settings)]

    def apply(self, site: Site, book: Book) -> None:
        """A way that the portal turns out to refuse is noted, and the next one taken."""
        way = chosen_way(site, book.settings)
        while way is not None:
            way.apply(site, book)
            tried, way = way, chosen_way(site, book.settings)
            if way is tried:
                return


def chosen_way(site: Site, settings: PortalSettings) -> Way | None:
    """None: the register is ours alone."""
    return next((way for way in WAYS if not _lacks(way, site, settings)), None)


def twin_lacks(site: Site, settings: PortalSettings) -> str:
    """Why the register has no twin in this portal; "" when it has one."""
    if chosen_way(site, settings) is not None:
        return ""
    return "; ".join(_lacks(way, site, settings) for way in WAYS)


def _lacks(way: Way, site: Site, settings: PortalSettings) -> str:
    home = settings.acts_type
    if home is not None and way.holds(home):
        return ""
    refused = [settings.refused[method] for method in way.needs if method in settings.refused]
    reason = f"портал отказал: {refused[0]}" if refused else lacking(way, site.able())
    return reason or ("реестр в портале уже есть, второй не нужен" if home is not None else "")
