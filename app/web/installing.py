"""The page of the installation («Установка»): steps, plan, funnels with their roles, what is left to a person."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.deal import Role
from app.domain.policy import ActsList, PortalSettings
from app.domain.setup import Change, FunnelChoice, Parting, StepState
from app.installation.funnels import WON_NAME, FunnelReading, choice_for, made_stages, offer
from app.installation.installer import Homes, Installer
from app.portal.endpoints import origin_of
from app.portal.users import PortalUsers
from app.web.desk import Desk

FRESH_SECONDS = 120.0
_ENDED = frozenset({StepState.DONE, StepState.SKIPPED})


@dataclass(frozen=True, slots=True)
class _Read:
    """What the portal has, and when it was asked: a page that follows the steps must not ask it each time."""

    at: float
    is_done: bool
    """The steps make stages: what was read before they were done tells of a portal that is no more."""
    funnels: list[FunnelReading]
    homes: Homes
    users: list[dict[str, Any]]


class InstallPages:
    def __init__(self) -> None:
        self._read: dict[int, _Read] = {}

    def page(self, desk: Desk) -> dict[str, Any]:
        """What docs/api.md promises; the plan is empty while the steps run and somebody follows them."""
        installer, settings = desk.application.installer(desk.portal), desk.settings
        steps = installer.steps()
        states = {note.state for _, note in steps}
        is_done = states <= _ENDED
        is_moving = _is_under_way(states) or settings.farewell.state is Parting.ASKED
        is_followed = is_moving and self._is_fresh(desk, is_done)
        read = self._read[desk.portal.id] if is_followed else self._ask(desk, installer, is_done)
        offered = {choice.category_id for choice in offer(read.funnels)}
        plan = [] if is_followed or StepState.RUNNING in states else installer.plan()
        return {
            "steps": [
                {"key": step.key, "title": step.title, "state": note.state.value, "detail": note.detail}
                for step, note in steps
            ],
            "plan": [told(line, desk) for line in plan],
            "installed": is_done,
            "funnels": [_funnel(reading, settings, offered) for reading in read.funnels],
            "homes": _homes(desk, read.homes, settings),
            "todo": _todo(desk, installer) if is_done or settings.farewell.state is Parting.DONE else [],
            "users": read.users,
            "sees_all": list(settings.sees_all),
            "feed": bool(settings.feed_dest),
            "installer": _installer(desk, read.users),
            "watch": _watch(settings),
            "farewell": _farewell(desk, settings),
        }

    def _is_fresh(self, desk: Desk, is_done: bool) -> bool:
        known = self._read.get(desk.portal.id)
        return known is not None and known.is_done == is_done and known.at > time.monotonic() - FRESH_SECONDS

    def _ask(self, desk: Desk, installer: Installer, is_done: bool) -> _Read:
        people = PortalUsers(desk.application.client(desk.portal)).active()
        users: list[dict[str, Any]] = [{"id": user_id, "name": name} for user_id, name in people.items()]
        read = _Read(time.monotonic(), is_done, installer.funnels(), installer.homes(), users)
        self._read[desk.portal.id] = read
        return read


def _is_under_way(states: set[StepState]) -> bool:
    """A worker is at the steps, or between two of them."""
    return not (states <= _ENDED or states == {StepState.TODO} or StepState.FAILED in states)


def told(line: Change, desk: Desk) -> dict[str, str]:
    """A line of a plan; what stands somewhere in the portal has its address."""
    url = line.path if line.path.startswith("http") or not line.path else f"{_origin(desk)}{line.path}"
    return {
        "action": line.action.value, "kind": line.kind, "what": line.what, "why": line.why, "url": url,
        "code": line.code,
    }  # fmt: skip


def _origin(desk: Desk) -> str:
    return origin_of(desk.portal.client_endpoint)


def _homes(desk: Desk, homes: Homes, settings: PortalSettings) -> dict[str, Any]:
    """Where the acts may live; settled once they live somewhere."""
    is_listed = isinstance(settings.acts_type, ActsList)
    return {
        "processes": [{"id": kind, "name": title} for kind, title in homes.processes.items()],
        "process_id": homes.process_id,
        "list": desk.application.manifest.register("acts").twin.title["ru"] if is_listed else "",
        "folders": homes.folders,
        "folder": homes.folder,
        "settled": settings.acts_type is not None,
    }


def _installer(desk: Desk, users: Sequence[dict[str, Any]]) -> dict[str, Any]:
    user_id = desk.application.tokens(desk.portal).current().user_id
    name = next((str(user["name"]) for user in users if user["id"] == user_id), "")
    return {"id": user_id, "name": name, "is_me": user_id == desk.session.user_id}


def _watch(settings: PortalSettings) -> dict[str, Any]:
    watch = settings.watch
    return {
        "at": watch.looked_at.isoformat() if watch.looked_at else None,
        "mended_at": watch.mended_at.isoformat() if watch.mended_at else None,
        "mended": list(watch.mended),
    }


def _farewell(desk: Desk, settings: PortalSettings) -> dict[str, Any]:
    farewell = settings.farewell
    kept = [told(line, desk) for line in farewell.kept]
    return {"state": farewell.state.value, "clean": farewell.clean, "why": farewell.why, "kept": kept}


def _funnel(reading: FunnelReading, settings: PortalSettings, offered: set[int]) -> dict[str, Any]:
    wanted = {choice.category_id: choice for choice in settings.wanted}
    choice = wanted.get(reading.category.id) or choice_for(reading)
    made = made_stages(reading.stages, choice.create)
    roles = {**reading.roles, **{role: stage for role, stage in choice.roles.items() if stage}, **made}
    return {
        "category_id": reading.category.id,
        "name": reading.category.name,
        "enabled": reading.category.id in (wanted or offered),
        "acts_by": choice.acts_by.value,
        "stages": [
            {"id": stage.stage_id, "name": stage.name, "color": stage.color, "semantics": stage.semantics}
            for stage in reading.stages
        ],
        "roles": {role.value: roles.get(role, "") for role in Role},
        "create": [role.value for role in choice.create if role not in made],
        "rename_won": _rename(reading, choice),
    }


def _rename(reading: FunnelReading, choice: FunnelChoice) -> dict[str, Any] | None:
    won = reading.won
    if won is None or won.name == WON_NAME:
        return None
    return {"from": won.name, "to": WON_NAME, "chosen": choice.rename_won}


def _todo(desk: Desk, installer: Installer) -> list[dict[str, str]]:
    return [{"text": todo.text, "url": f"{_origin(desk)}{todo.path}"} for todo in installer.todo()]
