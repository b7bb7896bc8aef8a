"""What stands on a printed form: the act («Акт») and the invoice («Счёт на оплату»)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.money import round_to_kopeck, vat_included

SERVICE_UNIT = "усл."


@dataclass(frozen=True, slots=True)
class Party:
    """A side of a document; an empty field is left out of the form."""

    name: str
    inn: str = ""
    kpp: str = ""
    address: str = ""
    bank: str = ""
    bik: str = ""
    account: str = ""
    corr_account: str = ""
    director: str = ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One row of the table; price and amount in roubles, VAT inside; the price may have parts of a kopeck."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    vat_rate: int | None = None
    """In percent, as the deal's product row has it; None where it names none."""


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act to print; `amount` in roubles with the VAT inside, `vat_rate` in percent or None for «без НДС».

    Lines whose sum is not the amount (the act is for a part of the deal) give way to one line with the title.
    """

    number: str
    revision: int
    issued_on: date
    title: str
    executor: Party
    customer: Party
    basis: str
    lines: tuple[FormLine, ...]
    amount: Decimal
    vat_rate: int | None
    qr_text: str

    @property
    def rows(self) -> tuple[FormLine, ...]:
        return rows_of(self.title, self.amount, self.lines)

    @property
    def vat(self) -> Decimal | None:
        return vat_of(self.rows, self.vat_rate)


@dataclass(frozen=True, slots=True)
class InvoiceForm:
    """An invoice to print; as ActForm, `qr_text` is the payment's (app.domain.payment_qr) or empty."""

    number: str
    issued_on: date
    title: str
    executor: Party
    customer: Party
    basis: str
    lines: tuple[FormLine, ...]
    amount: Decimal
    vat_rate: int | None
    qr_text: str
    pay_until: date | None = None

    @property
    def rows(self) -> tuple[FormLine, ...]:
        return rows_of(self.title, self.amount, self.lines)

    @property
    def vat(self) -> Decimal | None:
        return vat_of(self.rows, self.vat_rate)


def rows_of(title: str, amount: Decimal, lines: tuple[FormLine, ...]) -> tuple[FormLine, ...]:
    """Return the lines if they add up to the amount, else one line of the title for the whole amount."""
    rows = tuple(replace(line, amount=round_to_kopeck(line.amount)) for line in lines)
    if rows and sum((row.amount for row in rows), Decimal(0)) == amount:
        return rows
    return (FormLine(title, SERVICE_UNIT, Decimal(1), amount, amount),)


def vat_of(rows: tuple[FormLine, ...], rate: int | None) -> Decimal | None:
    """Return the VAT of all rows, each rounded by itself, or None for «без НДС»."""
    if rate is None:
        return None
    return sum((vat_included(row.amount, rate) for row in rows), Decimal(0))
