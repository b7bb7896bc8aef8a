"""Robot «Отметить оплату счёта» on a stage of deals or invoices: a payment in full, or of a given sum."""

from __future__ import annotations

from decimal import Decimal

from app.domain.calls import RobotCall
from app.ports import Context
from app.services import payments


def run(ctx: Context, call: RobotCall, *, amount: Decimal | None) -> dict[str, str] | None:
    """Answered after the payment has been recorded; at once when there was nothing left to pay."""
    settlement = payments.pay_by_robot(ctx, call, amount)
    return {"settlement": settlement} if settlement else None
