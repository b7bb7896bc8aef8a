"""Rows of both queues that wait for a person, found without reading all that were done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    stuck = sa.text("state IN ('failed', 'unknown')")
    for name in ("inbox", "outbox"):
        op.create_index(
            f"{name}_stuck", name, ["portal_id", "id"], unique=False, sqlite_where=stuck, postgresql_where=stuck
        )
