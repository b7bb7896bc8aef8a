"""Names that the portal knows and our rows do not: of people and of stages; remembered for minutes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog

from app.errors import HostError
from app.portal.items import DEAL
from app.portal.stages import Stages
from app.portal.users import PortalUsers
from app.store.portals import PortalRow

if TYPE_CHECKING:
    from app.bootstrap import Application

FRESH_SECONDS = 600.0
_MOST = 10_000
log = structlog.get_logger("directory")


class Directory:
    """Asked with the installer's token: a manager may be hidden from another, his name on an act is not."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._people: dict[tuple[int, int], tuple[float, str]] = {}
        self._stages: dict[tuple[int, int], tuple[float, dict[str, str]]] = {}

    def people(self, portal: PortalRow, user_ids: Iterable[int | None]) -> dict[int, str]:
        """Names by id; a number where the portal does not answer: a page without names is still a page."""
        wanted = {user_id for user_id in user_ids if user_id}
        fresh = time.monotonic() - FRESH_SECONDS
        unknown = [one for one in wanted if self._people.get((portal.id, one), (0.0, ""))[0] <= fresh]
        if unknown:
            self._read_people(portal, unknown)
        names = {one: self._people.get((portal.id, one), (0.0, ""))[1] for one in wanted}
        return {one: name or f"Сотрудник {one}" for one, name in names.items()}

    def stage(self, portal: PortalRow, category_id: int, stage_id: str) -> str:
        """The name of a deal's stage, its id where the portal does not answer."""
        read_at, names = self._stages.get((portal.id, category_id), (0.0, {}))
        if read_at <= time.monotonic() - FRESH_SECONDS or stage_id not in names:
            names = self._read_stages(portal, category_id)
        return names.get(stage_id, stage_id)

    def _read_people(self, portal: PortalRow, user_ids: list[int]) -> None:
        try:
            found = PortalUsers(self._application.client(portal)).names(user_ids)
        except HostError as error:
            log.warning("names not read", portal=portal.id, error=str(error))
            return
        if len(self._people) > _MOST:
            self._people.clear()
        now = time.monotonic()
        for one in user_ids:
            self._people[portal.id, one] = now, found.get(one, "")

    def _read_stages(self, portal: PortalRow, category_id: int) -> dict[str, str]:
        try:
            stages = Stages(self._application.client(portal)).of(DEAL, category_id)
        except HostError as error:
            log.warning("stages not read", portal=portal.id, error=str(error))
            return {}
        names = {stage.stage_id: stage.name for stage in stages}
        self._stages[portal.id, category_id] = time.monotonic(), names
        return names
