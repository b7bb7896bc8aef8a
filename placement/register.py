"""Placement «Реестры» in the left menu: acts of the whole company, as far as the user may see them."""

from __future__ import annotations

from app.domain.calls import PlacementCall
from app.domain.page import Page
from app.ports import Context


def view(ctx: Context, call: PlacementCall) -> Page:
    return Page("register")
