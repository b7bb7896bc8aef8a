"""Operations on acts, invoices, letters, deals, facts, history and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy import insert

from app.domain.act import Act, ActState
from app.domain.deal import DealNote
from app.domain.facts import ActPrinted, ManagerWarned
from app.domain.invoice import Payment
from app.domain.letter import ActLetter
from app.domain.twin import TwinNote
from app.store.schema import blob, blob_chunk
from app.store.seals import BATCH
from tests.store.apart.operations import near, operation
from tests.store.apart.tenants import Tenant
from tests.store.samples import TODAY, a_deal, an_act, an_invoice


def the_act(first: int, second: int, **changes: Any) -> Act:
    links = {"deal_id": near(second), "twin_id": near(first), "due_on": TODAY - timedelta(days=second)}
    return an_act(**{"origin": f"entry:{first}", "responsible_id": 2 + second % 2, **links, **changes})


@operation
def add_act(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        act = tx.acts.add(the_act(first, second))
        tx.record(act.made(), lane=act.lane, by=3)
        return act


@operation
def save_act(tenant: Tenant, first: int, second: int) -> Any:
    """With an invoice that may be a neighbour's."""
    with tenant.store.transaction() as tx:
        act = tx.acts.get(first)
        state = ActState.VOID if second == 0 else act.state
        return tx.acts.save(replace(act, title=f"Работы {tenant.member_id}", invoice_id=second + 1, state=state))


@operation
def save_a_strangers_act(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.acts.save(the_act(first, second, id=first, version=near(second), origin=f"forged:{first}"))


@operation
def add_invoice(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.invoices.add(an_invoice(first, deal_id=near(second), responsible_id=3))


@operation
def pay_invoice(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        paid = Payment(f"pay:{second}", Decimal(1000 * second), TODAY)
        return tx.invoices.save(replace(tx.invoices.get(first), payments=(paid,)))


@operation
def save_a_strangers_invoice(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.invoices.save(an_invoice(100 + first, id=first, version=near(second)))


@operation
def next_number(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.next_number("acts" if first % 2 else "invoices", 2026 + second % 2)


@operation
def add_letter(tenant: Tenant, first: int, second: int) -> Any:
    """About an act that may be a neighbour's."""
    with tenant.store.transaction() as tx:
        return tx.letters.add(ActLetter(0, f"letter:{near(second)}", first, 1, 5, f"{tenant.member_id}@one.example"))


@operation
def save_letter(tenant: Tenant, first: int, _second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.letters.save(tx.letters.get(first).attempted())


@operation
def save_a_strangers_letter(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        forged = ActLetter(first, f"forged:{first}", first, 1, 5, "b@one.example", version=near(second))
        return tx.letters.save(forged)


@operation
def note_twin(tenant: Tenant, first: int, second: int) -> Any:
    """Of an act that may be a neighbour's."""
    note = TwinNote(near(first), shown={"number": f"{tenant.member_id} {second}"})
    with tenant.store.transaction() as tx:
        if second % 2:
            tx.twins.put(note)
        else:
            tx.twins.begin(note)


@operation
def put_deals(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.deals.put(DealNote(a_deal(near(first), title=f"{tenant.member_id} {second}"), refused_move="C1:WON"))
        tx.deals.put_each([DealNote(a_deal(deal_id, title=tenant.member_id)) for deal_id in (second + 1, second + 2)])
        return tx.deals.several([1, 2, 3])


@operation
def forget_deal(tenant: Tenant, first: int, _second: int) -> Any:
    with tenant.store.transaction() as tx:
        return tx.deals.forget(near(first))


@operation
def record(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.record(ManagerWarned(near(first), "Нет прав", f"n{second}"), lane=f"deal:{near(first)}", by=3)
        tx.record(ActPrinted(first, 1), lane=f"deal:{near(second)}")


@operation
def settle(tenant: Tenant, first: int, second: int) -> Any:
    with tenant.store.transaction() as tx:
        tx.settle(ManagerWarned(near(first), "Нет прав", f"n{second}"), "tell")


@operation
def seal(tenant: Tenant, _first: int, _second: int) -> Any:
    sealed = tenant.seals.seal(tenant.now)
    assert sealed < BATCH
    return sealed, tenant.seals.head()


@operation
def put_file(tenant: Tenant, first: int, second: int) -> Any:
    """Beyond the limit it is refused, and what had come of it is removed."""
    return tenant.blobs.put(BytesIO(tenant.member_id.encode() * 100 * (second + 1)), "скан.pdf")


@operation
def remove_file(tenant: Tenant, first: int, _second: int) -> Any:
    return tenant.blobs.remove(first)


@operation
def leave_an_upload(tenant: Tenant, first: int, _second: int) -> Any:
    """Whoever received it was killed before its end."""
    begun = {"portal_id": tenant.portal.id, "name": "скан.pdf", "size": 0, "is_whole": False, "created_at": tenant.now}
    with tenant.house.database.write() as connection:
        blob_id = connection.execute(insert(blob).values(begun).returning(blob.c.id)).scalar_one()
        chunk = {"portal_id": tenant.portal.id, "blob_id": blob_id, "n": 0, "content": bytes([first])}
        connection.execute(insert(blob_chunk).values(chunk))


@operation
def prune(tenant: Tenant, _first: int, _second: int) -> Any:
    now = tenant.now
    return tenant.blobs.prune(now), tenant.requests.prune(now), tenant.old_rows.prune(now)
