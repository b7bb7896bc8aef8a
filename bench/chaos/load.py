"""The load: events posted all the time, and deals that managers move to the stage where an act is made («нагрузка»)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import requests

from bench.forms import deal_event
from bench.stand import Stand
from demo.cast import Deal
from demo.portal import DEAL, Refused
from demo.scene import Scene, new_deal

ATTEMPTS = 60


@dataclass(frozen=True, slots=True)
class Event:
    """A form that is posted once; `key` is the row that must come of it."""

    deal_id: int
    ts: int

    @property
    def key(self) -> str:
        return f"event:oncrmdealupdate:2_{self.deal_id}:{self.ts}"


class Events:
    """Posted by a process of its own at an even rate."""

    def __init__(self, stand: Stand, deals: Sequence[int], count: int, seconds: float) -> None:
        self._stand = stand
        self._began = int(time.time()) - count
        self.events = [Event(deals[n % len(deals)], self._began + n // len(deals)) for n in range(count)]
        self._acked = stand.folder / "acked"
        self._rate = count / seconds
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        forms, auth = self._stand.folder / "forms", self._stand.auth()
        forms.write_text("".join(f"{deal_event(auth, event.deal_id, ts=event.ts)}\n" for event in self.events))
        command = [sys.executable, "-m", "bench.poster", f"{self._stand.app_url}/hook/event", str(forms)]
        command += ["--rate", str(self._rate), "--acked", str(self._acked)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def finish(self) -> dict[str, float]:
        """What the poster tells, when it has posted everything."""
        assert self._process is not None
        said, _ = self._process.communicate()
        found: dict[str, float] = json.loads(said.splitlines()[-1])
        return found

    def acked(self) -> list[Event]:
        return [self.events[int(number)] for number in self._acked.read_text().split()]


class Stories:
    """Deals of both funnels: an act by the robot's call, and by the app from the stage history."""

    def __init__(self, scene: Scene, count: int, random: Random) -> None:
        self._scene = scene
        models = (scene.cast.main, scene.cast.by_app)
        self.deals = [new_deal(scene, like=models[n % 2], amount=random.randrange(5_000, 90_000)) for n in range(count)]

    def play(self, seconds: float) -> None:
        """Move them one after another, evenly; a failing portal is asked again until it has moved the deal."""
        began = time.monotonic()
        for place, deal in enumerate(self.deals):
            time.sleep(max(0.0, began + place * seconds / len(self.deals) - time.monotonic()))
            self._move(deal)

    def called(self) -> list[Deal]:
        """Those of which the application knows: it answered the robot's call, or it reads the history itself."""
        rows = self._scene.portal.control("events", limit=100_000)["events"]
        answered = {str(row["form"]) for row in rows if row["kind"] == "robot" and row["state"] == "sent"}
        by_robot = {deal.id for deal in self.deals if any(f"'DEAL_{deal.id}'" in form for form in answered)}
        by_app = self._scene.cast.by_app.category
        return [deal for deal in self.deals if deal.category == by_app or deal.id in by_robot]

    def _move(self, deal: Deal) -> None:
        """Raises RuntimeError when the portal has not moved it after many attempts."""
        target = self._scene.stage(deal, "report_sent")
        for _ in range(ATTEMPTS):
            try:
                if self._scene.stage_now(deal) != deal.stage:
                    return
                self._scene.rest.update(DEAL, deal.id, stageId=target)
            except (Refused, requests.RequestException, ValueError):
                continue
        raise RuntimeError(f"сделка {deal.id} не передвинута")
