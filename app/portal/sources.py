"""Where each kind of the mirror is read: the list method, its words for id, filter and order, its time of change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.mirror import COMPANY, CONTACT, DEAL, REQUISITE, RawObject, Stamp
from app.errors import ManifestError
from app.portal import items
from app.portal.batch import Command, query
from app.portal.values import instant, must_id, portal_instant

_ENTITY_TYPES = {DEAL: items.DEAL, COMPANY: items.COMPANY, CONTACT: items.CONTACT}
UTC_ZONE = ZoneInfo("UTC")
_BEARERS = ("urlMachine", "downloadUrlMachine", "DOWNLOAD_URL")
"""Links that carry the token that they were asked with (crm/files)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A list method of fifty rows a page that filters and orders by id and does not count with start=-1.

    `wrap`: the key of the list inside the result. `stamp`: the field with the time of change, "" when there is none.
    """

    method: str
    params: Mapping[str, Any] = field(default_factory=dict)
    id_key: str = "ID"
    wrap: str = ""
    stamp: str = ""
    among: str = "@ID"
    """The filter's key for "one of these ids"."""
    filter_key: str = "filter"
    order_key: str = "order"
    zone: ZoneInfo | None = None
    """Of times of change that are written in the portal's own format, without an offset."""

    def page(self, after: object, until: int | None, *, descending: bool = False, only_ids: bool = False) -> str:
        """The command of one page: `after` < id <= `until`. `after` may be a reference to another command."""
        where = {f">{self.id_key}": after}
        if until is not None:
            where[f"<={self.id_key}"] = until
        params = {
            **self.params,
            **(self._stamps() if only_ids else {}),
            self.filter_key: where,
            self.order_key: {self.id_key: "DESC" if descending else "ASC"},
            "start": -1,
        }
        return f"{self.method}?{query(params)}"

    def some(self, ids: Sequence[int]) -> Command:
        """What asks for these, a page of them at most."""
        return Command(self.method, self._listed({self.among: list(ids)}))

    def changed(self, since: datetime, after: object) -> Command:
        """What asks for the first page of ids beyond `after` of what has changed since, with the times of change."""
        where = {f">={self.stamp}": since.isoformat(timespec="seconds"), f">{self.id_key}": after}
        return Command(self.method, {**self._listed(where), **self._stamps()})

    def _listed(self, where: Mapping[str, Any]) -> dict[str, Any]:
        return {**self.params, self.filter_key: dict(where), self.order_key: {self.id_key: "ASC"}, "start": -1}

    def _stamps(self) -> dict[str, Any]:
        if "select" not in self.params:
            return {}
        return {"select": [self.id_key, self.stamp] if self.stamp else [self.id_key]}

    def last_of(self, label: str, place: int) -> str:
        """The id of a row of another command of the batch (how-to-call-rest-api/batch.md)."""
        wrap = f"[{self.wrap}]" if self.wrap else ""
        return f"$result[{label}]{wrap}[{place}][{self.id_key}]"

    def stamp_of(self, row: Mapping[str, Any]) -> Stamp:
        return must_id(row.get(self.id_key)), self._changed_at(row)

    def raw(self, row: Mapping[str, Any]) -> RawObject:
        """The row as the mirror keeps it: without links that carry a token."""
        return RawObject(must_id(row.get(self.id_key)), self._changed_at(row), _without_bearers(row))

    def _changed_at(self, row: Mapping[str, Any]) -> datetime | None:
        told = row.get(self.stamp) if self.stamp else None
        return instant(told) if self.zone is None else portal_instant(told, self.zone)


def source_of(kind: str, zone: ZoneInfo = UTC_ZONE) -> Source:
    """`zone`: the portal's. Raises ManifestError for a kind that nobody can read."""
    if kind in _ENTITY_TYPES:
        return _items(_ENTITY_TYPES[kind])
    if kind == REQUISITE:
        return Source("crm.requisite.list", {"select": ["*", "UF_*"]}, stamp="DATE_MODIFY")
    name, _, number = kind.partition(":")
    if name == "item" and number.isdecimal():
        return _items(int(number))
    if name == "list" and number.isdecimal():
        whose = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": int(number)}
        # The time of change comes when the list shows it, and the filter knows it (docs/adr/0014).
        words = {"stamp": "TIMESTAMP_X", "among": "=ID", "filter_key": "FILTER", "order_key": "ELEMENT_ORDER"}
        return Source("lists.element.get", whose, zone=zone, **words)
    raise ManifestError(f"no kind {kind} to mirror")


def _items(entity_type_id: int) -> Source:
    params = {"entityTypeId": entity_type_id, "select": ["*"], "useOriginalUfNames": "Y"}
    return Source("crm.item.list", params, id_key="id", wrap="items", stamp="updatedTime", among="@id")


def _without_bearers(row: Mapping[str, Any]) -> Mapping[str, Any]:
    nested = {key: _cleaned(value) for key, value in row.items() if _may_bear(value)}
    return {**row, **nested} if nested else row


def _may_bear(value: Any) -> bool:
    kind = value.__class__
    return kind is dict or (kind is list and bool(value) and value[0].__class__ is dict)


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items() if key not in _BEARERS}
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value
