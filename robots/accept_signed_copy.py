"""Robot «Принять подписанную копию» of the acts' process: checks the file in the item's card."""

from __future__ import annotations

from app.domain.calls import RobotCall
from app.ports import Context
from app.services import twins


def run(ctx: Context, call: RobotCall) -> None:
    twins.read_twin(ctx, call.item_id)
