"""The portal's zone in a column of its own: the dates of the registers are its dates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
PORTAL = sa.table("portal", sa.column("id"), sa.column("zone", sa.String()), sa.column("settings", JSON))


def upgrade() -> None:
    op.add_column("portal", sa.Column("zone", sa.String(), nullable=False, server_default="Europe/Moscow"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(PORTAL.c.id, PORTAL.c.settings)).all():
        settings = dict(row.settings)
        zone = settings.pop("zone", None)
        if zone:
            values = {"zone": zone, "settings": settings}
            connection.execute(sa.update(PORTAL).where(PORTAL.c.id == row.id).values(values))
