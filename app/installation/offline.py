"""Step: events that the portal keeps for us until we ask («Офлайн-события»), where its tariff has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change
from app.installation.book import Book
from app.installation.event_words import words_of
from app.installation.step import Site
from app.portal.registration import EventBinding

_KIND = "Офлайн-событие"


@dataclass(frozen=True, slots=True)
class OfflineEvents:
    """A help, not a need: what is lost on its way is kept in the portal, and found by the sweep where it is not."""

    key: str = "offline_events"
    title: str = "Офлайн-события"
    needs: tuple[str, ...] = ()
    without: str = ""

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        if not site.able().has_offline_events:
            why = "тариф портала их не хранит: потерянное в пути приложение узнает из сверки"
            return [Change(Action.SKIP, _KIND, "", why)]
        return offline_changes(site, site.registration.events())

    def apply(self, site: Site, book: Book) -> None:
        lost = [change.code for change in self.changes(site, book.settings) if change.action is Action.ADD]
        if lost:
            site.registration.bind_offline(lost)
        if book.settings.has_offline_events != site.able().has_offline_events:
            book.put(has_offline_events=site.able().has_offline_events)


def offline_changes(site: Site, bindings: Sequence[EventBinding]) -> list[Change]:
    kept = {row.event for row in bindings if row.is_offline}
    return [
        Change(Action.KEEP if name in kept else Action.ADD, _KIND, words_of(name), code=name)
        for name in (event.upper() for event in site.manifest.events)
        if name in kept or name in site.able().events
    ]
