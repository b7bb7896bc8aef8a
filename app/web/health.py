"""Whether the process lives (/health) and whether it can do its work (/ready)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint
from sqlalchemy import func, select

from app.store.schema import reader

if TYPE_CHECKING:
    from app.bootstrap import Application


def blueprint(application: Application) -> Blueprint:
    routes = Blueprint("health", __name__)

    @routes.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/ready")
    def ready() -> tuple[dict[str, Any], int]:
        """`last_look_s`: seconds since a worker last read a portal's changes, null before the first one."""
        with application.database.read() as connection:
            looked = connection.scalar(select(func.max(reader.c.done_at, type_=reader.c.done_at.type)))
        age = (application.clock.now() - looked).total_seconds() if looked else None
        is_migrated = application.database.is_migrated()
        found = {"database": "ok", "migrations": is_migrated, "last_look_s": age}
        return found, 200 if is_migrated else 503

    return routes
