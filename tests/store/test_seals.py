"""The sealed history in both databases: two sealers, a tampered row, portals apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import delete, update

from app.domain.facts import ManagerWarned
from app.store.database import Database
from app.store.portals import PortalRow
from app.store.schema import history, seal
from app.store.seals import Seals
from app.store.store import PortalStore
from tests.store.samples import HandClock


def write(store: PortalStore, first: int, count: int) -> None:
    with store.transaction() as tx:
        for number in range(first, first + count):
            tx.record(ManagerWarned(40, f"Предупреждение {number}", f"n{number}"), lane="deal:40", by=7)


def test_what_is_written_is_sealed_once(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    seals = Seals(database, portal.id)
    write(store, 0, 3)
    assert seals.waiting() == 3
    assert seals.seal(clock.now()) == 3
    assert seals.seal(clock.now()) == 0
    write(store, 3, 2)
    seals.seal(clock.now())
    assert seals.waiting() == 0
    assert (seals.head().n, seals.head().total) == (2, 5)
    assert seals.verify().is_whole


def test_a_long_history_is_sealed_in_batches(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    write(store, 0, 1001)
    seals = Seals(database, portal.id)
    assert seals.seal(clock.now()) == 1001
    assert seals.head().n == 2
    assert seals.verify(seals.head()).is_whole


def test_sealers_at_once_make_one_chain(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    write(store, 0, 40)
    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(lambda _: Seals(database, portal.id).seal(clock.now()), range(4)))
    assert sum(sealed) == 40
    assert Seals(database, portal.id).verify().is_whole


def test_a_changed_row_is_found(database: Database, portal: PortalRow, store: PortalStore, clock: HandClock) -> None:
    write(store, 0, 3)
    seals = Seals(database, portal.id)
    seals.seal(clock.now())
    with database.write() as connection:
        connection.execute(update(history).where(history.c.key.like("%n1")).values(by=8))
    assert seals.verify().fault == "строки под печатью № 1 изменены, удалены или добавлены"


def test_a_cut_tail_shows_by_a_kept_head(
    database: Database, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    seals = Seals(database, portal.id)
    for first in (0, 3):
        write(store, first, 3)
        seals.seal(clock.now())
    kept = seals.head()
    with database.write() as connection:
        connection.execute(delete(history).where(history.c.seal == 2))
        connection.execute(delete(seal).where(seal.c.n == 2))
    assert seals.verify().is_whole
    assert "конец срезан" in seals.verify(kept).fault


def test_each_portal_has_its_own_chain(
    database: Database,
    portal: PortalRow,
    other_portal: PortalRow,
    store: PortalStore,
    other_store: PortalStore,
    clock: HandClock,
) -> None:
    write(store, 0, 2)
    write(other_store, 0, 2)
    for row in (portal, other_portal):
        Seals(database, row.id).seal(clock.now())
    assert Seals(database, portal.id).head() != Seals(database, other_portal.id).head()
    with database.write() as connection:
        connection.execute(update(history).where(history.c.portal_id == portal.id).values(by=8))
    assert not Seals(database, portal.id).verify().is_whole
    assert Seals(database, other_portal.id).verify().is_whole
