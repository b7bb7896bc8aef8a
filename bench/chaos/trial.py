"""One trial: load, faults and kills at once, then quiet; every promise is counted («испытание»)."""

from __future__ import annotations

import contextlib
import json
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select, update

from app.store.schema import bucket, inbox, outbox, portal, reader
from bench.chaos import fairness, promises, restart
from bench.chaos.killer import Killer
from bench.chaos.load import Events, Stories
from bench.chaos.plan import Plan, Size, plan_of
from bench.chaos.tally import Effects, causes, count_rows, effects_run, tally_events
from bench.stand import Stand, database_of
from demo.portal import DEAL
from demo.scene import Scene
from demo.seeing import Unexpected, expect, until

DEALS = 400
FREE_SECONDS = 1.0
_OK = 200


def measure(*, seed: int, size: Size, database: str) -> None:
    """Print what happens, and at last one JSON object."""
    print(f"Зерно: {seed} (повторить: --seed {seed})", flush=True)
    plan = plan_of(seed, size)
    with (
        database_of(database) as url,
        tempfile.TemporaryDirectory(prefix="pervichka-chaos-") as folder,
        Stand(Path(folder), database_url=url) as stand,
    ):
        found = Trial(stand, plan).run()
    say("Установка, прерванная перед каждой записью и после неё; доставка, теряющая треть")
    found |= promises.installation(database)
    found |= promises.delivery(seed, size.delivery_minutes, database)
    print(json.dumps({**found, "database": database, "seed": seed}, ensure_ascii=False))


class Trial:
    def __init__(self, stand: Stand, plan: Plan) -> None:
        self._stand = stand
        self._plan = plan
        self._scene: Scene = stand.install()
        stand.portal.control("limiter", on=False)

    def run(self) -> dict[str, Any]:
        size = self._plan.size
        refreshes = self._refreshes_at_expiry()
        filled = self._stand.portal.control("crm/fill", kind=DEAL, count=DEALS)
        events = Events(self._stand, range(filled["first"], filled["last"] + 1), size.events, size.seconds)
        stories = Stories(self._scene, size.stories, Random(self._plan.seed))
        killer = Killer(self._stand, self._plan.kills)
        before = self._stand.requests()
        say(f"Хаос {size.seconds:g} с: {size.kills} убийств, {size.events} событий, {size.stories} сделок")
        posted = self._rage(events, stories, killer)
        say(f"  отправлено: {posted}; убиты: {len(killer.killed)}")
        faulted = self._faulted(before)
        self._settle()
        told = tally_events(self._stand, events.acked())
        counted = Effects(self._scene, self._stand, stories.deals, stories.called()).tally()
        say(f"  события: {told}; следствия: {counted}")
        for line in causes(self._stand):
            say(f"  осталось: {line}")
        return {
            "acked": told.acked, "effects": effects_run(self._stand), "kills": len(killer.killed), "lost": counted.lost,
            "sent_twice": counted.sent_twice, "doubled": counted.doubled,
            **asdict(counted), "events_lost": told.events_lost, "events_unread": told.unread, "faulted": faulted,
            "stories": len(stories.deals), "tokens_refreshes_per_portal": refreshes,
            "fairness_p99_s": fairness.lag(self._stand, size.fairness_seconds),
            "restart_s": restart.seconds(self._stand, size.rows),
        }  # fmt: skip

    def _refreshes_at_expiry(self) -> int:
        """Expire the tokens while work waits; how often the application refreshed them."""
        before = len(self._stand.portal.log("oauth/token"))
        stories = Stories(self._scene, 4, Random(self._plan.seed))
        stories.play(0.1)
        self._stand.portal.control("tokens/expire", client_id=self._stand.client_id)
        for deal in stories.deals:
            until(lambda deal=deal: self._scene.expect_stage(deal, "documents_sent"))  # type: ignore[misc]
        return len(self._stand.portal.log("oauth/token")) - before

    def _rage(self, events: Events, stories: Stories, killer: Killer) -> dict[str, float]:
        for fault in self._plan.faults:
            self._stand.portal.control("faults", **fault)
        free = _Repeated(self._hurry)
        events.start()
        killer.start()
        free.start()
        stories.play(self._plan.size.seconds)
        posted = events.finish()
        killer.join()
        self._work_on(self._plan.size.seconds)
        free.stop()
        self._stand.portal.control("faults", clear=True)
        return posted

    def _work_on(self, seconds: float) -> None:
        """Nobody is killed any more, but the portal fails as before: until nothing waits, or the time is up."""
        with contextlib.suppress(Unexpected):
            until(lambda: expect(count_rows(self._stand, "waiting", "leased") == 0, "сделано", "ждёт"), seconds=seconds)

    def _hurry(self) -> None:
        self._free_bucket()
        self._pass_hours()

    def _faulted(self, before: int) -> int:
        """Answers of the portal that a fault has spoilt; slow ones do not count."""
        count = self._stand.requests() - before
        return sum(row["status"] != _OK for row in self._stand.portal.log(limit=max(count, 1)))

    def _settle(self) -> None:
        """The hours of the retry table pass at once; until nothing waits any more."""
        say("Тихо: проходят часы, через которые строки пробуют снова")

        def look() -> None:
            self._free_bucket()
            self._reauthorise()
            self._pass_hours()
            waiting = count_rows(self._stand, "waiting", "leased") + self._stand.marks()
            expect(waiting == 0, "в очередях ничего не ждёт", waiting)
            expect(self._is_read(), "портал прочитан", "ещё нет")

        try:
            # Twice: what the first reading finds is work for the queues.
            for _ in range(2):
                self._forget_readings()
                until(look, seconds=self._plan.size.settle_seconds)
        except Unexpected as unsettled:
            say(f"  {unsettled}")

    def _forget_readings(self) -> None:
        """A minute passes: the application looks at the portal though nothing was told."""
        with self._stand.database.write(durable=False) as connection:
            connection.execute(update(reader).values(done_at=None))

    def _is_read(self) -> bool:
        with self._stand.database.read() as connection:
            return connection.execute(select(reader.c.portal_id).where(reader.c.done_at.is_(None))).first() is None

    def _pass_hours(self) -> None:
        with self._stand.database.write(durable=False) as connection:
            for table in (inbox, outbox):
                late = update(table).where(table.c.state == "waiting", table.c.due > table.c.created_at)
                connection.execute(late.values(due=table.c.created_at))
            connection.execute(update(reader).where(reader.c.owner == "").values(until=datetime.now(UTC)))

    def _free_bucket(self) -> None:
        """What the tariff allows is not what is measured here."""
        with self._stand.database.write(durable=False) as connection:
            connection.execute(update(bucket).values(level=0.0))

    def _reauthorise(self) -> None:
        """Whose refreshed tokens died with a worker opens the installation's page: there a lost grant is replaced."""
        with self._stand.database.read() as connection:
            lost = connection.execute(select(portal.c.id).where(portal.c.status == "lost")).first()
        if lost is not None:
            say("  токены погибли вместе с обработчиком: администратор открывает страницу")
            page = f"{self._stand.app_url}/install"
            self._stand.portal.launch(self._stand.client_id, 1, post=True, handler=page)


class _Repeated(threading.Thread):
    """Does a thing each second until it is stopped."""

    def __init__(self, thing: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._thing = thing
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(FREE_SECONDS):
            self._thing()

    def stop(self) -> None:
        self._done.set()
        self.join()


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)
