"""Steps: robots, event handlers and pages, registered with the portal under our address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.policy import PortalSettings
from app.domain.setup import Action, Change
from app.installation.step import Save, Site
from app.manifest import Placement, Robot
from app.portal.registration import RobotSpec

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

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        present = set(site.registration.robots())
        found = []
        for robot in site.manifest.robots:
            action = Action.ADD if robot.code not in present else Action.CHANGE
            if robot.code in present and settings.registered.get(robot.code) == _digest(_spec(site, settings, robot)):
                action = Action.KEEP
            found.append(Change(action, "Робот", robot.name["ru"]))
        return found

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings:
        present = set(site.registration.robots())
        for robot in site.manifest.robots:
            spec = _spec(site, settings, robot)
            if robot.code in present and settings.registered.get(robot.code) == _digest(spec):
                continue
            site.registration.put_robot(spec)
            settings = replace(settings, registered={**settings.registered, robot.code: _digest(spec)})
            save(settings)
        return settings


@dataclass(frozen=True, slots=True)
class Events:
    key: str = "events"
    title: str = "События"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        bound = _bound_events(site)
        return [Change(Action.KEEP if name in bound else Action.ADD, "Событие", name) for name in _names(site)]

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings:
        bound = _bound_events(site)
        for name in _names(site):
            if name not in bound:
                site.registration.bind_event(name, _event_handler(site))
        return settings


@dataclass(frozen=True, slots=True)
class Placements:
    key: str = "placements"
    title: str = "Страницы в портале"

    def changes(self, site: Site, settings: PortalSettings) -> Sequence[Change]:
        bound = {(row.placement, row.handler) for row in site.registration.placements()}
        return [
            Change(
                Action.KEEP if (row.code, page_address(site, row)) in bound else Action.ADD,
                "Страница", row.title["ru"],
            )
            for row in site.manifest.placements
        ]  # fmt: skip

    def apply(self, site: Site, settings: PortalSettings, save: Save) -> PortalSettings:
        bound = {(row.placement, row.handler) for row in site.registration.placements()}
        for row in site.manifest.placements:
            if (row.code, page_address(site, row)) not in bound:
                site.registration.bind_placement(row.code, page_address(site, row), titles=row.title)
        return settings


def page_address(site: Site, placement: Placement) -> str:
    return f"{site.app_url}/placement/{placement.page.replace('_', '-')}"


def _event_handler(site: Site) -> str:
    return f"{site.app_url}/hook/event"


def _names(site: Site) -> list[str]:
    return [name.upper() for name in site.manifest.events] + list(LIFE)


def _bound_events(site: Site) -> set[str]:
    return {row.event for row in site.registration.events() if row.handler == _event_handler(site)}


def _spec(site: Site, settings: PortalSettings, robot: Robot) -> RobotSpec:
    return RobotSpec(
        code=robot.code,
        handler=f"{site.app_url}/hook/robot",
        name=robot.name,
        properties=_properties(robot.properties),
        returns=_properties(robot.returns),
        user_id=site.installer_id,
        waits=robot.waits,
        include=tuple(rule for place in robot.where if (rule := _document(settings, place))),
    )


def _document(settings: PortalSettings, place: str) -> tuple[str, ...] | None:
    if place in _DOCUMENTS:
        return _DOCUMENTS[place]
    kind = settings.acts_type
    return (*_DYNAMIC, f"DYNAMIC_{kind.entity_type_id}") if kind else None


def _properties(specs: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        name: {"Name": dict(spec["name"]), "Type": spec["type"], "Default": spec.get("default", "")}
        for name, spec in specs.items()
    }


def _digest(spec: RobotSpec) -> str:
    shape = json.dumps(spec.fields(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shape.encode()).hexdigest()
