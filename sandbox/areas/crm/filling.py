"""Items by the hundred thousand («наполнение»): for benches and for lists that do not fit a page.

They stand on all stages of all funnels, belong to the portal's companies and people, and are spread over two years.
Nothing happens when they come: no events, no robots, no history of stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sandbox.areas.crm import items, kinds, stages
from sandbox.areas.crm.kinds import Kind
from sandbox.portal import Actor, Portal
from sandbox.store import Record

SPREAD = timedelta(days=730)
DEAREST = 2_000_000
WHO = Actor(1)


@dataclass(frozen=True)
class _Choices:
    """What an item may refer to; a stage comes with its funnel, semantic and whether it is the first."""

    stages: list[tuple[int, str, str, bool]]
    companies: list[int]
    people: list[int]


def fill(portal: Portal, kind_id: int, count: int, *, seed: int = 1) -> range:
    """Add `count` items, the same ones for the same `seed`; their numbers. Raises NOT_FOUND for an unknown kind."""
    kind = kinds.find(portal, kind_id)
    with portal.transaction():
        pattern = items.blank(portal, kind, WHO)
        choices = _Choices(
            _stages(portal, kind),
            _numbers(portal, f"item:{kinds.COMPANY}") or [0],
            _numbers(portal, "user"),
        )
        portal.store.drop_indexes()
        rows = _rows(kind, pattern, choices, portal.clock.now().replace(microsecond=0), count, Random(seed))
        numbers = kinds.items(portal, kind_id).add_many(rows)
        portal.store.make_indexes()
        portal.store.count_indexes()
        return numbers


def _stages(portal: Portal, kind: Kind) -> list[tuple[int, str, str, bool]]:
    if not kind.has_stages:
        return []
    return [
        (funnel, stage["STATUS_ID"], stages.semantics(stage), place == 0)
        for funnel in stages.funnel_ids(portal, kind)
        for place, stage in enumerate(stages.of_funnel(portal, kind, funnel))
    ]


def _numbers(portal: Portal, collection: str) -> list[int]:
    return [record["ID"] for record in portal.collection(collection).select(limit=1000)]


def _rows(
    kind: Kind, pattern: Record, choices: _Choices, now: datetime, count: int, random: Random
) -> Iterator[dict[str, Any]]:
    step = SPREAD / max(count, 1)
    for place in range(count):
        born = (now - SPREAD + step * place).replace(microsecond=0)
        row = {**pattern, **_times(kind, born), **_stage(kind, choices, random, born)}
        named: Record = {"TITLE": f"{kind.title} {place + 1}", "NAME": "Клиент", "LAST_NAME": f"Клиентов-{place + 1}"}
        # A contact's companies are a relation of two sides, which filling does not make.
        company = 0 if kind.id == kinds.CONTACT else random.choice(choices.companies)
        person = random.choice(choices.people)
        named |= {"COMPANY_ID": company, "ASSIGNED_BY_ID": person, "OPPORTUNITY": random.randrange(DEAREST)}
        if kind.id == kinds.LEAD:
            named["IS_RETURN_CUSTOMER"] = "Y" if company else "N"
        row.update((name, value) for name, value in named.items() if name in kind.fields)
        yield row


def _times(kind: Kind, born: datetime) -> Record:
    day = born.replace(hour=0, minute=0, second=0)
    at, close = born.isoformat(), (day + timedelta(days=7)).isoformat()
    times = dict.fromkeys(("CREATED_TIME", "UPDATED_TIME", "MOVED_TIME", "LAST_ACTIVITY_TIME"), at)
    times |= {"BEGINDATE": day.isoformat(), "CLOSEDATE": close, "ACTUAL_DATE": close}
    return {name: value for name, value in times.items() if name in kind.fields}


def _stage(kind: Kind, choices: _Choices, random: Random, born: datetime) -> Record:
    if not choices.stages:
        return {}
    funnel, stage, semantic, is_first = random.choice(choices.stages)
    return {"CATEGORY_ID": funnel, "STAGE_ID": stage, **items.by_stage(kind, semantic, is_first, born.isoformat())}
