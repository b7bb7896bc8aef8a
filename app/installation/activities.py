"""Step: activities («Действия бизнес-процессов») on the list of acts: a help that a person puts in its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.policy import ActsList, PortalSettings
from app.domain.setup import Action, Change
from app.installation.book import Book
from app.installation.registrations import digest_of, remember, spec_of
from app.installation.step import Site
from app.manifest import Robot
from app.portal.registration import RobotSpec

_DOCUMENT = ("lists", "Bitrix\\Lists\\BizprocDocumentLists")


@dataclass(frozen=True, slots=True)
class Activities:
    """Nothing to do where the acts have their home in a smart process, which tells of its changes itself."""

    key: str = "activities"
    title: str = "Действия для бизнес-процессов"
    needs: tuple[str, ...] = ("bizproc.activity.list", "bizproc.activity.add", "bizproc.activity.update")
    without: str = "об изменениях в списке актов приложение узнаёт само, раз в две минуты"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        if not isinstance(settings.acts_type, ActsList):
            return []
        return activity_changes(site, settings, site.registration.activities())

    def apply(self, site: Site, book: Book) -> None:
        home = book.settings.acts_type
        if not isinstance(home, ActsList):
            return
        present = set(site.registration.activities())
        for activity in site.manifest.activities:
            spec = _spec(site, home, activity)
            if activity.code not in present:
                # Noted first: if we are interrupted now, its presence tells that it stands as noted.
                remember(book, activity.code, digest_of(spec))
                site.registration.put_activity(spec)
            elif book.settings.registered.get(activity.code) != digest_of(spec):
                site.registration.change_activity(spec)
                remember(book, activity.code, digest_of(spec))


def activity_changes(site: Site, settings: PortalSettings, present: Collection[str]) -> list[Change]:
    home = settings.acts_type
    if not isinstance(home, ActsList):
        return []
    return [_change(site, settings, home, activity, present) for activity in site.manifest.activities]


def _change(
    site: Site, settings: PortalSettings, home: ActsList, activity: Robot, present: Collection[str]
) -> Change:
    if activity.code not in present:
        return Change(Action.ADD, "Действие", activity.name["ru"])
    is_same = settings.registered.get(activity.code) == digest_of(_spec(site, home, activity))
    return Change(Action.KEEP if is_same else Action.CHANGE, "Действие", activity.name["ru"])


def _spec(site: Site, home: ActsList, activity: Robot) -> RobotSpec:
    return spec_of(site, activity, include=((*_DOCUMENT, f"iblock_{home.iblock_id}"),))
