"""CRM objects of any kind (crm.item.*, api-reference/crm/universal/): deals, companies, invoices, items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.portal.batch import Command, raise_first
from app.portal.client import PAGE, PortalClient
from app.portal.values import mapping, must_id, rows

DEAL, CONTACT, COMPANY, INVOICE = 2, 3, 4, 31
Item = dict[str, Any]


class Items:
    """Reads and writes with the UF names as they are (useOriginalUfNames): no camelCase guesswork."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def get(self, entity_type_id: int, item_id: int) -> Item:
        """Raises ObjectGone, AccessDenied."""
        return _item(self._client.call("crm.item.get", _named(entity_type_id, id=item_id)))

    def by_ids(self, entity_type_id: int, ids: Sequence[int], select: Sequence[str] = ("*",)) -> list[Item]:
        """Those that exist and may be seen, in as few requests as possible."""
        pages = raise_first(self._client.each(self.pages(entity_type_id, ids, select)))
        return [item for page in pages for item in _items(page)]

    def pages(self, entity_type_id: int, ids: Sequence[int], select: Sequence[str] = ("*",)) -> list[Command]:
        """What asks for them, a page a command."""
        return [
            Command("crm.item.list", _listed(entity_type_id, {"@id": list(ids[at : at + PAGE])}, select))
            for at in range(0, len(ids), PAGE)
        ]

    def find(self, entity_type_id: int, where: Mapping[str, Any], select: Sequence[str] = ("*",)) -> list[Item]:
        """The first fifty that match, by id."""
        return self._list(Command("crm.item.list", _listed(entity_type_id, where, select)))

    def each(self, entity_type_id: int, where: Mapping[str, Any]) -> Iterator[Item]:
        """All that match, by id, page after page."""
        params = _named(entity_type_id, select=["*"], filter=dict(where))
        return self._client.rows_after("crm.item.list", params, wrap="items", id_key="id")

    def add(self, entity_type_id: int, fields: Mapping[str, Any]) -> Item:
        return _item(self._client.call("crm.item.add", _named(entity_type_id, fields=dict(fields))))

    def update(self, entity_type_id: int, item_id: int, fields: Mapping[str, Any]) -> Item:
        params = _named(entity_type_id, id=item_id, fields=dict(fields))
        return _item(self._client.call("crm.item.update", params))

    def _list(self, command: Command) -> list[Item]:
        return _items(self._client.call(command.method, command.params))


def item_id(item: Item) -> int:
    return must_id(item.get("id"))


def _named(entity_type_id: int, **params: Any) -> dict[str, Any]:
    return {"entityTypeId": entity_type_id, **params, "useOriginalUfNames": "Y"}


def _listed(entity_type_id: int, where: Mapping[str, Any], select: Sequence[str]) -> dict[str, Any]:
    return _named(entity_type_id, select=list(select), filter=dict(where), order={"id": "ASC"}, start=-1)


def _item(result: Any) -> Item:
    return mapping(mapping(result).get("item"))


def _items(answer: Any) -> list[Item]:
    return rows(mapping(answer).get("items"))
