"""Amounts as people and robots type them: «1 000,50», «1000.5», «1000|RUB»."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from app.errors import DomainError

KOPECK = Decimal("0.01")
_LARGEST = Decimal(10) ** 13


def read_amount(text: str) -> Decimal:
    """Return roubles with two places. Raises DomainError for anything that is no sum of money."""
    plain = "".join(text.partition("|")[0].split()).replace(",", ".").removesuffix("₽")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= _LARGEST or amount != amount.quantize(KOPECK):
        raise DomainError(f"«{text[:40]}» — не сумма: укажите рубли и копейки, например 126500,00.")
    return amount.quantize(KOPECK)
