"""Operations through what works for all portals; WHY says of each such class why it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.ports.access import PortalAddress
from app.store.chores import ChoreTimes
from app.store.erasing import Erasing
from app.store.events import EventTurns
from app.store.gauges import Gauges
from app.store.inbox import Inbox
from app.store.portals import Portals
from app.store.queue import InboxRow, Queue
from app.store.readers import Readers
from app.store.sessions import PageSession, Sessions
from tests.store.apart.operations import everywhere, near, operation_of_all
from tests.store.apart.tenants import Tenant
from tests.store.samples import tokens

PLENTY = 60.0
WHY: Mapping[type, str] = {
    ChoreTimes: "the beat asks in which portals a chore is due; each claim is one portal's",
    EventTurns: "asks which portal's events come next",
    Gauges: "figures of all portals for whoever runs the server, by tags",
    Inbox: "one commit for the calls of many portals; the web has found out whose each is",
    Portals: "the directory of portals itself",
    Queue: "a worker takes the row whose turn it is, of whichever portal; from then on the row names its portal",
    Readers: "asks which portals are to be read; each lease is one portal's",
    Sessions: "the bearer says whose it is: before it is found nobody knows",
}


@operation_of_all
def accept(tenant: Tenant, first: int, second: int) -> Any:
    kind = "event" if first % 2 else "robot"
    tenant.house.inbox.accept(
        tenant.portal.id, key=f"{kind}:{first}", kind=kind, code="x", payload={"n": second},
        lane=f"deal:{near(second)}", now=tenant.now,
    )  # fmt: skip


@operation_of_all
def lease(tenant: Tenant, first: int, _second: int) -> Any:
    row = tenant.lease("inbox" if first % 2 else "outbox")
    return row and (row.id, row.key, row.lane, row.attempt)


@operation_of_all
def end(tenant: Tenant, _first: int, second: int) -> Any:
    """One end of six for a leased row."""
    if not tenant.leased:
        return None
    row, queue, at = tenant.leased.pop(), tenant.house.queue, tenant.now
    ends = (
        lambda: queue.done(row),
        lambda: queue.failed(row, "нет прав"),
        lambda: queue.unknown(row, "нет ответа"),
        lambda: queue.retry(row, at=at, error="занято"),
        lambda: queue.postpone(row, at=at, error="занято"),
        lambda: queue.extend(row, at, 90),
    )
    ends[second]()
    return row.id, isinstance(row, InboxRow)


@operation_of_all
def read_in_turn(tenant: Tenant, first: int, second: int) -> Any:
    readers, now = tenant.house.readers, tenant.now
    due = [turn for turn in readers.due(now) if turn.portal_id == tenant.portal.id]
    taken = [readers.take(turn, owner=f"w{first % 2}", now=now, seconds=30) for turn in due]
    if second % 2:
        readers.hold(tenant.portal.id, owner="w1", now=now, seconds=40)
        readers.release(tenant.portal.id, owner="w1", now=now)
    return due, taken


@operation_of_all
def open_session(tenant: Tenant, first: int, second: int) -> Any:
    ends_at = tenant.now + timedelta(minutes=second + 1)
    session = PageSession(tenant.portal.id, "register", near(first), "Анна", True, "ru", ends_at, user_token="one")
    tenant.bearers.append(tenant.house.sessions.open(session))
    return tenant.house.sessions.find(tenant.bearers[-1])


@operation_of_all
def close_session(tenant: Tenant, _first: int, _second: int) -> Any:
    if tenant.bearers:
        tenant.house.sessions.close(tenant.bearers.pop())


@operation_of_all
def change_portal(tenant: Tenant, first: int, second: int) -> Any:
    portals, mine = tenant.house.portals, tenant.portal.id
    moved = PortalAddress(tenant.member_id, f"n{second}.example", f"https://n{second}.example/rest/", "")
    portals.move(mine, moved)
    portals.readmit(mine, moved, f"app-{second}")
    with tenant.store.transaction() as tx:
        tx.change_settings(lambda known: replace(known, feed_dest=(f"U{second}",)))
    return portals.change_settings(mine, lambda known: replace(known, zone="Asia/Omsk", sees_all=(first,)))


@operation_of_all
def remove(tenant: Tenant, _first: int, _second: int) -> Any:
    return tenant.house.portals.remove(tenant.portal.id)


@operation_of_all
def erase(tenant: Tenant, _first: int, _second: int) -> Any:
    """And install again: nothing is left of the first time."""
    with tenant.house.guard.over(tenant.portal.id):
        leave_for_good(tenant)
    tenant.move_in()


def leave_for_good(tenant: Tenant) -> None:
    erasing = Erasing(tenant.house.database, tenant.portal.id)
    erasing.begin()
    assert erasing.run(PLENTY) or erasing.run(PLENTY)


@operation_of_all
def install(tenant: Tenant, _first: int, _second: int) -> Any:
    """Once more, after a removal as well."""
    house = tenant.house
    tenant.move_in()
    return house.portals.get(tenant.portal.id).status, tokens(house.clock) == tenant.vault.current()


@everywhere
def time_goes_by(tenant: Tenant, first: int, _second: int) -> Any:
    """What has run out meanwhile is freed by whoever comes first: here, the same in each house."""
    seconds = timedelta(days=40) if first == 1 else timedelta(seconds=20 * first)
    tenant.house.clock.pass_(seconds=seconds.total_seconds())
    tenant.house.free_expired()


@everywhere
def claim_chores(tenant: Tenant, _first: int, second: int) -> Any:
    chores, every = tenant.house.chores, timedelta(minutes=second)
    return tenant.portal.id in chores.claim("seal", tenant.now, every, in_all=bool(second % 2))
