"""Steps: robots, event handlers and pages, registered with the portal under our address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.policy import ActsType, PortalSettings
from app.domain.setup import Action, Change
from app.installation.book import Book
from app.installation.event_words import words_of
from app.installation.process import ActsProcess
from app.installation.step import Site
from app.installation.twin import chosen_way
from app.manifest import Placement, Robot
from app.portal.registration import EventBinding, PlacementBinding, RobotSpec

LIFE = ("ONAPPINSTALL", "ONAPPUPDATE", "ONAPPUNINSTALL")
_DOCUMENTS = {
    "deal": ("crm", "CCrmDocumentDeal", "DEAL"),
    "invoice": ("crm", "Bitrix\\Crm\\Integration\\BizProc\\Document\\SmartInvoice", "SMART_INVOICE"),
}
_DYNAMIC = ("crm", "Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic")


@dataclass(frozen=True, slots=True)
class Robots:
    key: str = "robots"
    title: str = "Роботы"
    needs: tuple[str, ...] = ("bizproc.robot.list", "bizproc.robot.add", "bizproc.robot.update")
    without: str = "роботов не будет; пусть акты в воронках создаёт само приложение"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        return robot_changes(site, settings, site.registration.robots())

    def apply(self, site: Site, book: Book) -> None:
        present = set(site.registration.robots())
        for robot in site.manifest.robots:
            if _stands_nowhere(site, book.settings, robot):
                continue
            digest = digest_of(spec := _spec(site, book.settings, robot))
            if robot.code not in present:
                # Noted first: if we are interrupted now, its presence tells that it stands as noted.
                remember(book, robot.code, digest)
                site.registration.put_robot(spec)
            elif book.settings.registered.get(robot.code) != digest:
                site.registration.change_robot(spec)
                remember(book, robot.code, digest)


@dataclass(frozen=True, slots=True)
class Events:
    """An event that this portal does not have is left out: what it would tell, the sweep finds."""

    key: str = "events"
    title: str = "События"
    needs: tuple[str, ...] = ()
    without: str = ""

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        return event_changes(site, site.registration.events())

    def apply(self, site: Site, book: Book) -> None:
        for change in self.changes(site, book.settings):
            if change.action is Action.ADD:
                site.registration.bind_event(change.code, _event_handler(site))


@dataclass(frozen=True, slots=True)
class Placements:
    key: str = "placements"
    title: str = "Страницы в портале"
    needs: tuple[str, ...] = ("placement.get", "placement.bind")
    without: str = "вкладки в сделке и пункта меню не будет; реестры открываются из списка приложений"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        return placement_changes(site, site.registration.placements())

    def apply(self, site: Site, book: Book) -> None:
        bound = {(row.placement, row.handler) for row in site.registration.placements()}
        for row in site.manifest.placements:
            if (row.code, page_address(site, row)) not in bound:
                site.registration.bind_placement(row.code, page_address(site, row), titles=row.title)


def robot_changes(site: Site, settings: PortalSettings, present: Collection[str]) -> list[Change]:
    return [_robot_change(site, settings, robot, is_there=robot.code in present) for robot in site.manifest.robots]


def _robot_change(site: Site, settings: PortalSettings, robot: Robot, *, is_there: bool) -> Change:
    if _stands_nowhere(site, settings, robot):
        return Change(Action.SKIP, "Робот", robot.name["ru"], "ставится в смарт-процессе, а его нет")
    is_same = settings.registered.get(robot.code) == digest_of(_spec(site, settings, robot))
    action = (Action.KEEP if is_same else Action.CHANGE) if is_there else Action.ADD
    return Change(action, "Робот", robot.name["ru"])


def _stands_nowhere(site: Site, settings: PortalSettings, robot: Robot) -> bool:
    """A robot for items of a register's smart process, which this portal cannot have: lists have no robots."""
    only_of_twins = all(place not in _DOCUMENTS for place in robot.where)
    return only_of_twins and not isinstance(chosen_way(site, settings), ActsProcess)


def event_changes(site: Site, bindings: Sequence[EventBinding]) -> list[Change]:
    bound = {row.event for row in bindings if row.handler == _event_handler(site)}
    return [_event_change(site, name, is_bound=name in bound) for name in _names(site)]


def placement_changes(site: Site, bindings: Sequence[PlacementBinding]) -> list[Change]:
    bound = {(row.placement, row.handler) for row in bindings}
    return [
        Change(Action.KEEP if (row.code, page_address(site, row)) in bound else Action.ADD, "Страница", row.title["ru"])
        for row in site.manifest.placements
    ]


def _event_change(site: Site, name: str, *, is_bound: bool) -> Change:
    if is_bound or name in site.able().events:
        return Change(Action.KEEP if is_bound else Action.ADD, "Событие", words_of(name), code=name)
    why = "портал его не присылает: об изменениях приложение узнает из сверки"
    return Change(Action.SKIP, "Событие", words_of(name), why, code=name)


def remember(book: Book, code: str, digest: str) -> None:
    book.change(lambda known: replace(known, registered={**known.registered, code: digest}))


def page_address(site: Site, placement: Placement) -> str:
    return f"{site.app_url}/placement/{placement.page.replace('_', '-')}"


def _event_handler(site: Site) -> str:
    return f"{site.app_url}/hook/event"


def _names(site: Site) -> list[str]:
    return [name.upper() for name in site.manifest.events] + list(LIFE)


def _spec(site: Site, settings: PortalSettings, robot: Robot) -> RobotSpec:
    include = tuple(rule for place in robot.where if (rule := _document(settings, place)))
    return spec_of(site, robot, include=include)


def spec_of(site: Site, robot: Robot, *, include: tuple[tuple[str, ...], ...]) -> RobotSpec:
    """A robot or an activity; `include`: the documents that it is offered for."""
    return RobotSpec(
        code=robot.code,
        handler=f"{site.app_url}/hook/robot",
        name=robot.name,
        properties=_properties(robot.properties),
        returns=_properties(robot.returns),
        user_id=site.installer_id,
        waits=robot.waits,
        include=include,
    )


def _document(settings: PortalSettings, place: str) -> tuple[str, ...] | None:
    if place in _DOCUMENTS:
        return _DOCUMENTS[place]
    home = settings.acts_type
    return (*_DYNAMIC, f"DYNAMIC_{home.entity_type_id}") if isinstance(home, ActsType) else None


def _properties(specs: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {"Name": dict(spec["name"]), "Type": spec["type"], "Default": spec.get("default", "")}
        for name, spec in specs.items()
    }


def digest_of(spec: RobotSpec) -> str:
    shape = json.dumps(spec.fields(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shape.encode()).hexdigest()
