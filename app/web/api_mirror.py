"""How far the portal has been read («Зеркало»), for the administrator's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.domain.mirror import Reading
from app.web.api_acts import Seat


def add_routes(routes: Blueprint, seat: Seat) -> None:
    @routes.get("/mirror")
    def mirror() -> dict[str, Any]:
        desk = seat()
        desk.require_installer()
        with desk.ctx.store.reading() as tx:
            return {"kinds": [_shape(reading) for reading in tx.mirror.readings()]}


def _shape(reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "state": reading.state,
        "rows": reading.rows,
        "share": round(reading.share, 3),
        "started_at": reading.started_at.isoformat(),
        "done_at": reading.done_at.isoformat() if reading.done_at else None,
    }
