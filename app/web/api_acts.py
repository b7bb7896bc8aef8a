"""Acts through the API: made, sent, voided, signed («Акты выполненных работ»). docs/api.md has the routes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import structlog
from flask import Blueprint, request

from app.errors import CopyRefused, InboundRefused
from app.services import acts, copies, letters
from app.store.registers import ActLine
from app.web import bodies, uploads
from app.web.desk import Desk
from app.web.shapes import Shapes

log = structlog.get_logger("copies")
Seat = Callable[[], Desk]
VERIFIED = "Копия принята: на ней QR-код этого акта."
TO_CONFIRM = "На копии нет QR-кода этого акта: проверьте её и подтвердите."


def add_routes(routes: Blueprint, seat: Seat, shapes: Shapes) -> None:
    def shown(desk: Desk, act_id: int) -> dict[str, Any]:
        return {"act": shapes.act(desk, desk.act(act_id))}

    def mine(act_id: int) -> tuple[Desk, ActLine]:
        desk = seat()
        return desk, desk.act(act_id)

    @routes.post("/acts")
    def make() -> dict[str, Any]:
        desk, body = seat(), bodies.read(bodies.NewAct)
        made = acts.make_by_hand(
            desk.ctx,
            desk.ctx.deals.get(desk.deal_id),
            request=body.request,
            title=body.title,
            amount=body.amount,
            is_last=body.is_last,
            by=desk.session.user_id,
        )
        return shown(desk, made.id)

    @routes.post("/acts/<int:act_id>/send")
    def send(act_id: int) -> dict[str, Any]:
        desk, _ = mine(act_id)
        body = bodies.read(bodies.Sending)
        by = desk.session.user_id
        letters.request(desk.ctx, act_id, contact_id=body.contact_id, request=body.request, by=by)
        return shown(desk, act_id)

    @routes.post("/acts/<int:act_id>/letter")
    def letter(act_id: int) -> dict[str, Any]:
        desk, _ = mine(act_id)
        was_sent = bodies.read(bodies.Decision).decision == "sent"
        letters.decide(desk.ctx, act_id, was_sent=was_sent, by=desk.session.user_id)
        return shown(desk, act_id)

    @routes.post("/acts/<int:act_id>/void")
    def void(act_id: int) -> dict[str, Any]:
        desk, _ = mine(act_id)
        acts.void(desk.ctx, act_id, reason=bodies.read(bodies.Voiding).reason, by=desk.session.user_id)
        return shown(desk, act_id)

    @routes.post("/acts/<int:act_id>/reissue")
    def reissue(act_id: int) -> dict[str, Any]:
        desk, _ = mine(act_id)
        body = bodies.read(bodies.Reissuing)
        acts.reissue(desk.ctx, act_id, title=body.title, amount=body.amount, by=desk.session.user_id)
        return shown(desk, act_id)

    _add_copies(routes, mine, shown)


def _add_copies(
    routes: Blueprint,
    mine: Callable[[int], tuple[Desk, ActLine]],
    shown: Callable[[Desk, int], dict[str, Any]],
) -> None:
    @routes.post("/acts/<int:act_id>/copy")
    def copy(act_id: int) -> dict[str, Any]:
        uploads.widen()
        desk, _ = mine(act_id)
        verdict, message = _offered(desk, act_id)
        return {"verdict": verdict, "message": message, **shown(desk, act_id)}

    @routes.post("/acts/<int:act_id>/confirm")
    def confirm(act_id: int) -> dict[str, Any]:
        desk, _ = mine(act_id)
        copies.confirm(desk.ctx, act_id, by=desk.session.user_id)
        return shown(desk, act_id)

    @routes.post("/acts/<int:act_id>/reject-copy")
    def reject_copy(act_id: int) -> dict[str, Any]:
        desk, _ = mine(act_id)
        copies.reject(desk.ctx, act_id, by=desk.session.user_id)
        return shown(desk, act_id)

    @routes.post("/acts/<int:act_id>/paper")
    def paper(act_id: int) -> dict[str, Any]:
        uploads.widen()
        desk, _ = mine(act_id)
        on = _day(request.form.get("on", ""))
        blob_id = uploads.take(desk.ctx.blobs)
        copies.receive_paper(desk.ctx, act_id, on=on, blob_id=blob_id, by=desk.session.user_id)
        return shown(desk, act_id)


def _offered(desk: Desk, act_id: int) -> tuple[str, str]:
    """A refused copy is a verdict about the file, not a failure of the request."""
    blob_id = None
    try:
        blob_id = uploads.must_take(desk.ctx.blobs)
        act = copies.offer(desk.ctx, act_id, blob_id, by=desk.session.user_id)
    except CopyRefused as refusal:
        log.warning("copy refused", act=act_id, cause=str(refusal))
        desk.discard(blob_id)
        return "refused", str(refusal)
    return ("verified", VERIFIED) if act.is_signed else ("confirm", TO_CONFIRM)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InboundRefused("Укажите дату получения оригинала.", 400) from None
