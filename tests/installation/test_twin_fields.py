"""Fields of ours that a person changes in the portal, in a process and in a list: put back, told, and then at rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.act import Act
from app.domain.facts import CopyAwaits
from app.domain.policy import ActsHome, ActsList
from app.portal.elements import Elements
from app.portal.items import DEAL, Items, item_id
from app.ports import Context
from app.services import mirror, sweeping
from app.store.queue import Queue
from app.store.schema import history, outbox
from bench.admitted import Admitted, let_in
from sandbox.server import SandboxServer


@dataclass
class Portal:
    """An installed portal whose one act has its item, and everything of it has been read."""

    bench: Admitted
    ctx: Context
    act_id: int

    @property
    def home(self) -> ActsHome:
        assert self.ctx.settings.acts_type is not None
        return self.ctx.settings.acts_type

    @property
    def twin_id(self) -> int:
        with self.ctx.store.reading() as tx:
            return tx.acts.get(self.act_id).twin_id or 0

    def work(self) -> list[str]:
        """Do all that waits; the names of the reactions done."""
        queue, done = Queue(self.bench.application.database), []
        now = self.ctx.clock.now() + timedelta(seconds=1)
        while (row := queue.lease_outbox("w", now, 60)) is not None:
            if row.reaction not in ("papers.print_act", "notices.tell_copy_awaits"):
                self.bench.application.run_outbox(self.ctx, row)
                done.append(row.reaction)
            queue.done(row)
        return done

    def read(self) -> list[str]:
        """The item is found changed and read; what follows is done."""
        self.bench.control("clock", advance=5)
        with self.ctx.store.transaction() as tx:
            tx.mark_dirty(self.home.mirror_kind, self.twin_id)
        mirror.refresh(self.ctx)
        return self.work()

    def change_act(self, **changes: Any) -> None:
        with self.ctx.store.transaction() as tx:
            act = tx.acts.save(replace(tx.acts.get(self.act_id), **changes))
            tx.record(CopyAwaits(act.id, act.version), lane=act.lane)

    def type_in(self, **values: Any) -> None:
        """A person's change of the item, by our names."""
        self.bench.control("clock", advance=5)
        client = self.bench.application.client(self.bench.portal)
        if isinstance(self.home, ActsList):
            rows = Elements(client, self.home.iblock_id)
            named = {self.home.fields[name]: value for name, value in values.items() if name in self.home.fields}
            title = {"NAME": values["title"]} if "title" in values else {}
            rows.change(rows.get(self.twin_id), {**named, **title})
        else:
            own = {"title": "title", "amount": "opportunity", "responsible": "assignedById"}
            named = {own.get(name) or self.home.fields[name]: value for name, value in values.items()}
            Items(client).update(self.home.entity_type_id, self.twin_id, named)

    def shown(self, name: str) -> str:
        return self.ctx.twins.get(self.home, self.twin_id).values[name]

    def told(self) -> list[str]:
        with self.bench.application.database.read() as connection:
            mine = select(history.c.fact).where(history.c.document_id == self.act_id)
            return list(connection.scalars(mine.where(history.c.fact.startswith("Twin")).order_by(history.c.id)))

    def waiting(self) -> int:
        with self.bench.application.database.read() as connection:
            return len(connection.execute(select(outbox.c.id).where(outbox.c.state != "done")).all())


@pytest.fixture(scope="module", params=["process", "list"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Admitted]:
    """Each test has an act of its own: one installation does for all."""
    with SandboxServer(seed="demo", limiter=False) as server:
        bench = let_in(server, tmp_path_factory.mktemp("app"))
        if request.param == "list":
            bench.control("crm/processes", sold=False)
        bench.choose()
        assert bench.installer.apply()
        yield bench
        bench.application.close()


@pytest.fixture
def portal(installed: Admitted) -> Portal:
    ctx = installed.application.context(installed.portal)
    deal_id = item_id(Items(installed.application.client(installed.portal)).add(DEAL, {"title": "Сделка"}))
    with ctx.store.transaction() as tx:
        amount, origin = Decimal("100.50"), f"entry:{deal_id}"
        act = tx.acts.add(Act(0, "А-1", date(2026, 3, 2), deal_id, "Монтаж", amount, origin, responsible_id=1))
        tx.record(act.made(), lane=act.lane)
    found = Portal(installed, ctx, act.id)
    found.work()
    assert found.read() == []
    return found


def test_what_a_person_changed_is_put_back_told_once_and_comes_to_rest(portal: Portal) -> None:
    portal.type_in(number="А-99", title="Мой акт", amount="7.25")
    assert portal.read() == ["twins.push_act", "notices.tell_restored"]
    assert (portal.shown("number"), portal.shown("title")) == ("А-1", "Акт № А-1: Монтаж")
    assert portal.shown("amount") == "100.50"
    assert portal.told() == ["TwinTouched", "TwinRestored"]
    # The restoring is a change of the item too.
    assert portal.read() == []
    sweeping.look(portal.ctx)
    mirror.refresh(portal.ctx)
    assert portal.waiting() == 0


def test_our_own_change_is_no_persons_however_it_is_read(portal: Portal) -> None:
    portal.change_act(title="Монтаж и наладка", amount=Decimal("5000.10"), sent_to="client@example.com")
    assert portal.read() == ["twins.push_act"]
    assert portal.read() == []
    assert portal.told() == []
    assert portal.shown("amount") == "5000.10"


def test_an_edit_that_meets_our_change_is_told_as_well(portal: Portal) -> None:
    portal.type_in(sent_to="boss@example.com")
    portal.change_act(title="Монтаж и наладка")
    assert portal.work() == ["twins.push_act", "notices.tell_restored"]
    assert (portal.shown("sent_to"), portal.shown("title")) == ("", "Акт № А-1: Монтаж и наладка")
    assert portal.read() == []


def test_values_emptied_and_days_moved_are_put_back(portal: Portal) -> None:
    moved = portal.shown("issued_on")
    day = "03.03.2026" if isinstance(portal.home, ActsList) else "2026-03-03"
    portal.type_in(number="", issued_on=day)
    assert "notices.tell_restored" in portal.read()
    assert (portal.shown("number"), portal.shown("issued_on")) == ("А-1", moved)


def test_another_responsible_is_the_acts_too(portal: Portal) -> None:
    portal.type_in(responsible="3")
    assert portal.read() == ["twins.push_act"]
    with portal.ctx.store.reading() as tx:
        assert tx.acts.get(portal.act_id).responsible_id == 3
    portal.change_act(title="Монтаж и наладка")
    assert portal.read() == ["twins.push_act"]
    assert (portal.shown("responsible"), portal.read()) == ("3", [])


def test_an_unchanged_item_costs_no_request(portal: Portal) -> None:
    before = len(portal.bench.calls())
    with portal.ctx.store.transaction() as tx:
        tx.mark_dirty(portal.home.mirror_kind, portal.twin_id)
    mirror.refresh(portal.ctx)
    single = [method for method in portal.bench.calls()[before:] if method.endswith((".get", ".update"))]
    assert [method for method in single if method != "lists.element.get"] == []
    assert single.count("lists.element.get") <= 1
