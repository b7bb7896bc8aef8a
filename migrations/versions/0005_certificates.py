"""Certificates: what the last comparison of each kind with the portal found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("portal_count", sa.Integer(), nullable=False),
        sa.Column("mirror_count", sa.Integer(), nullable=False),
        sa.Column("portal_sum", sa.BigInteger(), nullable=False),
        sa.Column("mirror_sum", sa.BigInteger(), nullable=False),
        sa.Column("different", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "kind"),
    )
