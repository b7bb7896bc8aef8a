"""Payments («Оплаты»): recorded once each, from the tab, a robot, the invoice's stage or the deal's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.domain.calls import RobotCall
from app.domain.facts import PaymentReported
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
    tx: Transaction,
    invoice: Invoice,
    *,
    key: str,
    amount: Decimal | None,
    on: date,
    by: int | None,
    event_token: str = "",
) -> Invoice:
    """`pay` inside a transaction that does more; `event_token` names the robot that waits for the payment."""
    if invoice.has(key) or (amount is None and not invoice.is_open):
        return invoice
    due = invoice.rest if amount is None else amount
    invoice, paid = invoice.pay(Payment(key, due, on, by), event_token=event_token)
    invoice = tx.invoices.save(invoice)
    tx.record(paid, lane=invoice.lane, by=by)
    return invoice


def pay_open(ctx: Context, deal_id: int, *, key: str) -> None:
    """Pay all that is left of the deal's open invoices."""
    today = ctx.today()
    with ctx.store.transaction() as tx:
        _spread(tx, deal_id, key=key, amount=None, on=today)


def pay_by_robot(ctx: Context, call: RobotCall, amount: Decimal | None) -> str:
    """Record a robot's payment of an invoice, or of a deal's open ones, oldest first.

    Returns how far the deal is paid, or "" when the answer follows from the payment: the robot must have it before
    the portal's stage is left, since leaving a stage ends its waiting robots.
    """
    key, today = f"robot:{call.event_token}", ctx.today()
    token = call.event_token if call.waits else ""
    with ctx.store.transaction() as tx:
        deal_id = call.item_id if call.kind == "deal" else _invoice_of(tx, call.item_id).deal_id
        if call.kind == "deal":
            _spread(tx, deal_id, key=key, amount=amount, on=today, by=call.user_id, event_token=token)
        else:
            invoice = _invoice_of(tx, call.item_id)
            pay_in(tx, invoice, key=key, amount=amount, on=today, by=call.user_id, event_token=token)
        invoices = tx.invoices.of_deal(deal_id)
    return "" if any(invoice.has(key) for invoice in invoices) else Settlement.of(invoices).words


def show_in_portal(ctx: Context, fact: PaymentReported) -> None:
    """Write the paid sum (and the paid stage, when in full) to the smart invoice."""
    with ctx.store.reading() as tx:
        invoice = tx.invoices.get(fact.invoice_id)
    ctx.host_invoices.show_paid(invoice.host_id, paid=invoice.paid, is_full=not invoice.is_open)


def _spread(
    tx: Transaction,
    deal_id: int,
    *,
    key: str,
    amount: Decimal | None,
    on: date,
    by: int | None = None,
    event_token: str = "",
) -> None:
    left = amount
    for invoice in tx.invoices.of_deal(deal_id):
        if invoice.has(key):
            return
        if not invoice.is_open or (left is not None and left <= 0):
            continue
        part = None if left is None else min(left, invoice.rest)
        pay_in(tx, invoice, key=key, amount=part, on=on, by=by, event_token=event_token)
        left = None if left is None or part is None else left - part


def _invoice_of(tx: Transaction, host_id: int) -> Invoice:
    invoice = tx.invoices.by_host(host_id)
    if invoice is None:
        raise DomainError("Этого счёта нет в реестре: он не связан со сделкой, по которой есть акты.")
    return invoice
