"""The tables; `migrations/` makes them, and a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.store.columns import Id, Instant, Json, Key, Kopecks
from app.store.queue_tables import STUCK, inbox, metadata, of_portal, outbox

# The queues' tables are taken from here like all others.
__all__ = ["STUCK", "inbox", "metadata", "outbox"]

portal = Table(
    "portal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", String, nullable=False, unique=True),
    Column("tag", String, nullable=False, unique=True),
    Column("domain", String, nullable=False),
    Column("client_endpoint", String, nullable=False),
    Column("server_endpoint", String, nullable=False),
    Column("status", String, nullable=False),
    Column("lost_reason", Text, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("application_token", Text, nullable=False),
    Column("tokens", Text, nullable=False),
    Column("refresh_owner", String, nullable=False),
    Column("refresh_until", Instant),
    Column("zone", String, nullable=False),
    Column("settings", Json, nullable=False),
    sqlite_autoincrement=True,
)
bucket = Table(
    "bucket",
    metadata,
    of_portal(primary_key=True),
    Column("level", Float, nullable=False),
    Column("at", Instant, nullable=False),
)
request_log = Table(
    "request_log",
    metadata,
    Column("id", Id, primary_key=True),
    of_portal(),
    Column("at", Instant, nullable=False),
    Column("method", String, nullable=False),
    Column("params", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("ms", Integer, nullable=False),
    Index("request_log_at", "portal_id", "at"),
)


document = Table(
    "document",
    metadata,
    Column("id", Id, primary_key=True),
    of_portal(),
    Column("register", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("number", String, nullable=False),
    Column("number_key", Key, nullable=False),
    Column("title", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("deal_id", Id, nullable=False),
    Column("company_id", Id),
    Column("client", Text, nullable=False),
    Column("client_key", Key, nullable=False),
    Column("contract", String, nullable=False),
    Column("responsible_id", Id),
    Column("amount", Kopecks, nullable=False),
    Column("vat", Kopecks),
    Column("state", String, nullable=False),
    Column("signed_on", Date),
    Column("paid", Kopecks, nullable=False),
    Column("payment", String, nullable=False),
    Column("due_on", Date),
    Column("folder_url", Text, nullable=False),
    Column("host_id", Id),
    Column("twin_id", Id),
    Column("invoice_id", Id),
    Column("body", Json, nullable=False),
    Column("search", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("portal_id", "register", "origin", name="document_origin"),
    # Covers the totals of a register: they are read from the index alone.
    Index(
        "document_totals",
        *("portal_id", "register", "issued_on", "state", "payment", "responsible_id", "amount", "paid"),
    ),
    Index("document_deal", "portal_id", "register", "deal_id"),
    Index("document_twin", "portal_id", "register", "twin_id"),
    Index("document_host", "portal_id", "register", "host_id"),
    Index("document_invoice", "portal_id", "invoice_id"),
    sqlite_autoincrement=True,
)
history = Table(
    "history",
    metadata,
    Column("id", Id, primary_key=True),
    of_portal(),
    Column("at", Instant, nullable=False),
    Column("register", String, nullable=False),
    Column("document_id", Id),
    Column("key", String, nullable=False),
    Column("fact", String, nullable=False),
    Column("body", Json, nullable=False),
    Column("by", Id),
    Column("seal", Integer),
    UniqueConstraint("portal_id", "key", name="history_key"),
    Index("history_document", "portal_id", "register", "document_id", "id"),
    Index("history_seal", "portal_id", "seal", "id"),
    sqlite_autoincrement=True,
)
seal = Table(
    "seal",
    metadata,
    of_portal(primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("total", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("at", Instant, nullable=False),
)
number = Table(
    "number",
    metadata,
    of_portal(primary_key=True),
    Column("register", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
letter = Table(
    "letter",
    metadata,
    Column("id", Id, primary_key=True),
    of_portal(),
    Column("key", String, nullable=False),
    Column("act_id", Id, nullable=False),
    Column("state", String, nullable=False),
    Column("body", Json, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("portal_id", "key", name="letter_key"),
    Index("letter_act", "portal_id", "act_id"),
    sqlite_autoincrement=True,
)
deal = Table(
    "deal",
    metadata,
    of_portal(primary_key=True),
    Column("deal_id", Id, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("stage_id", String, nullable=False),
    Column("responsible_id", Id),
    Column("body", Json, nullable=False),
)
twin_note = Table(
    "twin_note",
    metadata,
    of_portal(primary_key=True),
    Column("act_id", Id, primary_key=True, autoincrement=False),
    Column("body", Json, nullable=False),
)
deal_version = Table(
    "deal_version",
    metadata,
    of_portal(primary_key=True),
    Column("deal_id", Id, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
dirty = Table(
    "dirty",
    metadata,
    of_portal(primary_key=True),
    Column("kind", String, primary_key=True),
    Column("object_id", Id, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
)
cursor = Table(
    "cursor",
    metadata,
    of_portal(primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
reader = Table(
    "reader",
    metadata,
    of_portal(primary_key=True),
    Column("owner", String, nullable=False),
    Column("until", Instant, nullable=False),
    Column("done_at", Instant),
)
mirror = Table(
    "mirror",
    metadata,
    of_portal(primary_key=True),
    Column("kind", String, primary_key=True),
    Column("object_id", Id, primary_key=True, autoincrement=False),
    Column("updated_at", Instant),
    Column("digest", BigInteger, nullable=False),
    Column("body", Json, nullable=False),
    Column("read_at", Instant, nullable=False),
)
reading = Table(
    "reading",
    metadata,
    of_portal(primary_key=True),
    Column("kind", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("rows", BigInteger, nullable=False),
    Column("left", Json, nullable=False),
)
blob = Table(
    "blob",
    metadata,
    Column("id", Id, primary_key=True),
    of_portal(),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("is_whole", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
blob_chunk = Table(
    "blob_chunk",
    metadata,
    of_portal(primary_key=True),
    Column("blob_id", Id, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
page_session = Table(
    "page_session",
    metadata,
    Column("hash", String, primary_key=True),
    of_portal(),
    Column("page", String, nullable=False),
    Column("user_id", Id, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("is_admin", Boolean, nullable=False),
    Column("deal_id", Id),
    Column("lang", String, nullable=False),
    Column("user_token", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)
certificate = Table(
    "certificate",
    metadata,
    of_portal(primary_key=True),
    Column("kind", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("portal_count", Integer, nullable=False),
    Column("mirror_count", Integer, nullable=False),
    Column("portal_sum", BigInteger, nullable=False),
    Column("mirror_sum", BigInteger, nullable=False),
    Column("different", Integer, nullable=False),
)
