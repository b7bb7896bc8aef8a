"""Activity «Сообщить «Первичке» об изменении акта»: in an auto-run process of the list of acts; a help, no more."""

from __future__ import annotations

from app.domain.calls import RobotCall
from app.ports import Context
from app.services import marking


def run(ctx: Context, call: RobotCall) -> None:
    marking.mark_element(ctx, call.entity_type_id, call.item_id)
