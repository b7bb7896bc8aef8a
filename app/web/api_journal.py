"""The journal through the API («Журнал»): every event, call and effect, what a person decides, the requests."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request

from app.domain.journal import RowName
from app.errors import NotFound
from app.services import journal
from app.store.journal import Journal, JournalRow
from app.store.requests import Requests
from app.web.api_acts import Seat
from app.web.desk import Desk
from app.web.journal_shapes import rows
from app.web.shapes import Shapes

PAGE = 50


def add_routes(routes: Blueprint, seat: Seat, shapes: Shapes) -> None:
    def overseer() -> Desk:
        desk = seat()
        desk.require_overseer()
        return desk

    @routes.get("/journal")
    def journal_page() -> dict[str, Any]:
        desk, asked = overseer(), request.args
        found = _journal(desk).page(
            group=asked.get("group", ""), events=asked.get("events") == "1", query=asked.get("q", "")[:200],
            after=asked.get("after", "")[:200], limit=PAGE,
        )  # fmt: skip
        return {"rows": rows(desk, shapes, found.rows), "counts": found.counts, "next": found.next}

    @routes.post("/journal/<queue>/<int:row_id>/<decision>")
    def journal_decision(queue: str, row_id: int, decision: str) -> dict[str, Any]:
        desk = overseer()
        row = _one(desk, RowName(queue, row_id))
        journal.decide(
            desk.ctx, row.name, journal.chosen(decision), state=row.state, what=row.what, body=row.body,
            by=desk.session.user_id,
        )  # fmt: skip
        return {"row": rows(desk, shapes, [_one(desk, row.name)])[0]}

    @routes.get("/journal/requests")
    def journal_requests() -> dict[str, Any]:
        desk = overseer()
        before, refused = request.args.get("before", type=int), request.args.get("refused") == "1"
        found = Requests(desk.application.database, desk.portal.id).page(before=before, refused=refused, limit=PAGE)
        zone = ZoneInfo(desk.ctx.settings.zone)
        shown = [
            {
                "id": one.id, "at": one.note.at.astimezone(zone).isoformat(), "method": one.note.method,
                "params": one.note.params, "status": one.note.status, "error": one.note.error, "ms": one.note.ms,
            }
            for one in found
        ]  # fmt: skip
        return {"rows": shown, "next": found[-1].id if len(found) == PAGE else None}


def _journal(desk: Desk) -> Journal:
    return Journal(desk.application.database, desk.portal.id)


def _one(desk: Desk, name: RowName) -> JournalRow:
    row = _journal(desk).one(name)
    if row is None:
        raise NotFound("Строка журнала не найдена: обновите журнал.")
    return row
