"""Documents, tokens and a clock for the store's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.domain.act import Act
from app.domain.deal import Deal
from app.domain.invoice import Invoice
from app.ports.access import PortalAddress, TokenPair

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = NOON

    def now(self) -> datetime:
        return self._now

    def pass_(self, **delta: float) -> None:
        self._now += timedelta(**delta)


class Rings:
    """Counts how often the bell was rung."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def an_address(member_id: str) -> PortalAddress:
    domain = f"{member_id}.example"
    return PortalAddress(member_id, domain, f"https://{domain}/rest/", "https://oauth.example/rest/")


def tokens(clock: HandClock, name: str = "first") -> TokenPair:
    return TokenPair(f"{name}-access-secret", f"{name}-refresh-secret", clock.now() + timedelta(hours=1), 1)


def an_act(origin: str = "entry:1", **changes: Any) -> Act:
    act = Act(
        id=0,
        number="А-1",
        issued_on=TODAY,
        deal_id=40,
        title="Монтаж вентиляции",
        amount=Decimal("126500.00"),
        origin=origin,
        client="ООО «Берёзовая роща»",
        company_id=7,
        responsible_id=3,
    )
    return replace(act, **changes)


def an_invoice(host_id: int = 500, **changes: Any) -> Invoice:
    invoice = Invoice(
        id=0,
        number="С-1",
        issued_on=date(2026, 11, 20),
        deal_id=40,
        amount=Decimal("126500.00"),
        host_id=host_id,
        client="ООО «Берёзовая роща»",
    )
    return replace(invoice, **changes)


def a_deal(deal_id: int = 40, **changes: Any) -> Deal:
    deal = Deal(
        id=deal_id,
        title="Вентиляция цеха",
        stage_id="C1:REPORT",
        category_id=1,
        amount=Decimal("126500.00"),
        responsible_id=3,
    )
    return replace(deal, **changes)
