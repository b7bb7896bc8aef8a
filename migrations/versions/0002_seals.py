"""Seals of the history: which batch a line belongs to, and the hash of each batch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("history", sa.Column("seal", sa.Integer(), nullable=True))
    op.create_index("history_seal", "history", ["portal_id", "seal", "id"], unique=False)
    op.create_table(
        "seal",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "n"),
    )
