"""Portals that do not answer hold some threads of a worker, and leave the others theirs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.domain.journal import RowState
from app.jobs.drain import Drain
from app.store.database import Database
from app.store.store import PortalStore
from tests.jobs.conftest import Script, states

Make = Callable[[str], Drain]


@contextmanager
def hanging(drain: Drain, script: Script, keys: list[str], *, threads: int) -> Iterator[None]:
    """So many threads are at rows of the keys, whose portals do not answer until the block ends."""
    reached, answer = threading.Barrier(threads + 1), threading.Event()

    def hang() -> None:
        reached.wait(60)
        answer.wait(60)

    for key in keys:
        script.say(key, hang)
    running = [threading.Thread(target=drain.run, args=(50,)) for _ in range(threads)]
    for thread in running:
        thread.start()
    reached.wait(60)
    try:
        yield
    finally:
        script.said.clear()
        answer.set()
        for thread in running:
            thread.join(60)


def queue_three(store: PortalStore, name: str) -> list[str]:
    keys = [f"{name}:{deal}" for deal in (1, 2, 3)]
    with store.transaction() as tx:
        for deal, key in enumerate(keys, 1):
            tx.call("hangs", key, {}, lane=f"deal:{deal}")
    return keys


def test_a_portal_that_does_not_answer_leaves_half_of_the_threads_to_the_others(
    make_drain: Make, store: PortalStore, other_store: PortalStore, database: Database, script: Script
) -> None:
    drain, keys = make_drain("w1"), queue_three(store, "hangs")
    with hanging(drain, script, keys, threads=2):
        with other_store.transaction() as tx:
            tx.call("goes", "goes", {}, lane="deal:1")
        assert drain.run(50) == 1
        assert states(database) == {
            "hangs:1": RowState.LEASED, "hangs:2": RowState.LEASED, "hangs:3": RowState.WAITING, "goes": RowState.DONE
        }  # fmt: skip
    assert set(states(database).values()) == {RowState.DONE}


def test_each_portal_that_hangs_leaves_half_of_what_is_left(
    make_drain: Make, store: PortalStore, other_store: PortalStore, database: Database, script: Script
) -> None:
    drain, keys = make_drain("w1"), queue_three(store, "a") + queue_three(other_store, "b")
    with hanging(drain, script, keys, threads=3):
        assert drain.run(50) == 0, "two of the first, one of the second: the last place is a third one's"
        held = Counter(key[0] for key, state in states(database).items() if state == RowState.LEASED)
        assert sorted(held.values()) == [1, 2]
    assert set(states(database).values()) == {RowState.DONE}
