"""Whether the process lives (/health) and whether it can do its work (/ready)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint
from sqlalchemy import func, select

from app.store.database import MIGRATIONS
from app.store.schema import reader

if TYPE_CHECKING:
    from app.bootstrap import Application


def blueprint(application: Application) -> Blueprint:
    routes = Blueprint("health", __name__)
    newest = _newest_revision()

    @routes.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/ready")
    def ready() -> tuple[dict[str, Any], int]:
        """`last_look_s`: seconds since a worker last read a portal's changes, null before the first one."""
        with application.database.read() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            looked = connection.scalar(select(func.max(reader.c.done_at, type_=reader.c.done_at.type)))
        age = (application.clock.now() - looked).total_seconds() if looked else None
        found = {"database": "ok", "migrations": revision == newest, "last_look_s": age}
        return found, 200 if revision == newest else 503

    return routes


def _newest_revision() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()
