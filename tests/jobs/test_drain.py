"""The drain: each outcome has its state, an error stops nothing, a killed worker's row is done by another."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.delays import DELAYS
from app.domain.facts import ActMade, RobotFinished
from app.domain.journal import RowState
from app.errors import (
    AuthLost,
    DomainError,
    HostError,
    HostTimeout,
    HostUnavailable,
    OutcomeUnknown,
    StaleDocument,
    StoreAway,
)
from app.jobs.drain import Drain
from app.store.database import Database
from app.store.inbox import Inbox
from app.store.portals import PortalRow
from app.store.queue import Queue
from app.store.schema import inbox, outbox
from app.store.store import PortalStore
from tests.jobs.conftest import Script, states
from tests.store.samples import HandClock

Make = Callable[[str], Drain]
PRINT, TELL = "ActMade:1:1|print_ActMade", "ActMade:1:1|tell_ActMade"


def make_act(store: PortalStore) -> None:
    with store.transaction() as tx:
        tx.record(ActMade(1, 1), lane="deal:40")


def test_everything_due_is_worked_on_in_order(
    make_drain: Make, store: PortalStore, database: Database, script: Script
) -> None:
    make_act(store)
    assert make_drain("w1").run(50) == 2
    assert script.seen == [PRINT, TELL]
    assert set(states(database).values()) == {"done"}
    assert make_drain("w1").run(50) == 0


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (DomainError("нельзя"), RowState.FAILED),
        (HostError("ERROR_CORE", "нет"), RowState.FAILED),
        (ZeroDivisionError("ошибка в коде"), RowState.FAILED),
        (OutcomeUnknown("ушло ли письмо, неизвестно"), RowState.UNKNOWN),
        (HostUnavailable("", "", 503), RowState.WAITING),
        (HostTimeout("", "", 0), RowState.WAITING),
        (AuthLost("", "отозван"), RowState.WAITING),
    ],
)
def test_each_error_has_its_state_and_stops_no_other_row(
    make_drain: Make, store: PortalStore, database: Database, script: Script, error: Exception, state: RowState
) -> None:
    make_act(store)
    script.say(PRINT, error, error)
    make_drain("w1").run(50)
    assert states(database) == {PRINT: state, TELL: RowState.DONE}
    assert [key for key, _ in script.warned] == ([PRINT] if state == RowState.FAILED else [])


def test_what_may_succeed_later_is_tried_by_the_table_and_then_given_up(
    make_drain: Make, store: PortalStore, database: Database, script: Script, clock: HandClock
) -> None:
    make_act(store)
    script.say(PRINT, *[HostUnavailable("", "", 503)] * 20)
    drain = make_drain("w1")
    for delay in DELAYS[1:]:
        drain.run(50)
        assert states(database)[PRINT] == RowState.WAITING
        clock.pass_(seconds=(delay - timedelta(seconds=1)).total_seconds())
        assert drain.run(50) == 0
        clock.pass_(seconds=1)
    drain.run(50)
    assert states(database)[PRINT] == RowState.FAILED
    assert script.seen.count(PRINT) == len(DELAYS) + 1


def test_a_document_saved_in_between_is_decided_on_again_at_once(
    make_drain: Make, store: PortalStore, database: Database, script: Script
) -> None:
    make_act(store)
    script.say(PRINT, StaleDocument("x"), StaleDocument("x"))
    make_drain("w1").run(50)
    assert states(database)[PRINT] == RowState.DONE
    assert script.seen == [PRINT, PRINT, PRINT, TELL]


def test_a_warning_that_fails_too_leaves_the_row_failed(
    make_drain: Make, store: PortalStore, database: Database, script: Script
) -> None:
    make_act(store)
    script.say(PRINT, DomainError("нельзя"))
    script.warning_error = HostError("ERROR_CORE", "и это нельзя")
    make_drain("w1").run(50)
    assert states(database) == {PRINT: RowState.FAILED, TELL: RowState.DONE}


def test_a_lost_token_costs_no_attempt(
    make_drain: Make, store: PortalStore, queue: Queue, script: Script, clock: HandClock
) -> None:
    make_act(store)
    script.say(PRINT, AuthLost("", "отозван"))
    make_drain("w1").run(50)
    clock.pass_(minutes=5)
    row = queue.lease_outbox("w1", clock.now(), 20)
    assert row and (row.key, row.attempt) == (PRINT, 1)


def robot_row(database: Database, portal: PortalRow, clock: HandClock, *, waits: bool) -> None:
    entrance = Inbox(database, on_accept=lambda: None)
    entrance.accept(
        portal.id, key="robot:T", kind="robot", code="mark_invoice_paid",
        payload={"event_token": "T", "waits": waits}, lane="deal:40", now=clock.now(),
    )  # fmt: skip
    entrance.close()


def test_a_robots_answer_commits_with_its_row(
    make_drain: Make, store: PortalStore, database: Database, script: Script, portal: PortalRow, clock: HandClock
) -> None:
    robot_row(database, portal, clock, waits=True)
    script.say("robot:T", {"settlement": "paid"})
    make_drain("w1").run(50)
    with database.read() as connection:
        row = connection.execute(select(inbox)).one()
        bodies = connection.scalars(select(outbox.c.body)).all()
    assert (row.state, row.answer) == ("done", {"settlement": "paid"})
    assert bodies[0]["values"] == [["settlement", "paid"]]
    assert states(database)["RobotFinished:T|print_RobotFinished"] == "done"
    assert RobotFinished("T", (("settlement", "paid"),)).key == "RobotFinished:T"


def test_a_robot_that_does_not_wait_is_not_answered(
    make_drain: Make, database: Database, script: Script, portal: PortalRow, store: PortalStore, clock: HandClock
) -> None:
    robot_row(database, portal, clock, waits=False)
    script.say("robot:T", {"settlement": "paid"})
    make_drain("w1").run(50)
    assert states(database) == {"robot:T": "done"}


def test_one_who_comes_back_late_completes_nothing(
    make_drain: Make, store: PortalStore, database: Database, script: Script, clock: HandClock, queue: Queue
) -> None:
    make_act(store)

    def sleep_over_the_lease() -> None:
        clock.pass_(seconds=21)
        row = queue.lease_outbox("w2", clock.now(), 20)
        assert row and row.attempt == 2

    script.say(PRINT, sleep_over_the_lease)
    make_drain("w1").run(50)
    assert states(database)[PRINT] == RowState.LEASED


def test_a_row_that_kills_its_workers_is_given_up(
    make_drain: Make, store: PortalStore, database: Database, queue: Queue, clock: HandClock, script: Script
) -> None:
    make_act(store)
    for _ in range(len(DELAYS) + 1):
        assert queue.lease_outbox("dies", clock.now(), 20)
        clock.pass_(seconds=21)
    make_drain("w1").run(50)
    assert states(database) == {PRINT: RowState.FAILED, TELL: RowState.DONE}
    assert script.seen == [TELL]


def test_a_database_that_goes_away_leaves_the_row_to_its_lease(
    make_drain: Make, store: PortalStore, database: Database, script: Script, clock: HandClock
) -> None:
    make_act(store)
    script.say(PRINT, StoreAway("away"))
    drain = make_drain("w1")
    drain.run(50)
    assert states(database)[PRINT] == RowState.LEASED
    clock.pass_(seconds=21)
    drain.run(50)
    assert set(states(database).values()) == {RowState.DONE}


def test_a_fact_that_nobody_knows_fails_alone(
    make_drain: Make, store: PortalStore, database: Database, queue: Queue, clock: HandClock
) -> None:
    make_act(store)
    row = queue.lease_outbox("w1", clock.now(), 20)
    assert row
    with pytest.raises(KeyError):
        replace(row, fact_name="Forgotten").fact()


KILLED = """
import os, signal, sys
from app.jobs.bulkhead import Bulkhead
from app.jobs.drain import Drain, Hands
from app.portal.hearing import Hearing
from app.store.database import Database
from app.store.events import EventTurns
from app.store.queue import Queue
from tests.store.samples import HandClock

def die(ctx, row):
    print(row.key, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

database = Database(sys.argv[1])
hands = Hands(lambda _: None, lambda _: None, die, die, die, lambda *_: None)
clock = HandClock()
bulkhead = Bulkhead(4, Hearing(clock))
Drain(Queue(database), EventTurns(database), hands, clock, owner="killed", bulkhead=bulkhead).run(50)
"""


def test_the_row_of_a_killed_worker_is_done_once_by_another(
    make_drain: Make, store: PortalStore, database: Database, database_url: str, script: Script, clock: HandClock
) -> None:
    make_act(store)
    killed = subprocess.run([sys.executable, "-c", KILLED, database_url], capture_output=True, text=True, check=False)
    assert (killed.returncode, killed.stdout.strip()) == (-signal.SIGKILL, PRINT)
    drain = make_drain("w2")
    assert drain.run(50) == 0, "the lane waits for the lease of the dead"
    clock.pass_(seconds=21)
    drain.run(50)
    assert script.seen == [PRINT, TELL]
    assert set(states(database).values()) == {RowState.DONE}
