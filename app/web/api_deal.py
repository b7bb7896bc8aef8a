"""The deal tab through the API: its acts, invoices, contacts, and waiting for changes."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import ServiceUnavailable

from app.domain.deal import left_to_act
from app.domain.invoice import Settlement
from app.services import payments
from app.web import bodies
from app.web.api_acts import Seat
from app.web.desk import Desk
from app.web.shapes import Shapes, invoice, money

WAIT_SECONDS = 20.0
LOOK_SECONDS = 0.5
WAITERS = 4
"""Requests of one process that may wait at once: the other threads answer."""


def add_routes(routes: Blueprint, seat: Seat, shapes: Shapes) -> None:
    waiters = threading.BoundedSemaphore(WAITERS)

    @routes.get("/deal")
    def deal() -> dict[str, Any]:
        return _deal(seat(), shapes)

    @routes.get("/contacts")
    def contacts() -> dict[str, Any]:
        desk = seat()
        deal_id = desk.about_deal(request.args.get("deal_id", desk.session.deal_id or 0, type=int))
        found = desk.ctx.deals.contacts(deal_id)
        return {
            "contacts": [{"id": one.id, "name": one.name, "emails": list(one.emails)} for one in found],
            "primary_id": desk.ctx.deals.get(deal_id).contact_id,
        }

    @routes.post("/invoices/<int:invoice_id>/pay")
    def pay(invoice_id: int) -> dict[str, Any]:
        desk, body = seat(), bodies.read(bodies.Paying)
        with desk.ctx.store.reading() as tx:
            found = tx.invoices.get(invoice_id)
        desk.about_deal(found.deal_id)
        key = f"hand:{body.request}"
        paid = payments.pay(desk.ctx, invoice_id, key=key, amount=body.amount, by=desk.session.user_id)
        return {"invoice": invoice(desk, paid)}

    @routes.get("/changes")
    def changes() -> dict[str, Any]:
        desk, since = seat(), request.args.get("since", 0, type=int)
        if not waiters.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=5)
        try:
            return {"version": _changed(desk, since)}
        finally:
            waiters.release()


def _deal(desk: Desk, shapes: Shapes) -> dict[str, Any]:
    # Before what it tells of is read: a change in between is then seen as one.
    version = _version(desk)
    deal = desk.ctx.deals.get(desk.deal_id)
    lines = [replace(line, deal_title=deal.title) for line in desk.acts.of_deal(deal.id)]
    with desk.ctx.store.reading() as tx:
        invoices, note = tx.invoices.of_deal(deal.id), tx.deals.get(deal.id)
    acts = [line.act for line in lines]
    issued = sum((act.amount for act in acts if act.counts), Decimal(0))
    signed = sum((act.amount for act in acts if act.is_signed), Decimal(0))
    return {
        "version": version,
        "deal": {
            "id": deal.id,
            "title": deal.title,
            "amount": money(deal.amount),
            "url": desk.ctx.deals.link(deal.id),
            "stage": shapes.stage(desk, deal.category_id, deal.stage_id),
        },
        "totals": {
            "amount": money(deal.amount),
            "issued": money(issued),
            "signed": money(signed),
            "paid": money(Settlement.of(invoices).paid),
            "left": money(left_to_act(deal, acts)),
        },
        "acts": shapes.acts(desk, lines),
        "invoices": [invoice(desk, row) for row in invoices],
        "notice": note.refused_words if note else "",
    }


def _changed(desk: Desk, since: int) -> int:
    """The deal's version as soon as it is another one, or after WAIT_SECONDS."""
    ends = time.monotonic() + WAIT_SECONDS
    while (version := _version(desk)) == since and time.monotonic() < ends:
        time.sleep(LOOK_SECONDS)
    return version


def _version(desk: Desk) -> int:
    return desk.application.store(desk.portal).deal_version(desk.deal_id)
