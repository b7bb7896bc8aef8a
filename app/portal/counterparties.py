"""Companies («Компании») and their requisites («Реквизиты»): crm.item 4, crm.requisite.*, crm.address.list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from app.domain.forms import Party
from app.portal.batch import Command, raise_first
from app.portal.client import PortalClient
from app.portal.items import COMPANY, Items, item_id
from app.portal.values import must_id, rows, text, whole

REQUISITE = 8
LEGAL, ACTUAL = 6, 1
"""crm.enum.addresstype: the registered address goes on paper, else the actual one."""
_ADDRESS = ("POSTAL_CODE", "COUNTRY", "PROVINCE", "REGION", "CITY", "ADDRESS_1", "ADDRESS_2")


FRESH = timedelta(seconds=20)
"""An act and its invoice are printed and sent from one look; requisites mended meanwhile are in the next one."""
Known = dict[tuple[str, int | None], tuple[datetime, Any]]
"""What was read, and when: may outlive the client that read it."""
Value = TypeVar("Value")


class PortalCounterparties:
    """app.ports.host.Counterparties. What it read is remembered for FRESH, in `known` when it is given."""

    def __init__(self, client: PortalClient, known: Known | None = None) -> None:
        self._client = client
        self._known: Known = {} if known is None else known
        self._items = Items(client)

    def name(self, company_id: int) -> str:
        read = self._remembered(("company", company_id), lambda: self._items.get(COMPANY, company_id))
        return text(read.get("title")).strip()

    def namesakes(self, company_id: int) -> bool:
        title = self.name(company_id)
        older = {"=title": title, "<id": company_id}
        return bool(self._items.find(COMPANY, older, ("id",)))

    def party(self, company_id: int | None, *, fallback: str) -> Party:
        """Raises ObjectGone, AccessDenied when the portal does not show the company."""
        if company_id is None:
            return Party(name=fallback)
        return self._requisites(company_id, self.name(company_id) or fallback)

    def own(self, own_company_id: int | None) -> Party:
        """Raises HostError kinds; a portal without own companies gives a party without a name."""
        return self._remembered(("own", own_company_id), lambda: self._own(own_company_id))

    def _own(self, own_company_id: int | None) -> Party:
        if own_company_id is not None:
            return self._requisites(own_company_id, self.name(own_company_id))
        mine = self._items.find(COMPANY, {"=isMyCompany": "Y"}, ("id", "title"))
        return self._requisites(item_id(mine[0]), text(mine[0].get("title"))) if mine else Party(name="")

    def _requisites(self, company_id: int, name: str) -> Party:
        return self._remembered(("requisites", company_id), lambda: self._read_requisites(company_id, name))

    def _remembered(self, key: tuple[str, int | None], read: Callable[[], Value]) -> Value:
        now = self._client.clock.now()
        read_at, value = self._known.get(key, (now - FRESH, None))
        if now - read_at >= FRESH:
            value = read()
            self._known[key] = now, value
        found: Value = value
        return found

    def _read_requisites(self, company_id: int, name: str) -> Party:
        where = {"ENTITY_TYPE_ID": COMPANY, "ENTITY_ID": company_id}
        params = {"filter": where, "order": {"SORT": "ASC", "ID": "ASC"}, "select": ["*"]}
        found = rows(self._client.call("crm.requisite.list", params))
        if not found:
            return Party(name=name)
        requisite_id = must_id(found[0].get("ID"))
        banks, addresses = raise_first(self._client.batch(_details(requisite_id)))
        bank = next(iter(rows(banks)), {})
        return _party(found[0], bank, _address(rows(addresses)), name)


def _details(requisite_id: int) -> list[Command]:
    bank = {"filter": {"ENTITY_ID": requisite_id}, "order": {"SORT": "ASC", "ID": "ASC"}, "select": ["*"]}
    address = {"filter": {"ENTITY_TYPE_ID": REQUISITE, "ENTITY_ID": requisite_id}}
    return [Command("crm.requisite.bankdetail.list", bank), Command("crm.address.list", address)]


def _party(requisite: Mapping[str, Any], bank: Mapping[str, Any], address: str, name: str) -> Party:
    full = text(requisite.get("RQ_COMPANY_NAME")) or text(requisite.get("RQ_COMPANY_FULL_NAME"))
    return Party(
        name=full.strip() or name,
        inn=text(requisite.get("RQ_INN")).strip(),
        kpp=text(requisite.get("RQ_KPP")).strip(),
        address=address,
        bank=text(bank.get("RQ_BANK_NAME")).strip(),
        bik=text(bank.get("RQ_BIK")).strip(),
        account=text(bank.get("RQ_ACC_NUM")).strip(),
        corr_account=text(bank.get("RQ_COR_ACC_NUM")).strip(),
        director=text(requisite.get("RQ_DIRECTOR")).strip(),
    )


def _address(found: list[dict[str, Any]]) -> str:
    by_type = {whole(row.get("TYPE_ID")): row for row in found}
    row = by_type.get(LEGAL) or by_type.get(ACTUAL) or next(iter(found), {})
    parts = (text(row.get(key)).strip() for key in _ADDRESS)
    return ", ".join(dict.fromkeys(part for part in parts if part))
