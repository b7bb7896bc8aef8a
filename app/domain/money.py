"""Money: Decimal roubles in the code, whole kopecks in the database, words and figures on paper."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from num2words import num2words

from app.errors import DomainError

KOPECK = Decimal("0.01")
NBSP = "\N{NO-BREAK SPACE}"
_BIGINT = 2**63 - 1
_VAT_22_SINCE = date(2026, 1, 1)  # Federal Law 425-ФЗ of 28.11.2025
_ROUBLES = ("рубль", "рубля", "рублей")
_KOPECKS = ("копейка", "копейки", "копеек")
_FEW = range(2, 5)
_TEENS = range(11, 15)


def to_kopecks(amount: Decimal) -> int:
    """Return the roubles as kopecks, exactly.

    Raises TypeError for anything but a Decimal (a float has lost kopecks already), DomainError for a part of
    a kopeck, for a number that is none, and for what BIGINT cannot hold.
    """
    if not isinstance(amount, Decimal):
        raise TypeError(f"money is a Decimal, not {type(amount).__name__}")
    if not amount.is_finite() or amount.adjusted() > len(str(_BIGINT)):
        raise DomainError("Сумма указана неверно: это не денежная сумма.")
    with localcontext(prec=60):
        kopecks = amount * 100
    if kopecks != int(kopecks):
        raise DomainError(f"Сумма {amount} содержит доли копейки: нужно не больше двух знаков после запятой.")
    if abs(kopecks) > _BIGINT:
        raise DomainError("Сумма указана неверно: она слишком велика.")
    return int(kopecks)


def from_kopecks(kopecks: int) -> Decimal:
    """Return the kopecks as roubles with two places. Raises TypeError for anything but an int."""
    if isinstance(kopecks, bool) or not isinstance(kopecks, int):
        raise TypeError(f"kopecks are an int, not {type(kopecks).__name__}")
    return Decimal(kopecks).scaleb(-2)


def round_to_kopeck(amount: Decimal) -> Decimal:
    """Return the amount half up to the kopeck: for sums that a portal computed from prices of more places."""
    return amount.quantize(KOPECK, ROUND_HALF_UP)


def format_amount(amount: Decimal) -> str:
    """Return «126 500,00» with no-break spaces. Raises what `to_kopecks` raises."""
    roubles, kopecks = divmod(abs(to_kopecks(amount)), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}{roubles:,}".replace(",", NBSP) + f",{kopecks:02}"


def format_roubles(amount: Decimal) -> str:
    """Return «126 500,00 ₽» with no-break spaces. Raises what `to_kopecks` raises."""
    return f"{format_amount(amount)}{NBSP}₽"


def amount_in_words(amount: Decimal) -> str:
    """Return «Сто двадцать шесть тысяч пятьсот рублей 00 копеек».

    Raises what `to_kopecks` raises, and DomainError for a negative amount: no document states one.
    """
    total = to_kopecks(amount)
    if total < 0:
        raise DomainError(f"Сумма {format_amount(amount)} отрицательная: пропись для неё не составляется.")
    roubles, kopecks = divmod(total, 100)
    # As a cardinal: num2words reads an int as kopecks when it is asked for currency.
    words: str = num2words(roubles, lang="ru")
    return f"{words[0].upper()}{words[1:]} {plural(roubles, *_ROUBLES)} {kopecks:02} {plural(kopecks, *_KOPECKS)}"


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the form of the noun that Russian wants after `count`: 1 рубль, 2 рубля, 5 рублей."""
    if count % 100 in _TEENS:
        return many
    if count % 10 == 1:
        return one
    return few if count % 10 in _FEW else many


def vat_included(amount: Decimal, rate_percent: int) -> Decimal:
    """Return the VAT inside `amount`, rounded half up to the kopeck: of a line, not of a whole document."""
    if rate_percent < 0:
        raise DomainError(f"Ставка НДС {rate_percent}% указана неверно.")
    vat = Decimal(to_kopecks(amount)) * rate_percent / (100 + rate_percent)
    return from_kopecks(int(vat.quantize(Decimal(1), ROUND_HALF_UP)))


def default_vat_rate(issued_on: date) -> int:
    """Return the general VAT rate in percent on that day: 22 since 2026-01-01, 20 before."""
    return 22 if issued_on >= _VAT_22_SINCE else 20
