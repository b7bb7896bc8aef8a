"""Notes of twins: what each act's item was last brought to, so that what a person changes there is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "twin_note",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("act_id", ID, autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "act_id"),
    )
