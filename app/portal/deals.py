"""Deals («Сделки») of the portal: crm.item.* with entityTypeId 2, crm.stagehistory.list, product rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.counterparty import Contact
from app.domain.deal import Deal, StageEntry
from app.domain.forms import FormLine
from app.domain.mirror import RawObject
from app.errors import AuthLost, HostError
from app.portal.batch import MAX_COMMANDS, Command, raise_first
from app.portal.chains import page_rows
from app.portal.client import PAGE, PortalClient
from app.portal.endpoints import origin_of
from app.portal.items import CONTACT, DEAL, Item, Items, item_id
from app.portal.sources import UTC_ZONE, Source, source_of
from app.portal.values import KOPECK, flag, ids, instant, mapping, money, must_id, number, rows, text, unreadable, whole
from app.ports.reading import News, PortalTime, Unread

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
        portions = [(kind, portion) for kind, every in wanted.items() for portion in _pages(every)]
        asked = [self._source(kind).some(portion) for kind, portion in portions]
        (first, *pages), during = self._ask([_entries_command(entry_id), *asked])
        entries, cut = self._entries_from(first)
        objects: dict[str, list[RawObject]] = {kind: [] for kind in wanted}
        unread = []
        for (kind, portion), page in zip(portions, pages, strict=True):
            source = self._source(kind)
            try:
                objects[kind] += map(source.raw, page_rows(source, *raise_first([page])))
            except HostError as error:
                unread.append(Unread(kind, frozenset(portion), error))
        return News(entries, objects, read_at, during, unread, cut)

    def _ask(self, commands: Sequence[Command]) -> tuple[list[Any], PortalTime | None]:
        """A history that is refused by itself is refused as it would be among others."""
        try:
            return self._client.each_timed(commands)
        except HostError as error:
            if len(commands) > 1 or error.retryable or isinstance(error, AuthLost):
                raise
            return [error], None

    def _source(self, kind: str) -> Source:
        return source_of(kind, self._zone)

    def typed(self, found: RawObject) -> Deal:
        return self._deal(dict(found.body))

    def _entries_from(self, first: Any) -> tuple[list[StageEntry], HostError | None]:
        """The entries of a first page and those beyond it, up to what the portal refused to tell."""
        found: list[StageEntry] = []
        try:
            found += _entries(*raise_first([first]))
            if len(found) == PAGE:
                for page in self._pages_beyond(found[-1].id):
                    found += page
        except HostError as error:
            return found, error
        return found, None

    def _pages_beyond(self, entry_id: int) -> Iterator[list[StageEntry]]:
        """Entries in windows of ids that a page holds whole; what stands behind a wide gap is the next reading's."""
        for _ in range(ENTRY_PAGES):
            starts = range(entry_id, entry_id + MAX_COMMANDS * PAGE, PAGE)
            page: list[StageEntry] = []
            for window in self._client.batch([_entries_command(at, up_to=at + PAGE) for at in starts]):
                # One by one: behind a window that was refused, nothing may count as seen.
                page = _entries(*raise_first([window]))
                yield page
            entry_id = starts.stop
            if not page:
                break

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


def _pages(ids: Sequence[int]) -> list[list[int]]:
    wanted = sorted(set(ids))
    return [wanted[at : at + PAGE] for at in range(0, len(wanted), PAGE)]


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
