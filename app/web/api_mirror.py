"""The mirror through the API («Зеркало портала»): how far each kind has been read, and whether all of it is here."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint

from app.domain.mirror import COMPANY, CONTACT, DEAL, INVOICE, REQUISITE, Certificate, Reading
from app.domain.policy import PortalSettings
from app.services import sweeping
from app.web.api_acts import Seat
from app.web.desk import Desk

_TITLES = {DEAL: "Сделки", COMPANY: "Компании", CONTACT: "Контакты", REQUISITE: "Реквизиты", INVOICE: "Счета"}


def add_routes(routes: Blueprint, seat: Seat) -> None:
    @routes.get("/mirror")
    def mirror() -> dict[str, Any]:
        desk = seat()
        desk.require_overseer()
        return {"kinds": _shapes(desk)}

    @routes.post("/mirror/compare")
    def compare() -> tuple[dict[str, Any], int]:
        """A worker compares; the certificates tell when it has."""
        desk = seat()
        desk.require_overseer()
        sweeping.begin(desk.ctx)
        return {}, 202


def _shapes(desk: Desk) -> list[dict[str, Any]]:
    with desk.ctx.store.reading() as tx:
        readings, certificates = tx.mirror.readings(), {one.kind: one for one in tx.mirror.certificates()}
    zone, settings = ZoneInfo(desk.ctx.settings.zone), desk.ctx.settings
    return [_shape(reading, certificates.get(reading.kind), zone, settings) for reading in readings]


def _shape(reading: Reading, found: Certificate | None, zone: ZoneInfo, settings: PortalSettings) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "title": _title(reading.kind, settings),
        "state": reading.state.value,
        "rows": reading.rows,
        "share": round(reading.share, 3),
        "certificate": None if found is None else {
            "at": found.at.astimezone(zone).isoformat(), "portal": found.portal_count, "mirror": found.mirror_count,
            "equal": found.is_equal, "different": found.different,
        },
    }  # fmt: skip


def _title(kind: str, settings: PortalSettings) -> str:
    if settings.acts_type is not None and kind == settings.acts_type.mirror_kind:
        return "Акты"
    return _TITLES.get(kind, kind)
