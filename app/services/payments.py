"""Payments («Оплаты»): recorded once each, from the tab, a robot, the invoice's stage or the deal's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.domain.calls import RobotCall
from app.domain.facts import InvoicePaid
from app.domain.invoice import Invoice, Payment, Settlement
from app.errors import DomainError
from app.ports import Context, Transaction


def pay(
    ctx: Context, invoice_id: int, *, key: str, amount: Decimal | None = None, by: int | None = None
) -> Invoice:
    """Record a payment; None = all that is left. The same key is recorded once. Raises DomainError."""
    today = ctx.today()
    with ctx.store.transaction() as tx:
        return pay_in(tx, tx.invoices.get(invoice_id), key=key, amount=amount, on=today, by=by)


def pay_in(
    tx: Transaction, invoice: Invoice, *, key: str, amount: Decimal | None, on: date, by: int | None
) -> Invoice:
    """`pay` inside a transaction that does more."""
    if invoice.has(key) or (amount is None and not invoice.is_open):
        return invoice
    due = invoice.rest if amount is None else amount
    invoice, paid = invoice.pay(Payment(key, due, on, by))
    invoice = tx.invoices.save(invoice)
    tx.record(paid, lane=invoice.lane, by=by)
    return invoice


def pay_open(ctx: Context, deal_id: int, *, key: str, amount: Decimal | None, by: int | None) -> None:
    """Spread a payment over the deal's open invoices, oldest first; None = all that is left of them."""
    today = ctx.today()
    with ctx.store.transaction() as tx:
        left = amount
        for invoice in tx.invoices.of_deal(deal_id):
            if invoice.has(key):
                return
            if not invoice.is_open or (left is not None and left <= 0):
                continue
            part = None if left is None else min(left, invoice.rest)
            pay_in(tx, invoice, key=key, amount=part, on=today, by=by)
            left = None if left is None or part is None else left - part


def show_in_portal(ctx: Context, fact: InvoicePaid) -> None:
    """Write the paid sum (and the paid stage, when in full) to the smart invoice."""
    with ctx.store.reading() as tx:
        invoice = tx.invoices.get(fact.invoice_id)
    ctx.host_invoices.show_paid(invoice.host_id, paid=invoice.paid, is_full=not invoice.is_open)


def pay_by_robot(ctx: Context, call: RobotCall, amount: Decimal | None) -> str:
    """Record a robot's payment of an invoice, or of a deal's open ones; returns how far the deal is paid."""
    key = f"robot:{call.event_token}"
    if call.kind == "invoice":
        deal_id = _own_of(ctx, call.item_id, key, amount, call.user_id)
    else:
        deal_id = call.item_id
        pay_open(ctx, deal_id, key=key, amount=amount, by=call.user_id)
    with ctx.store.reading() as tx:
        return Settlement.of(tx.invoices.of_deal(deal_id)).words


def _own_of(ctx: Context, host_id: int, key: str, amount: Decimal | None, by: int | None) -> int:
    today = ctx.today()
    with ctx.store.transaction() as tx:
        invoice = tx.invoices.by_host(host_id)
        if invoice is None:
            raise DomainError("Этого счёта нет в реестре: он не связан со сделкой, по которой есть акты.")
        pay_in(tx, invoice, key=key, amount=amount, on=today, by=by)
    return invoice.deal_id
