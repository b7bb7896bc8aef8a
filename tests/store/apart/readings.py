"""All that can be read of a portal: through every store that is built for it, and the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import text

from app.domain.journal import RowName
from app.domain.mirror import COMPANY, DEAL
from app.errors import AppError
from app.store.erasing import tables
from app.store.journal import GROUPS
from app.store.register_filter import RegisterFilter
from app.store.transaction import StoreTransaction
from tests.store.apart.tenants import Tenant
from tests.store.samples import TODAY

IDS = range(1, 13)
"""Of all portals: a store is asked for its neighbours' as well."""
FILTERS = (
    RegisterFilter(),
    RegisterFilter(query="Берёзовая"),
    RegisterFilter(query="А-1", states=("draft",), is_signed=False, number="А", company_id=7, responsible_id=3),
    RegisterFilter(payments=("none", "partial"), date_to=TODAY, amount_from=Decimal(1), deal_id=1, overdue_on=TODAY),
)
UNLIKE: dict[str, frozenset[str]] = {
    "page_session": frozenset({"hash", "user_token"}),  # made by chance
    "request_log": frozenset({"id"}),  # SQLite gives the greatest that is there and one more
}


def looked_at(tenant: Tenant) -> dict[str, Any]:
    """By name, so that a difference says where it is."""
    with tenant.house.guard.over(tenant.portal.id):
        own = dict(_own(tenant))
    return own | dict(_of_all(tenant))


def rows(tenant: Tenant) -> dict[str, list[str]]:
    """Every row of every table as it lies there, but for what chance has made."""
    found = {}
    with tenant.house.database.read() as connection:
        for name in (table.name for table in tables()):
            query = text(f"SELECT * FROM {name} WHERE portal_id = :portal_id")  # noqa: S608
            unlike = UNLIKE.get(name, frozenset())
            found[name] = sorted(
                repr([(column, value) for column, value in row.items() if column not in unlike])
                for row in connection.execute(query, {"portal_id": tenant.portal.id}).mappings()
                # Whoever opens a session sweeps the ended ones away.
                if name != "page_session" or row["expires_at"] > tenant.now.timestamp() * 1e6
            )
    return found


def _own(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    with tenant.store.reading() as tx:
        yield from _papers(tx)
        yield from _mirror(tx)
    yield "versions", [tenant.store.deal_version(deal_id) for deal_id in range(1, 8)]
    yield from _registers(tenant)
    yield from _journal(tenant)
    yield "seals", [tenant.seals.head(), tenant.seals.verify(), list(tenant.seals.batches()), tenant.seals.waiting()]
    pages = [tenant.requests.page(), tenant.requests.page(refused=True, limit=2)]
    pages += [tenant.requests.page(before=pages[0][0].id)] if pages[0] else []
    yield "requests", [[logged.note for logged in page] for page in pages]
    yield "files", [asked(_file, tenant, blob_id) for blob_id in IDS]
    yield "bucket", tenant.bucket.room()
    yield "tokens", asked(tenant.vault.current)


def _papers(tx: StoreTransaction) -> Iterator[tuple[str, Any]]:
    for name, register in (("acts", tx.acts), ("invoices", tx.invoices), ("letters", tx.letters)):
        yield name, [asked(register.get, one) for one in IDS]
    yield "acts of", [
        [tx.acts.of_deal(one), tx.acts.by_twin(one), tx.acts.by_invoice(one), tx.acts.by_origin(f"entry:{one}")]
        for one in IDS
    ]
    yield "invoices of", [[tx.invoices.of_deal(one), tx.invoices.by_host(one)] for one in IDS]
    yield "letters of", [[tx.letters.of_act(one), tx.letters.by_key(f"letter:{one}")] for one in IDS]
    yield "twins", [tx.twins.get(one) for one in IDS]
    yield "deals", [tx.deals.several([*IDS]), tx.deals.get(1)]


def _mirror(tx: StoreTransaction) -> Iterator[tuple[str, Any]]:
    mirror = tx.mirror
    for kind in (DEAL, COMPANY):
        stamps = [mirror.stamps(kind, after=1), sorted(mirror.stamps_of(kind, [*IDS]), key=itemgetter(0))]
        yield f"mirror of {kind}", [*(mirror.get(kind, one) for one in IDS), *stamps, mirror.sum(kind)]
        yield f"reading of {kind}", mirror.reading(kind)
    yield "mirror", [mirror.kinds(), mirror.readings(), mirror.certificates()]
    yield "cursors", [tx.cursor(name) for name in ("stream:0", "stream:1", "chore:seal")]
    yield "what the app works by", tx.settings()


def _registers(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    for name, register in zip(("register", "register of one"), tenant.registers, strict=True):
        page = partial(register.page, sort="-amount", limit=2, user_id=3, today=date(2026, 12, 31))
        pages = [page(chosen, after=None) for chosen in FILTERS]
        yield name, pages + [page(FILTERS[0], after=first.next) for first in pages if first.next]
    every = tenant.registers[0]
    yield "lines", [*every.every(FILTERS[0], sort="number"), every.some({*IDS}), every.responsibles()]
    yield "deals' lines", [every.of_deal(deal_id) for deal_id in range(1, 4)]
    yield "line", [asked(every.one, one) for one in IDS]


def _journal(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    journal = tenant.journal
    yield "journal", [journal.page(group=group, limit=50) for group in ("", *GROUPS)]
    yield "journal of events", journal.page(events=True, limit=50)
    yield "journal found", [journal.page(query=words, limit=50) for words in ("Берёзовая", "2")]
    first = journal.page(limit=3)
    yield "journal on", first.next and journal.page(after=first.next, limit=50)
    yield "journal rows", [journal.one(RowName(queue, one)) for queue in ("inbox", "outbox") for one in IDS]


def _of_all(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    house, mine = tenant.house, tenant.portal.id
    yield "counts", house.queue.counts(mine)
    yield "portal", replace(house.portals.get(mine), tag="")
    yield "settings", [house.portals.settings(mine), house.portals.application_token(mine)]
    yield "sessions", [house.sessions.find(bearer) for bearer in tenant.bearers]
    yield "turn to be read", [turn for turn in house.readers.due(tenant.now) if turn.portal_id == mine]
    # As many turns as there may be portals: one of them is ours if we have events.
    yield "turn of events", mine in [house.turns.next(tenant.now) for _ in range(4)]
    tag = house.portals.get(mine).tag
    yield "gauges", sorted(repr(replace(gauge, portal="")) for gauge in house.gauges.read() if gauge.portal == tag)


def _file(tenant: Tenant, blob_id: int) -> Any:
    with tenant.blobs.as_file(blob_id) as path:
        return tenant.blobs.name(blob_id), path.read_bytes()


def asked(question: Callable[..., Any], *given: Any) -> Any:
    """The answer, or the kind of the refusal."""
    try:
        return question(*given)
    except AppError as refusal:
        return type(refusal).__name__
