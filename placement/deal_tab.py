"""Placement «Акты выполненных работ» in the deal card: the acts of this deal."""

from __future__ import annotations

from app.domain.calls import PlacementCall
from app.domain.page import Page
from app.ports import Context
from app.services import pages


def view(ctx: Context, call: PlacementCall) -> Page:
    """Raises Forbidden: the ID comes from a browser, so the deal is read with the user's own token first."""
    return Page("deal-tab", pages.visible_deal(ctx, call.options.get("ID", "")).id)
