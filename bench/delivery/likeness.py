"""Is the mirror what the portal answers («сходство»): row by row, ids, times of change and bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.deal import Role
from app.domain.mirror import RawObject
from app.portal.sources import source_of
from app.services import mirroring
from app.store.schema import document, mirror
from bench.delivery.world import World
from demo.portal import DEAL

_PAGE = 50


@dataclass(slots=True)
class Differences:
    """By kind: what the mirror lacks or has otherwise, and what it has that is gone."""

    stale: dict[str, list[int]] = field(default_factory=dict)
    gone: dict[str, list[int]] = field(default_factory=dict)


def differences(world: World) -> Differences:
    found = Differences()
    for kind in mirroring.kinds(world.settings):
        theirs, ours = dict(_theirs(world, kind)), _ours(world, kind)
        if stale := [one for one, row in theirs.items() if ours.get(one) != row]:
            found.stale[kind] = stale
        if gone := sorted(ours.keys() - theirs.keys()):
            found.gone[kind] = gone
    return found


def last_change(world: World) -> datetime:
    """The newest time of change in the portal, by the application's clock."""
    stamps = [row.updated_at for kind in mirroring.kinds(world.settings) for _, row in _theirs(world, kind)]
    return max(one for one in stamps if one is not None) - timedelta(seconds=world.time.skew)


def fields_that_differ(world: World, kind: str, object_id: int) -> dict[str, tuple[Any, Any]]:
    """Field -> what the portal says, what the mirror says."""
    theirs, ours = dict(_theirs(world, kind))[object_id], _ours(world, kind).get(object_id)
    mine = ours.body if ours else {}
    return {key: (value, mine.get(key)) for key, value in theirs.body.items() if value != mine.get(key)}


def _theirs(world: World, kind: str) -> Iterator[tuple[int, RawObject]]:
    source, after = source_of(kind), 0
    while True:
        asked = {**source.params, "filter": {f">{source.id_key}": after}, "order": {source.id_key: "ASC"}, "start": -1}
        result = world.rest.call(source.method, **asked)
        rows = result[source.wrap] if source.wrap else result
        for row in rows:
            raw = source.raw(row)
            after = raw.id
            yield raw.id, raw
        if len(rows) < _PAGE:
            return


def _ours(world: World, kind: str) -> dict[int, RawObject]:
    mine = select(mirror).where(mirror.c.portal_id == world.portal_id, mirror.c.kind == kind)
    with world.application.database.read() as connection:
        return {
            row.object_id: RawObject(row.object_id, row.updated_at, row.body) for row in connection.execute(mine)
        }


@dataclass(frozen=True, slots=True)
class Acts:
    """Entries into the report stages since the installation, and the acts made for each."""

    expected: int
    made: int
    doubled: int
    missing: list[int]


def acts(world: World, since: int) -> Acts:
    """`since`: the newest entry of the time before."""
    stages = {funnel.stages[Role.REPORT_SENT] for funnel in world.settings.funnels}
    entries = [row for row in _entries(world, since) if row["STAGE_ID"] in stages]
    mine = document.c.portal_id == world.portal_id
    query = select(document.c.origin).where(mine, document.c.register == "acts")
    with world.application.database.read() as connection:
        origins = Counter(connection.scalars(query))
    wanted = {f"entry:{row['ID']}" for row in entries}
    twice = sum(number - 1 for number in origins.values()) + sum(origin not in wanted for origin in origins)
    missing = [int(row["OWNER_ID"]) for row in entries if f"entry:{row['ID']}" not in origins]
    return Acts(len(entries), origins.total(), twice, missing)


def last_entry(world: World) -> int:
    return max((int(row["ID"]) for row in _entries(world, 0)), default=0)


def _entries(world: World, after: int) -> Iterator[dict[str, Any]]:
    while True:
        asked = {"entityTypeId": DEAL, "filter": {">ID": after}, "order": {"ID": "ASC"}, "start": -1}
        rows = world.rest.call("crm.stagehistory.list", **asked)["items"]
        yield from rows
        if len(rows) < _PAGE:
            return
        after = int(rows[-1]["ID"])
