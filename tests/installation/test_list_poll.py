"""A list tells nothing of its changes: they are found by the poll, what was deleted by the comparison."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.domain.act import Act
from app.domain.facts import ActMade
from app.domain.policy import ActsList
from app.portal.elements import Elements
from app.portal.items import DEAL, Items, item_id
from app.ports import Context
from app.services import mirror, mirroring, sweeping, twins
from app.store.schema import outbox
from bench.admitted import Admitted


@pytest.fixture
def ctx(bench: Admitted) -> Context:
    """An installed portal without smart processes, all of whose elements have been read; its one act has its twin."""
    bench.control("crm/processes", sold=False)
    bench.choose()
    assert bench.installer.apply()
    found = bench.application.context(bench.portal)
    deal_id = item_id(Items(bench.application.client(bench.portal)).add(DEAL, {"title": "Сделка"}))
    with found.store.transaction() as tx:
        act = tx.acts.add(
            Act(0, "А-1", date(2026, 3, 2), deal_id, "Монтаж", Decimal("100.50"), "entry:1", responsible_id=1)
        )
    twins.push_act(found, ActMade(act.id, 1))
    mirroring.read(found, home(found).mirror_kind, stop=lambda: False)
    # The portal's times of change are whole seconds.
    bench.control("clock", advance=5)
    return found


def home(ctx: Context) -> ActsList:
    assert isinstance(ctx.settings.acts_type, ActsList)
    return ctx.settings.acts_type


def elements(bench: Admitted, ctx: Context) -> Elements:
    return Elements(bench.application.client(bench.portal), home(ctx).iblock_id)


def twin_of(ctx: Context) -> tuple[int, int]:
    """The act's id, and its twin's."""
    with ctx.store.reading() as tx:
        act = next(iter(tx.acts.by_twin(n) for n in range(1, 50) if tx.acts.by_twin(n)))
    assert act is not None and act.twin_id is not None
    return act.id, act.twin_id


def reactions(bench: Admitted) -> set[str]:
    with bench.application.database.read() as connection:
        return set(connection.execute(select(outbox.c.reaction)).scalars())


def test_a_state_that_a_person_chose_is_found_and_put_back(bench: Admitted, ctx: Context) -> None:
    _, twin_id = twin_of(ctx)
    rows = elements(bench, ctx)
    rows.change(rows.get(twin_id), {home(ctx).fields["state"]: home(ctx).stages["signed"]})
    sweeping.look(ctx)
    mirror.refresh(ctx)
    assert "twins.put_back" in reactions(bench)
    # Within the second of its change an element may change again unseen: it stays marked until that is over.
    bench.control("clock", advance=2)
    mirror.refresh(ctx)
    with ctx.store.reading() as tx:
        assert tx.dirty(10) == []


def test_our_own_writes_say_nothing(bench: Admitted, ctx: Context) -> None:
    act_id, _ = twin_of(ctx)
    before = reactions(bench)
    with ctx.store.transaction() as tx:
        tx.acts.save(replace(tx.acts.get(act_id), title="Монтаж и наладка"))
    twins.push_act(ctx, ActMade(act_id, 1))
    sweeping.look(ctx)
    mirror.refresh(ctx)
    assert reactions(bench) == before


def test_a_deleted_element_is_found_by_comparing_ids(bench: Admitted, ctx: Context) -> None:
    _, twin_id = twin_of(ctx)
    kind = home(ctx).mirror_kind
    bench.rest("lists.element.delete", IBLOCK_TYPE_ID="lists", IBLOCK_ID=home(ctx).iblock_id, ELEMENT_ID=twin_id)
    sweeping.compare(ctx, {"kinds": [kind], "round": 0})
    mirror.refresh(ctx)
    with ctx.store.reading() as tx:
        assert tx.mirror.get(kind, twin_id) is None
    sweeping.compare(ctx, {"kinds": [kind], "round": 1})
    with ctx.store.reading() as tx:
        assert [one.is_equal for one in tx.mirror.certificates() if one.kind == kind] == [True]
