"""How far an act is paid: its share of what its invoice has received."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from app.domain.money import KOPECK

ZERO = Decimal(0)


class Payment(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    PAID = "paid"


def share(amount: Decimal, *, invoiced: Decimal, paid: Decimal) -> tuple[Payment, Decimal]:
    """Return how an act of `amount` is paid, and its part in roubles: all, or in proportion, rounded down."""
    if paid <= 0 or invoiced <= 0:
        return Payment.NONE, ZERO
    if paid >= invoiced:
        return Payment.PAID, amount
    part = (amount * paid / invoiced).quantize(KOPECK, ROUND_DOWN)
    return Payment.PARTIAL, min(part, amount)
