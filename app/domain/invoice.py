"""Invoice («Счёт на оплату»; ProformaInvoice in the exchange of documents); its twin is the smart invoice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.facts import InvoicePaid
from app.domain.lifecycle import Lifecycle
from app.errors import DomainError

ZERO = Decimal(0)


class InvoiceState(StrEnum):
    OPEN = "open"
    PARTIAL = "partial"
    PAID = "paid"
    VOID = "void"


class InvoiceAction(StrEnum):
    PAY_PART = "pay_part"
    PAY_REST = "pay_rest"
    VOID = "void"


LIFECYCLE = Lifecycle(
    InvoiceState.OPEN,
    {
        (InvoiceState.OPEN, InvoiceAction.PAY_PART): InvoiceState.PARTIAL,
        (InvoiceState.OPEN, InvoiceAction.PAY_REST): InvoiceState.PAID,
        (InvoiceState.OPEN, InvoiceAction.VOID): InvoiceState.VOID,
        (InvoiceState.PARTIAL, InvoiceAction.PAY_PART): InvoiceState.PARTIAL,
        (InvoiceState.PARTIAL, InvoiceAction.PAY_REST): InvoiceState.PAID,
    },
)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; `key` names its source, so that the same one is recorded once. Roubles."""

    key: str
    amount: Decimal
    on: date
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice; roubles. `host_id` is the smart invoice (entityTypeId 31) that it mirrors."""

    id: int
    number: str
    issued_on: date
    deal_id: int
    amount: Decimal
    host_id: int
    title: str = ""
    client: str = ""
    company_id: int | None = None
    responsible_id: int | None = None
    payments: tuple[Payment, ...] = ()
    state: InvoiceState = LIFECYCLE.initial
    version: int = 0

    @property
    def lane(self) -> str:
        return f"deal:{self.deal_id}"

    @property
    def origin(self) -> str:
        return f"invoice:{self.host_id}"

    @property
    def paid(self) -> Decimal:
        return sum((payment.amount for payment in self.payments), ZERO)

    @property
    def rest(self) -> Decimal:
        return max(self.amount - self.paid, ZERO)

    @property
    def counts(self) -> bool:
        return self.state is not InvoiceState.VOID

    @property
    def is_open(self) -> bool:
        return self.state in (InvoiceState.OPEN, InvoiceState.PARTIAL)

    def has(self, payment_key: str) -> bool:
        return any(payment.key == payment_key for payment in self.payments)

    def pay(self, payment: Payment, *, event_token: str = "") -> tuple[Invoice, InvoicePaid]:
        """Record a payment of at most what is left; raises DomainError if it is more or not positive."""
        if payment.amount <= 0:
            raise DomainError("Сумма оплаты должна быть больше нуля.")
        if payment.amount > self.rest:
            raise DomainError(f"Оплата больше остатка по счёту № {self.number}: осталось {self.rest} ₽.")
        action = InvoiceAction.PAY_REST if payment.amount == self.rest else InvoiceAction.PAY_PART
        state = LIFECYCLE.next(self.state, action)
        paid = replace(self, state=state, payments=(*self.payments, payment))
        return paid, InvoicePaid(self.id, payment.key, payment.amount, paid.paid, event_token)


@dataclass(frozen=True, slots=True)
class Settlement:
    """How far a deal is paid; roubles."""

    invoiced: Decimal
    paid: Decimal

    @classmethod
    def of(cls, invoices: Iterable[Invoice]) -> Settlement:
        counted = [invoice for invoice in invoices if invoice.counts]
        invoiced = sum((invoice.amount for invoice in counted), ZERO)
        return cls(invoiced, sum((invoice.paid for invoice in counted), ZERO))

    @property
    def is_full(self) -> bool:
        return self.invoiced > 0 and self.paid >= self.invoiced

    @property
    def words(self) -> str:
        """«Оплачено полностью», «оплачено частично», «не оплачено»: the sentence of every notice."""
        if self.is_full:
            return "счета оплачены полностью"
        return "счета оплачены частично" if self.paid > 0 else "счета не оплачены"
