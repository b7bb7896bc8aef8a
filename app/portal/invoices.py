"""Smart invoices («Счета») of the portal: crm.item.* with entityTypeId 31 (crm/universal/invoice.md)."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import Any

from app.domain.deal import Deal
from app.domain.mirror import RawObject
from app.portal.client import PortalClient
from app.portal.deals import card_link
from app.portal.items import INVOICE, Item, Items, item_id
from app.portal.stages import FAILURE, SUCCESS, Stages
from app.portal.values import day, money, same, text, whole
from app.ports.host import HostInvoice


class PortalInvoices:
    """app.ports.host.HostInvoices. `paid_field` is the UF field for the paid sum; empty = none."""

    def __init__(self, client: PortalClient, stages: Stages, *, paid_field: str = "") -> None:
        self._client = client
        self._items = Items(client)
        self._stages = stages
        self._paid_field = paid_field

    def typed(self, found: RawObject) -> HostInvoice:
        return self._invoice(dict(found.body))

    def of_deal(self, deal_id: int) -> list[HostInvoice]:
        return [self._invoice(item) for item in self._items.each(INVOICE, {"=parentId2": deal_id})]

    def ensure(self, key: str, deal: Deal, *, title: str, amount: Decimal) -> HostInvoice:
        """Asks by xmlId before it adds, so that a repeat after HostTimeout finds what it made."""
        made = self._items.find(INVOICE, {"=xmlId": key})
        if made:
            return self._invoice(made[0])
        return self._invoice(self._items.add(INVOICE, _fields(key, deal, title, amount)))

    def show_paid(self, host_id: int, *, paid: Decimal, is_full: bool) -> None:
        item = self._items.get(INVOICE, host_id)
        wanted: dict[str, Decimal | str] = {}
        if self._paid_field:
            wanted[self._paid_field] = paid
        if is_full:
            wanted["stageId"] = self._stages.successful(INVOICE, _category(item))
        changed = {key: _sent(value) for key, value in wanted.items() if not same(item.get(key), value)}
        if changed:
            self._items.update(INVOICE, host_id, changed)

    def link(self, host_id: int) -> str:
        return card_link(self._client, f"crm/type/{INVOICE}/details/{host_id}/")

    def _invoice(self, item: Item) -> HostInvoice:
        meaning = self._stages.semantics(INVOICE, _category(item), text(item.get("stageId")))
        issued = day(item.get("begindate")) or day(item.get("createdTime"))
        return HostInvoice(
            id=item_id(item),
            number=text(item.get("accountNumber")) or str(item_id(item)),
            title=text(item.get("title")),
            issued_on=issued or self._client.clock.now().astimezone(UTC).date(),
            amount=money(item.get("opportunity")),
            deal_id=whole(item.get("parentId2")),
            company_id=whole(item.get("companyId")),
            responsible_id=whole(item.get("assignedById")),
            is_paid=meaning == SUCCESS,
            is_dead=meaning == FAILURE,
            mover_id=whole(item.get("movedBy")),
        )


def _fields(key: str, deal: Deal, title: str, amount: Decimal) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": title,
        "xmlId": key,
        "parentId2": deal.id,
        "assignedById": deal.responsible_id,
        "opportunity": _sent(amount),
        "isManualOpportunity": "Y",
    }
    if deal.company_id is not None:
        fields["companyId"] = deal.company_id
    if deal.contact_id is not None:
        fields["contactIds"] = [deal.contact_id]
    if deal.own_company_id is not None:
        fields["mycompanyId"] = deal.own_company_id
    return fields


def _category(item: Item) -> int:
    return whole(item.get("categoryId")) or 0


def _sent(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
