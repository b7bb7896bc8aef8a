"""The mirror: objects of all kinds as last read, and how far a kind has been read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "mirror",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", ID, autoincrement=False, nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "kind", "object_id"),
    )
    op.create_table(
        "reading",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("left", JSON, nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "kind"),
    )
