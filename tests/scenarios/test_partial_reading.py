"""A method that the portal refuses inside a reading keeps nothing else of it from being read («частичное чтение»)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from app.domain.deal import Role
from app.services import unread
from app.store.schema import dirty, inbox
from bench.delivery.likeness import differences
from bench.delivery.world import World, world
from demo.portal import COMPANY, DEAL
from sandbox.faults import Fault, FaultKind


def stages_passed(given: World) -> int:
    query = select(inbox.c.id).where(inbox.c.code == "stage_passed")
    with given.application.database.read() as connection:
        return len(connection.execute(query).all())


def kinds_marked(given: World) -> set[str]:
    with given.application.database.read() as connection:
        return set(connection.scalars(select(dirty.c.kind)))


def refuse(given: World, method: str) -> None:
    given.server.portal.faults.add(
        Fault(method, FaultKind.ERROR, times=0, status=500, code="INTERNAL_SERVER_ERROR")
    )


def test_each_part_is_read_when_the_portal_tells_it(tmp_path: Path) -> None:
    with world(tmp_path, dice=Random(1)) as given:
        funnel = given.funnels.by_app.category_id
        stage = next(one for one in given.settings.funnels if one.category_id == funnel).stages[Role.DOCUMENTS_SENT]
        deal = given.rest.add(DEAL, title="Работы", categoryId=funnel)["id"]
        given.pass_until(given.time.now() + timedelta(seconds=10))
        before = stages_passed(given)
        given.rest.update(DEAL, deal, stageId=stage)
        given.rest.update(COMPANY, 1, title="Переименована")
        refuse(given, "crm.item.list")
        given.pass_until(given.time.now() + timedelta(seconds=10))
        assert stages_passed(given) == before + 1, "the history waits for no object"
        assert {"deal", "company"} <= kinds_marked(given)
        given.server.portal.faults.clear()
        refuse(given, "crm.stagehistory.list")
        given.rest.update(DEAL, deal, title="Ещё раз")
        given.pass_until(given.time.now() + timedelta(seconds=30))
        assert not differences(given).stale, "no object waits for the history"
        assert kinds_marked(given) == {unread.HISTORY}
        given.server.portal.faults.clear()
        given.pass_until(given.time.now() + unread.REST)
        assert not kinds_marked(given)
