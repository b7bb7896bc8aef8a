"""Who and what of a portal the story is played with («роли»): taken from what the portal has, whatever that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from demo.acts import roubles
from demo.portal import CONTACT, DEAL, Rest
from demo.sandbox_portal import SandboxPortal

ROLES = ("main", "by_hand", "native", "silent")
CLOSED = ("S", "F")


class NoCast(Exception):
    """The portal has too few deals for the story; the words say which."""


@dataclass(frozen=True)
class Deal:
    """A deal of the story; `manager` is responsible for it; `email` is of its contact, empty when there is none."""

    id: int
    title: str
    amount: Decimal
    category: int
    stage: str
    manager: int
    company: int
    client: str
    contact: int
    email: str


@dataclass(frozen=True)
class Cast:
    """`main`: made by the robot, signed by QR; `by_hand`: made in the tab; `native`: signed and paid natively;
    `silent`: its contact has no e-mail; `by_app`: stands in a second funnel that works without a robot."""

    admin: int
    outsider: int
    main: Deal
    by_hand: Deal
    native: Deal
    silent: Deal
    by_app: Deal


class Casting:
    def __init__(self, portal: SandboxPortal) -> None:
        self._portal = portal
        self._rest: Rest = portal.rest
        self._ends = {
            str(row["STATUS_ID"]) for row in self._rest.call("crm.status.list") if row.get("SEMANTICS") in CLOSED
        }

    def choose(self) -> Cast:
        """Raises NoCast. Adds what the portal lacks: a contact without e-mail, a deal in a second funnel."""
        everything = self._deals()
        deals = [deal for deal in everything if deal.email and deal.amount > 0]
        category = Counter(deal.category for deal in deals).most_common(1)[0][0] if deals else 0
        chosen = _distinct(deal for deal in deals if deal.category == category)
        if len(chosen) < len(ROLES):
            raise NoCast(f"Нужно {len(ROLES)} открытых сделки с клиентом и e-mail в одной воронке, есть {len(chosen)}.")
        main, by_hand, native, *rest = chosen
        silent = next((deal for deal in everything if deal.category == category and not deal.email), None)
        return Cast(
            admin=1,
            outsider=self._outsider({main.manager}),
            main=main,
            by_hand=by_hand,
            native=native,
            silent=silent or self._silenced(rest[0]),
            by_app=self._second_funnel(deals, category, main),
        )

    def again(self, deal: Deal) -> Deal:
        """The deal as it stands now."""
        return self._deal(self._rest.item(DEAL, deal.id))

    def _deals(self) -> list[Deal]:
        rows = [row for row in self._rest.items(DEAL) if str(row["stageId"]) not in self._ends]
        return [self._deal(row) for row in rows if row.get("companyId")]

    def _deal(self, row: dict[str, Any]) -> Deal:
        contact = int((row.get("contactIds") or [row.get("contactId") or 0])[0])
        return Deal(
            id=int(row["id"]),
            title=str(row["title"]),
            amount=roubles(row["opportunity"]),
            category=int(row["categoryId"]),
            stage=str(row["stageId"]),
            manager=int(row["assignedById"]),
            company=int(row["companyId"]),
            client=self._client(int(row["companyId"])),
            contact=contact,
            email=email_of(self._rest, contact) if contact else "",
        )

    def _client(self, company_id: int) -> str:
        found = self._rest.call("crm.company.get", id=company_id)
        return str(found["TITLE"])

    def _outsider(self, managers: set[int]) -> int:
        """An employee who sees nothing but deals of their own from now on."""
        people = [int(row["ID"]) for row in self._rest.call("user.get", FILTER={"ACTIVE": True})]
        found = max((person for person in people if person != 1 and person not in managers), default=0)
        if not found:
            raise NoCast("Нужен сотрудник, который не отвечает за эту сделку.")
        self._portal.control("crm/access", user_id=found, access="own")
        return found

    def _silenced(self, deal: Deal) -> Deal:
        """The client's new employee, who has left a telephone number only."""
        fields = {"NAME": "Игнат", "LAST_NAME": "Тихонов", "COMPANY_ID": deal.company}
        person = int(self._rest.call("crm.contact.add", fields=fields))
        self._rest.update(DEAL, deal.id, contactIds=[person])
        return self.again(deal)

    def _second_funnel(self, deals: list[Deal], category: int, like: Deal) -> Deal:
        for deal in deals:
            if deal.category != category:
                return deal
        funnels = self._rest.call("crm.category.list", entityTypeId=DEAL)["categories"]
        other = next(int(row["id"]) for row in funnels if int(row["id"]) != category)
        made = self._rest.add(
            DEAL, title=f"Абонентское обслуживание — {like.client}", categoryId=other, companyId=like.company,
            contactIds=[like.contact], assignedById=like.manager, opportunity=45000, isManualOpportunity="Y",
        )  # fmt: skip
        return self._deal(made)


def email_of(rest: Rest, contact_id: int) -> str:
    rows = rest.item(CONTACT, contact_id).get("fm") or []
    return next((str(row["value"]) for row in rows if row.get("typeId") == "EMAIL"), "")


def _distinct(deals: Iterable[Deal]) -> list[Deal]:
    """One deal a client, those of plain employees first: an administrator sees everything anyway."""
    found: dict[int, Deal] = {}
    for deal in sorted(deals, key=lambda deal: (deal.manager == 1, deal.id)):
        found.setdefault(deal.company, deal)
    return list(found.values())
