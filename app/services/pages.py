"""What a person may look at: the only oracle of the host's rights is the person's own token."""

from __future__ import annotations

from app.domain.deal import Deal
from app.errors import AccessDenied, Forbidden, ObjectGone
from app.ports import Context


def visible_deal(ctx: Context, deal_id: str) -> Deal:
    """The deal as the user of `ctx` (bound to that user's token) may read it. Raises Forbidden."""
    if not (deal_id.isascii() and deal_id.isdigit()):
        raise Forbidden("Портал не сообщил, какая сделка открыта: обновите карточку сделки.")
    try:
        return ctx.deals.get(int(deal_id))
    except (AccessDenied, ObjectGone):
        raise Forbidden(
            "У вас нет доступа к этой сделке, или она удалена. Попросите ответственного или администратора."
        ) from None
