"""Stages («Стадии») of deals, invoices and smart processes, and what each means (crm.status.list)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.errors import HostError
from app.portal.client import PortalClient
from app.portal.items import DEAL, INVOICE
from app.portal.values import mapping, rows, text, whole

SUCCESS, FAILURE, PROCESS = "S", "F", "P"
FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Stage:
    """`semantics`: S success, F failure, P in work."""

    id: int
    stage_id: str
    name: str
    sort: int
    semantics: str
    color: str = ""


def dictionary(entity_type_id: int, category_id: int) -> str:
    """The ENTITY_ID under which the host keeps the stages of a funnel."""
    if entity_type_id == DEAL:
        return f"DEAL_STAGE_{category_id}" if category_id else "DEAL_STAGE"
    if entity_type_id == INVOICE:
        return f"SMART_INVOICE_STAGE_{category_id}"
    return f"DYNAMIC_{entity_type_id}_STAGE_{category_id}"


def place_of(name: str) -> tuple[int, int]:
    """The entity type and the category of a dictionary's name: the inverse of `dictionary`."""
    head, _, category = name.partition("_STAGE")
    kinds = {"DEAL": DEAL, "SMART_INVOICE": INVOICE}
    kind = kinds[head] if head in kinds else int(head.removeprefix("DYNAMIC_"))
    return kind, int(category.lstrip("_") or 0)


Known = dict[str, tuple[datetime, list[Stage]]]
"""Stages by dictionary, and when they were read: may outlive the client that read them."""


class Stages:
    """Remembered for five minutes, in `known` when it is given; a stage that is not known is looked up anew at once."""

    def __init__(self, client: PortalClient, known: Known | None = None) -> None:
        self._client = client
        self._known: Known = {} if known is None else known

    def of(self, entity_type_id: int, category_id: int) -> list[Stage]:
        name, now = dictionary(entity_type_id, category_id), self._client.clock.now()
        read_at, stages = self._known.get(name, (now - FRESH, []))
        if now - read_at >= FRESH:
            stages = self._read(name)
            self._known[name] = now, stages
        return stages

    def semantics(self, entity_type_id: int, category_id: int, stage_id: str) -> str:
        """S, F or P; P for a stage that the portal does not list."""
        found = self._search(entity_type_id, category_id, stage_id)
        if found is None:
            self._known.pop(dictionary(entity_type_id, category_id), None)
            found = self._search(entity_type_id, category_id, stage_id)
        return found.semantics if found else PROCESS

    def successful(self, entity_type_id: int, category_id: int) -> str:
        """STATUS_ID of the stage with SEMANTICS S, whatever its name. Raises HostError when there is none."""
        for stage in self.of(entity_type_id, category_id):
            if stage.semantics == SUCCESS:
                return stage.stage_id
        raise HostError("NO_SUCCESS_STAGE", "В воронке нет успешной стадии: проверьте её настройки.")

    def _search(self, entity_type_id: int, category_id: int, stage_id: str) -> Stage | None:
        stages = self.of(entity_type_id, category_id)
        return next((stage for stage in stages if stage.stage_id == stage_id), None)

    def _read(self, name: str) -> list[Stage]:
        params = {"filter": {"ENTITY_ID": name}, "order": {"SORT": "ASC"}}
        return [
            Stage(
                id=whole(row.get("ID")) or 0,
                stage_id=text(row.get("STATUS_ID")),
                name=text(row.get("NAME")),
                sort=whole(row.get("SORT")) or 0,
                semantics=text(row.get("SEMANTICS")) or PROCESS,
                color=text(row.get("COLOR") or mapping(row.get("EXTRA")).get("COLOR")),
            )
            for row in rows(self._client.call("crm.status.list", params))
        ]
