"""The QR of a payment («Оплата по QR-коду»): ГОСТ Р 56042-2014, read by every Russian bank's application."""

from __future__ import annotations

from decimal import Decimal

from app.domain.forms import Party
from app.domain.money import to_kopecks
from app.domain.text import one_line

_PREFIX = "ST00012"  # format, version 1, UTF-8
_ACCOUNT, _BIC = 20, 9
_NAME, _BANK, _PURPOSE = 160, 45, 210


def payment_text(payee: Party, amount: Decimal, purpose: str) -> str:
    """Return the text of the QR, or "" when the payee's requisites are not complete; `amount` in roubles."""
    name, bank = _field(payee.name, _NAME), _field(payee.bank, _BANK)
    if not (name and bank and has_bank_details(payee) and amount > 0):
        return ""
    fields = [
        ("Name", name),
        ("PersonalAcc", payee.account),
        ("BankName", bank),
        ("BIC", payee.bik),
        ("CorrespAcc", payee.corr_account),
        ("PayeeINN", _field(payee.inn, 12)),
        ("KPP", _field(payee.kpp, 9)),
        ("Sum", str(to_kopecks(amount))),
        ("Purpose", _field(purpose, _PURPOSE)),
    ]
    return "|".join([_PREFIX, *(f"{key}={value}" for key, value in fields if value)])


def has_bank_details(party: Party) -> bool:
    """Return whether both accounts and the BIC look as they must: digits, all of them."""
    return (
        _is_digits(party.account, _ACCOUNT)
        and _is_digits(party.bik, _BIC)
        and _is_digits(party.corr_account, _ACCOUNT)
    )


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _field(text: str, limit: int) -> str:
    return one_line(text.replace("|", " "))[:limit].rstrip()
