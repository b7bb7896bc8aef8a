"""Operations on the mirror, marks, cursors, calls, events, the journal, the bucket, the log and the tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.journal import Decision, RowName
from app.domain.mirror import COMPANY, DEAL, Certificate, RawObject, Reading, ReadingState, Window
from app.errors import DomainError
from app.ports.access import RequestNote, TokenPair
from app.ports.records import DirtyMark
from app.store.columns import to_microseconds
from tests.store.apart.operations import near, operation
from tests.store.apart.tenants import Tenant


def refuse() -> None:
    raise DomainError("не вышло")


def kind_of(number: int) -> str:
    return DEAL if number % 2 else COMPANY


def raw(tenant: Tenant, object_id: int, second: int) -> RawObject:
    body = {"id": object_id, "title": f"{tenant.member_id} {second}"}
    return RawObject(object_id, tenant.now + timedelta(seconds=second), body)


@operation
def put_mirror(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.mirror.put(kind_of(second), [raw(tenant, first, second)], read_at=tenant.now)


@operation
def put_in_bulk(tenant: Tenant, first: int, second: int) -> Any:
    objects = [raw(tenant, object_id, second) for object_id in range(1, first + 1)]
    return tenant.store.put_in_bulk(kind_of(second), objects, read_at=tenant.now)


@operation
def forget_mirror(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.mirror.forget(kind_of(second), [first, near(first)])


@operation
def certify(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        found = tx.mirror.sum(kind_of(second))
        tx.mirror.certify(Certificate(kind_of(second), tenant.now, first, found.count, 1, 2, second))


@operation
def save_reading(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        left = (Window(0, first, second),)
        tx.mirror.save_reading(Reading(kind_of(second), ReadingState.READING, tenant.now, rows=first, left=left))


@operation
def mark(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.mark_dirty(kind_of(second), near(first))
        tx.set_cursor(f"stream:{second % 2}", first + ord(tenant.member_id[-1]))


@operation
def clean(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        seen = tx.dirty(first, kind=kind_of(second))
        tx.clean(seen)
        return seen


@operation
def clean_a_strangers_mark(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.clean([DirtyMark(kind_of(second), near(first), to_microseconds(tenant.now))])


@operation
def put_off(tenant: Tenant, first: int, second: int) -> Any:
    """Marks that the neighbour may have too."""
    with tenant.store.transaction() as tx:
        tx.put_off([(kind_of(second), near(first))], soonest=timedelta(seconds=1), latest=timedelta(seconds=15))


@operation
def call(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.call("check_copy", f"call:{near(first)}", {"n": second}, lane=f"deal:{near(second)}")


@operation
def finish(tenant: Tenant, _first: int, second: int) -> Any:
    """Together with what came of it, or not at all."""
    if not tenant.leased:
        return None
    with tenant.store.transaction() as tx:
        row = tenant.leased.pop()
        tx.finish(row, {"n": second})
        return row.id, row.key


@operation
def finish_a_strangers_row(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.finish(tenant.strangers_row(first, near(second)))


@operation
def part_a_strangers_events(tenant: Tenant, first: int, second: int) -> Any:
    tenant.store.part_events([tenant.strangers_row(first, near(second))], "чужое")


@operation
def decide(tenant: Tenant, first: int, second: int) -> Any:
    """About a row that may be a neighbour's."""
    with tenant.store.transaction() as tx:
        queue = "inbox" if first % 2 else "outbox"
        tx.decide_row(RowName(queue, first), list(Decision)[second % len(Decision)])


@operation
def take_events(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.events(near(first)) as taken:
        with taken.store.transaction() as tx:
            tx.mark_dirty(DEAL, near(second))
        with taken.store.reading() as tx:
            seen = tx.dirty(10)
        taken.store.put_in_bulk(DEAL, [raw(tenant, first, second)], read_at=tenant.now)
        return [(row.id, row.key, row.payload) for row in taken.rows], seen


@operation
def part_events(tenant: Tenant, first: int, _second: int) -> Any:
    rows = []
    try:
        with tenant.store.events(near(first)) as taken:
            rows = taken.rows
            refuse()
    except DomainError:
        tenant.store.part_events(rows, "не вышло")
    return [row.id for row in rows]


@operation
def fill_bucket(tenant: Tenant, first: int, second: int) -> Any:
    if second == 0:
        tenant.bucket.overflow()
    taken = tenant.bucket.take(first + ord(tenant.member_id[-1]) % 8)
    return taken, tenant.bucket.book(float(second)), tenant.bucket.room()


@operation
def log_request(tenant: Tenant, first: int, second: int) -> Any:
    error = "QUERY_LIMIT_EXCEEDED" if second % 2 else ""
    tenant.requests.write(RequestNote(tenant.now, f"crm.deal.get {first}", "{}", 200, error, second))


@operation
def refresh_tokens(tenant: Tenant, first: int, second: int) -> Any:
    """All portals' tokens are the same, and so are the owners of the leases."""
    current = tenant.vault.current()
    leased = tenant.vault.lease_refresh(current, owner=f"w{first % 2}", seconds=30)
    if second % 2:
        fresh = TokenPair(f"access-{first}", f"refresh-{first}", tenant.now + timedelta(hours=1), 1)
        tenant.vault.store(fresh, owner=f"w{second % 2}")
    return current, leased, tenant.vault.current()


@operation
def release_tokens(tenant: Tenant, first: int, second: int) -> Any:
    if second == 0:
        tenant.vault.lose(tenant.vault.current(), "Доступ отозван.")
    tenant.vault.release(owner=f"w{first % 2}")
