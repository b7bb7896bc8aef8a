"""Drift («Сверка установки»): what the portal has dropped of our registrations, and putting it back."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.setup import Action, Change
from app.installation.activities import Activities, activity_changes
from app.installation.book import Book
from app.installation.offline import OfflineEvents, offline_changes
from app.installation.registrations import (
    Events,
    Placements,
    Robots,
    event_changes,
    placement_changes,
    robot_changes,
)
from app.installation.step import Site, Step, lacking
from app.portal.registration import Standing


def mend(site: Site, book: Book, standing: Standing) -> tuple[str, ...]:
    """Put back what the manifest declares and the portal lacks; one line for each. Raises HostError kinds."""
    found: list[Change] = []
    settings = book.settings
    drifts: tuple[tuple[Step, Sequence[Change]], ...] = (
        (Robots(), robot_changes(site, settings, standing.robots)),
        (Activities(), activity_changes(site, settings, standing.activities)),
        (Events(), event_changes(site, standing.events)),
        (OfflineEvents(), offline_changes(site, standing.events) if settings.has_offline_events else ()),
        (Placements(), placement_changes(site, standing.placements)),
    )
    for step, changes in drifts:
        lost = [change for change in changes if change.action in (Action.ADD, Action.CHANGE)]
        if lost and not lacking(step, site.able()):
            step.apply(site, book)
            found += lost
    return tuple(f"{change.kind} «{change.what}»" for change in found)
