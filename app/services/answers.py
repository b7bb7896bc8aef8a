"""Answers to robots that wait: bizproc.event.send, once, after what they asked for is done."""

from __future__ import annotations

from app.domain.facts import ActSent, ActVoided, InvoicePaid, PaymentReported, RobotFinished
from app.domain.invoice import Settlement
from app.ports import Context
from app.services.acts import robot_values


def answer_act_robot(ctx: Context, fact: ActSent | ActVoided) -> None:
    """Tell the robot that the act is out (or withdrawn); acts made without a robot just go on."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    if act.event_token and not act.answered:
        log = f"Акт № {act.number} отправлен." if act.counts else f"Акт № {act.number} аннулирован."
        ctx.robots.answer(act.event_token, dict(robot_values(act)), log)
    with ctx.store.transaction() as tx:
        act, reported = tx.acts.get(act.id).reported()
        act = tx.acts.save(act)
        tx.record(reported, lane=act.lane)


def answer_paying_robot(ctx: Context, fact: InvoicePaid) -> None:
    """Tell the robot that brought the payment how far the deal is paid; then the stages may move."""
    with ctx.store.reading() as tx:
        invoice = tx.invoices.get(fact.invoice_id)
        words = Settlement.of(tx.invoices.of_deal(invoice.deal_id)).words
    if fact.event_token:
        ctx.robots.answer(fact.event_token, {"settlement": words}, f"Счёт № {invoice.number}: {words}.")
    with ctx.store.transaction() as tx:
        tx.record(PaymentReported(invoice.id, fact.payment), lane=invoice.lane)


def answer_robot(ctx: Context, fact: RobotFinished) -> None:
    """Give a robot its return values and the line for the process log."""
    ctx.robots.answer(fact.event_token, dict(fact.values), fact.log)
