"""An office in which somebody edits the item of an act, and what a test does there and looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from app.domain.facts import ActMade, Fact
from app.domain.mirror import RawObject
from app.services import twins
from robots import make_act
from tests.fakes.office import ACTS_TYPE, Office, office, robot_call

PERSON = 9
F = TypeVar("F", bound=Fact)


def desk() -> Office:
    """The act is sent, its item shows it, and nothing waits."""
    found = office()
    make_act.run(found.ctx, robot_call(), amount=None, title="Монтаж", last_act=False)
    found.drain()
    return found


def twin_of(given: Office) -> int:
    twin_id = given.store.state.acts[1].twin_id
    assert twin_id is not None
    return twin_id


def shown(given: Office, name: str) -> str:
    return given.twins.rows[twin_of(given)].values[name]


def look(given: Office) -> None:
    """The item is read with many others, and what follows is done."""
    twins.follow(given.ctx, ACTS_TYPE, RawObject(twin_of(given), None, {}))
    given.drain()


def type_in(given: Office, **values: str) -> None:
    given.twins.type_in(twin_of(given), PERSON, **values)


def recorded(given: Office, kind: type[F]) -> Sequence[F]:
    return [fact for fact in given.store.state.facts if isinstance(fact, kind)]


def retitle(given: Office, title: str) -> None:
    """Our change; its push waits."""
    with given.ctx.store.transaction() as tx:
        tx.acts.save(replace(tx.acts.get(1), title=title))


def push(given: Office) -> None:
    twins.push_act(given.ctx, ActMade(1, 1))


def told(given: Office) -> list[tuple[int, str]]:
    return [word for tag, word in given.notices.bell.items() if "|TWIN|" in tag or "left:" in tag]
