"""A portal and the application on it, in one process and on one clock («мир»)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from cryptography.fernet import Fernet

from app.bootstrap import Application, build
from app.domain.deal import ActsBy, Role
from app.domain.policy import PortalSettings
from app.domain.setup import FunnelChoice, Wishes
from app.jobs.worker import Jobs, jobs_of
from app.manifest import Manifest
from app.ports.access import TokenPair
from app.store.portals import PortalRow
from app.web import create_app
from bench.delivery.post import Post
from bench.delivery.time import VirtualTime
from config.settings import Settings
from demo.portal import DEAL, Rest
from sandbox import apps
from sandbox.areas.bizproc import stage_robots
from sandbox.server import SandboxServer

APP_URL = "http://app.example"
BUDGET_SECONDS = 60.0
SETTLING = timedelta(minutes=5)
_ADMIN = 1


@dataclass(frozen=True, slots=True)
class Funnels:
    """Where acts are made: in one funnel by a robot on the stage, in the other by the application itself."""

    by_robot: FunnelChoice
    by_app: FunnelChoice


@dataclass
class World:
    time: VirtualTime
    server: SandboxServer
    application: Application
    jobs: Jobs
    post: Post
    rest: Rest
    portal_id: int
    funnels: Funnels

    @property
    def settings(self) -> PortalSettings:
        return self.application.portals.settings(self.portal_id)

    def pass_until(self, moment: datetime, *, every: timedelta = timedelta(seconds=5)) -> None:
        """Let the time pass: posts come when they are due, the workers look from time to time."""
        while self.time.now() < moment:
            self.post.collect()
            step = self.time.now() + every
            self.time.reach(min(step, moment, self.post.next_due or step))
            self.work()

    def work(self) -> None:
        """Hand in what is due and let the workers do all that can be done now."""
        self.hand_in()
        while self.jobs.sweep.run(BUDGET_SECONDS):
            self.hand_in()
        self.post.collect()

    def hand_in(self) -> None:
        """Let the post go, and nobody work."""
        self.post.collect()
        self.post.deliver()


@contextmanager
def world(
    folder: Path, *, dice: Random, skew: float = 0.0, offline: bool = False, database_url: str = ""
) -> Iterator[World]:
    """The application installed, its robots placed, everything read; the post does no mischief yet.

    `skew`: seconds that the portal's clock is ahead; `offline`: its tariff keeps events until they are asked for.
    """
    time = VirtualTime(skew=skew)
    with SandboxServer(seed="demo", limiter=False, time_source=time.seconds) as server:
        server.portal.limiter.buy("ru_ent250")
        server.portal.events.offline.is_sold = offline
        app = _register(server)
        application = build(
            _settings(server, app, database_url or f"sqlite:///{folder}/app.db"), ring=lambda: None, clock=time
        )
        try:
            application.database.migrate()
            yield _installed(application, server, app, time, dice)
        finally:
            application.close()


def _register(server: SandboxServer) -> dict[str, Any]:
    with server.portal.transaction():
        return apps.register(
            server.portal, name="Первичка", scope=list(Manifest.load().scopes),
            handler_url=f"{APP_URL}/app", install_url=f"{APP_URL}/install",
        )  # fmt: skip


def _settings(server: SandboxServer, app: dict[str, Any], database_url: str) -> Settings:
    return Settings(
        _env_file=None, database_url=database_url, app_url=APP_URL,
        encryption_keys=(Fernet.generate_key().decode(),), qr_key=secrets.token_hex(32),
        client_id=app["client_id"], client_secret=app["client_secret"],
        portals_allowed=frozenset({server.portal.domain}), auth_servers=(server.portal.auth_server,),
    )  # fmt: skip


def _installed(
    application: Application, server: SandboxServer, app: dict[str, Any], time: VirtualTime, dice: Random
) -> World:
    portal = _let_in(application, server, app, time)
    installer = application.installer(portal)
    funnels = _funnels(installer.funnels())
    installer.choose(Wishes((funnels.by_robot, funnels.by_app)))
    if not installer.apply():
        raise SystemExit(f"Установка не прошла: {[note for _, note in installer.steps()]}")
    post = Post(server.portal, create_app(application).test_client(), time.now, dice)
    made = {funnel.category_id: funnel for funnel in application.portals.settings(portal.id).funnels}
    robots = made[funnels.by_robot.category_id].stages[Role.REPORT_SENT]
    stage_robots.place(server.portal, kind=DEAL, stage_id=robots, code="make_act", client_id=app["client_id"])
    found = World(
        time, server, application, jobs_of(application), post, Rest(server.webhook_url), portal.id, funnels
    )
    apps.finish_install(server.portal, app, _ADMIN)
    found.pass_until(time.now() + SETTLING)
    return found


def _let_in(application: Application, server: SandboxServer, app: dict[str, Any], time: VirtualTime) -> PortalRow:
    with server.portal.transaction():
        form = apps.launch(server.portal, app, _ADMIN).fields
    confirmed = application.auth_server.confirm(form["SERVER_ENDPOINT"], form["AUTH_ID"], form["member_id"])
    lasts = time.now() + timedelta(hours=1)
    return application.portals.upsert_install(
        confirmed.address, tokens=TokenPair(form["AUTH_ID"], form["REFRESH_ID"], lasts, confirmed.user_id),
        application_token=form["APPLICATION_TOKEN"], at=time.now(),
    )  # fmt: skip


def _funnels(found: list[Any]) -> Funnels:
    first = next(row for row in found if row.roles[Role.REPORT_SENT])
    second = next(row for row in found if row is not first)
    return Funnels(_choice(first, ActsBy.ROBOT), _choice(second, ActsBy.APP))


def _choice(reading: Any, acts_by: ActsBy) -> FunnelChoice:
    create = tuple(role for role, stage in reading.roles.items() if not stage)
    return FunnelChoice(reading.category.id, acts_by, reading.roles, create)
