"""Robot «Сформировать акт» on a stage of deals: the next act of the deal, printed, filed, invoiced and sent."""

from __future__ import annotations

from decimal import Decimal

from app.domain.calls import RobotCall
from app.ports import Context
from app.services import acts


def run(ctx: Context, call: RobotCall, *, amount: Decimal | None, title: str, last_act: bool) -> None:
    """Answered later, when the act has gone out: returning nothing keeps the robot waiting."""
    acts.make_by_robot(ctx, call, amount=amount, title=title, is_last=last_act)
