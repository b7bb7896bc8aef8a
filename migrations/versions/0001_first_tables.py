"""The first tables: portals, queues, documents, history, mirror, blobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _portals()
    _queue(
        "inbox",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("answer", JSON, nullable=True),
    )
    _queue(
        "outbox",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("reaction", sa.String(), nullable=False),
    )
    _documents()
    _records()
    _mirror()
    _blobs()
    _search()


def _portals() -> None:
    op.create_table(
        "portal",
        sa.Column("id", ID, nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("client_endpoint", sa.String(), nullable=False),
        sa.Column("server_endpoint", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lost_reason", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.Column("application_token", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("refresh_owner", sa.String(), nullable=False),
        sa.Column("refresh_until", sa.BigInteger(), nullable=True),
        sa.Column("settings", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id"),
        sa.UniqueConstraint("tag"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bucket",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id"),
    )
    op.create_table(
        "request_log",
        sa.Column("id", ID, nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("request_log_at", "request_log", ["portal_id", "at"], unique=False)
    op.create_table(
        "page_session",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("deal_id", ID, nullable=True),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("user_token", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )


def _queue(name: str, *what: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        *what,
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("portal_id", "key", name=f"{name}_key"),
        sqlite_autoincrement=True,
    )
    leased, waiting = sa.text("state = 'leased'"), sa.text("state = 'waiting'")
    op.create_index(
        f"{name}_lane", name, ["portal_id", "lane"], unique=True, sqlite_where=leased, postgresql_where=leased
    )
    op.create_index(f"{name}_waiting", name, ["portal_id", "id"], sqlite_where=waiting, postgresql_where=waiting)


def _documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", ID, nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_key", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("deal_id", ID, nullable=False),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("client_key", KEY, nullable=False),
        sa.Column("contract", sa.String(), nullable=False),
        sa.Column("responsible_id", ID, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("folder_url", sa.Text(), nullable=False),
        sa.Column("host_id", ID, nullable=True),
        sa.Column("twin_id", ID, nullable=True),
        sa.Column("invoice_id", ID, nullable=True),
        sa.Column("body", JSON, nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("portal_id", "register", "origin", name="document_origin"),
        sqlite_autoincrement=True,
    )
    op.create_index("document_deal", "document", ["portal_id", "register", "deal_id"], unique=False)
    op.create_index("document_host", "document", ["portal_id", "register", "host_id"], unique=False)
    op.create_index("document_invoice", "document", ["portal_id", "invoice_id"], unique=False)
    op.create_index(
        "document_totals",
        "document",
        ["portal_id", "register", "issued_on", "state", "payment", "responsible_id", "amount", "paid"],
        unique=False,
    )
    op.create_index("document_twin", "document", ["portal_id", "register", "twin_id"], unique=False)


def _records() -> None:
    op.create_table(
        "history",
        sa.Column("id", ID, nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("portal_id", "key", name="history_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("history_document", "history", ["portal_id", "register", "document_id", "id"], unique=False)
    op.create_table(
        "number",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "register", "year"),
    )
    op.create_table(
        "letter",
        sa.Column("id", ID, nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("act_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("portal_id", "key", name="letter_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("letter_act", "letter", ["portal_id", "act_id"], unique=False)


def _mirror() -> None:
    op.create_table(
        "deal",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("deal_id", ID, autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("stage_id", sa.String(), nullable=False),
        sa.Column("responsible_id", ID, nullable=True),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "deal_id"),
    )
    op.create_table(
        "deal_version",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("deal_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "deal_id"),
    )
    op.create_table(
        "dirty",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", ID, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "kind", "object_id"),
    )
    op.create_table(
        "cursor",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "name"),
    )
    op.create_table(
        "reader",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("portal_id"),
    )


def _blobs() -> None:
    op.create_table(
        "blob",
        sa.Column("id", ID, nullable=False),
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "blob_chunk",
        sa.Column("portal_id", ID, autoincrement=False, nullable=False),
        sa.Column("blob_id", ID, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("portal_id", "blob_id", "n"),
    )


def _search() -> None:
    """A substring is found through trigrams; the store writes the SQLite table itself, no trigger does."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE document_search USING fts5(search, tokenize='trigram case_sensitive 1')")
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE INDEX document_search ON document USING gin (search gin_trgm_ops)")
