"""Deals («Сделки») of the portal: crm.item.* with entityTypeId 2, crm.stagehistory.list, product rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.counterparty import Contact
from app.domain.deal import Deal, StageEntry
from app.domain.forms import FormLine
from app.domain.mirror import RawObject
from app.portal.batch import MAX_COMMANDS, Command, raise_first
from app.portal.chains import page_rows
from app.portal.client import PAGE, PortalClient
from app.portal.endpoints import origin_of
from app.portal.items import CONTACT, DEAL, Item, Items, item_id
from app.portal.sources import UTC_ZONE, Source, source_of
from app.portal.values import KOPECK, flag, ids, instant, mapping, money, must_id, number, rows, text, unreadable, whole
from app.ports.reading import News

ENTRY_PAGES = 4


class PortalDeals:
    """app.ports.host.Deals."""

    def __init__(self, client: PortalClient, zone: ZoneInfo = UTC_ZONE) -> None:
        """`zone`: the portal's."""
        self._client = client
        self._zone = zone
        self._items = Items(client)

    def get(self, deal_id: int) -> Deal:
        return self._deal(self._items.get(DEAL, deal_id))

    def entries(self, deal_id: int) -> list[StageEntry]:
        return self._history({"OWNER_ID": deal_id}, after=0, pages=ENTRY_PAGES * PAGE)

    def news(self, entry_id: int, wanted: Mapping[str, Sequence[int]]) -> News:
        read_at = self._client.clock.now()
        asked = [(kind, command) for kind, ids in wanted.items() for command in _pages(self._source(kind), ids)]
        commands = [_entries_command(entry_id), *(command for _, command in asked)]
        answers, during = self._client.each_timed(commands)
        first, *pages = raise_first(answers)
        entries = _entries(first)
        if len(entries) == PAGE:
            entries += self._entries_beyond(entries[-1].id)
        objects: dict[str, list[RawObject]] = {kind: [] for kind in wanted}
        for (kind, _), page in zip(asked, pages, strict=True):
            source = self._source(kind)
            objects[kind] += map(source.raw, page_rows(source, page))
        return News(entries, objects, read_at, during)

    def _source(self, kind: str) -> Source:
        return source_of(kind, self._zone)

    def typed(self, found: RawObject) -> Deal:
        return self._deal(dict(found.body))

    def _entries_beyond(self, entry_id: int) -> list[StageEntry]:
        """Entries in windows of ids that a page holds whole; what stands behind a wide gap is the next reading's."""
        found: list[StageEntry] = []
        for _ in range(ENTRY_PAGES):
            starts = range(entry_id, entry_id + MAX_COMMANDS * PAGE, PAGE)
            windows = raise_first(self._client.batch([_entries_command(at, up_to=at + PAGE) for at in starts]))
            found += [entry for window in windows for entry in _entries(window)]
            entry_id = starts.stop
            if not _entries(windows[-1]):
                break
        return found

    def last_entry_id(self) -> int:
        params = {"entityTypeId": DEAL, "order": {"ID": "DESC"}, "select": ["ID"], "start": -1}
        newest = rows(mapping(self._client.call("crm.stagehistory.list", params)).get("items"))
        return must_id(newest[0].get("ID")) if newest else 0

    def lines(self, deal_id: int) -> tuple[FormLine, ...]:
        params = {"filter": {"=ownerType": "D", "=ownerId": deal_id}}
        read = self._client.rows_after("crm.item.productrow.list", params, wrap="productRows", id_key="id")
        return tuple(_line(row) for row in sorted(read, key=lambda row: whole(row.get("sort")) or 0))

    def contacts(self, deal_id: int) -> list[Contact]:
        """The deal's contacts in its own order, with their e-mails."""
        deal = self._items.get(DEAL, deal_id)
        wanted = ids(deal.get("contactIds")) or ids([deal.get("contactId")])
        if not wanted:
            return []
        read = {item_id(item): item for item in self._items.by_ids(CONTACT, wanted)}
        return [_contact(read[contact_id]) for contact_id in wanted if contact_id in read]

    def move(self, deal_id: int, stage_id: str) -> None:
        self._items.update(DEAL, deal_id, {"stageId": stage_id})

    def link(self, deal_id: int) -> str:
        return card_link(self._client, f"crm/deal/details/{deal_id}/")

    def _history(self, where: Mapping[str, Any], *, after: int, pages: int) -> list[StageEntry]:
        params = {"entityTypeId": DEAL, "filter": dict(where)}
        read = self._client.rows_after("crm.stagehistory.list", params, wrap="items", after=after, pages=pages)
        return [_entry(row) for row in read]

    def _deal(self, item: Item) -> Deal:
        return Deal(
            id=item_id(item),
            title=text(item.get("title")),
            stage_id=text(item.get("stageId")),
            category_id=whole(item.get("categoryId")) or 0,
            amount=money(item.get("opportunity")),
            responsible_id=whole(item.get("assignedById")) or 0,
            company_id=whole(item.get("companyId")),
            contact_id=whole(item.get("contactId")),
            own_company_id=whole(item.get("mycompanyId")),
            is_closed=flag(item.get("closed")),
            updated_at=instant(item.get("updatedTime")),
        )


def _pages(source: Source, ids: Sequence[int]) -> list[Command]:
    wanted = sorted(set(ids))
    return [source.some(wanted[at : at + PAGE]) for at in range(0, len(wanted), PAGE)]


def card_link(client: PortalClient, path: str) -> str:
    """The address of a page of the portal."""
    return f"{origin_of(client.address.client_endpoint)}/{path}"


def _entries_command(after: int, *, up_to: int | None = None) -> Command:
    window = {">ID": after} if up_to is None else {">ID": after, "<=ID": up_to}
    params = {"entityTypeId": DEAL, "filter": window, "order": {"ID": "ASC"}, "start": -1}
    return Command("crm.stagehistory.list", params)


def _entries(answer: Any) -> list[StageEntry]:
    return [_entry(row) for row in rows(mapping(answer).get("items"))]


def _entry(row: Mapping[str, Any]) -> StageEntry:
    at = instant(row.get("CREATED_TIME"))
    if at is None:
        raise unreadable("CREATED_TIME")
    return StageEntry(
        id=must_id(row.get("ID")),
        deal_id=must_id(row.get("OWNER_ID")),
        stage_id=text(row.get("STAGE_ID")),
        category_id=whole(row.get("CATEGORY_ID")) or 0,
        at=at,
    )


def _line(row: Mapping[str, Any]) -> FormLine:
    quantity, price = number(row.get("quantity")), money(row.get("price"))
    count = quantity if quantity is not None else money(1)
    return FormLine(
        name=text(row.get("productName")),
        unit=text(row.get("measureName")),
        quantity=count.normalize() + 0,
        price=price,
        amount=(price * count).quantize(KOPECK),
        vat_rate=whole(row.get("taxRate")),
    )


def _contact(item: Item) -> Contact:
    last, first, second = (text(item.get(key)).strip() for key in ("lastName", "name", "secondName"))
    emails = [text(row.get("value")).strip() for row in rows(item.get("fm")) if row.get("typeId") == "EMAIL"]
    salutation = " ".join(part for part in (first, second) if part) if first else ""
    name = " ".join(part for part in (first, second, last) if part) or f"Контакт {item_id(item)}"
    return Contact(item_id(item), name, tuple(dict.fromkeys(email for email in emails if email)), salutation)
