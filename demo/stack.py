"""Everything that the demonstration starts: the sandbox portal and the application on it («стенд»)."""

from __future__ import annotations

import base64
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from app.serve.port import HeldPort
from demo import installing
from demo.cast import Cast, Casting
from demo.processes import Server, uninterrupted
from demo.sandbox_portal import SandboxPortal
from demo.scene import Scene
from demo.seeing import Unexpected, until

START_SECONDS = 240.0
LICENCE = "ru_ent250"
"""The tariff of the stand: what takes minutes here at two requests a second, takes one at five."""
OURS = ("ENCRYPTION_KEYS", "QR_KEY", "CLIENT_ID", "CLIENT_SECRET", "PORTALS_ALLOWED", "AUTH_SERVERS", "DATABASE_URL",
        "APP_URL", "REDIS_URL", "POLICY_DIR")  # fmt: skip


class Stack:
    """`with Stack(folder) as stack:`: both run until the block ends. `folder` gets their logs and data."""

    def __init__(self, folder: Path, *, seed: str = "demo", say: Callable[[str], None] = lambda words: None) -> None:
        self.folder = folder
        self.servers: list[Server] = []
        self._ports: list[HeldPort] = []
        self._seed = seed
        self._say = say
        self._portal: SandboxPortal | None = None
        self.app_url = ""
        self.client_id = ""

    @property
    def portal(self) -> SandboxPortal:
        if self._portal is None:
            raise RuntimeError("песочница не запущена")
        return self._portal

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._say(f"Запускаю портал-песочницу (данные: {self._seed})")
            self._portal = self._start_portal()
            self._portal.control("limiter", licence=LICENCE)
            self._say(f"  портал: {self._portal.url}/crm/deal/")
            self.app_url = f"http://127.0.0.1:{self.hold_port()}"
            registered = installing.register(self._portal, self.app_url)
            self.client_id = str(registered["client_id"])
            self._say("Запускаю приложение: web, worker, beat и его Redis")
            self.start_app(registered)
            self._say(f"  приложение: {self.app_url}")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        with uninterrupted():
            while self.servers:
                self.servers.pop().stop()
            self.let_ports_go()

    def hold_port(self) -> int:
        """A loopback port that is the stand's as long as it stands."""
        self._ports.append(HeldPort())
        return self._ports[-1].number

    def let_ports_go(self) -> None:
        while self._ports:
            self._ports.pop().close()

    def install(self) -> Scene:
        """Choose the cast, install the application, place its robots: the scene is set."""
        cast: Cast = Casting(self.portal).choose()
        self._say("Устанавливаю приложение от имени администратора: стадии двух воронок, смарт-процесс, папка, роботы")
        installed = installing.install(self.portal, self.app_url, self.client_id, cast)
        scene = Scene(self.portal, installed, cast)
        self._say("Ставлю роботов на стадии руками: методами REST этого не сделать")
        installing.place_robots(self.portal, installed, cast, scene.process)
        return scene

    def start(self, name: str, *command: str, env: dict[str, str] | None = None) -> Server:
        """One more process of the stand."""
        server = Server(name, [sys.executable, "-m", *command], env or clean_env(), self.folder)
        self.servers.append(server)
        server.start()
        return server

    def app_env(self, registered: dict[str, Any]) -> dict[str, str]:
        """Fresh secrets, and leave to talk to this very portal, which is neither TLS nor public."""
        database = self.folder / "app.db"
        for old in self.folder.glob("app.db*"):
            old.unlink()
        return clean_env() | {
            "APP_URL": self.app_url,
            "DATABASE_URL": f"sqlite:///{database.resolve()}",
            "ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "QR_KEY": secrets.token_hex(32),
            "CLIENT_ID": str(registered["client_id"]),
            "CLIENT_SECRET": str(registered["client_secret"]),
            "PORTALS_ALLOWED": self.portal.domain,
            "AUTH_SERVERS": self.portal.url,
        }

    def wait_for_app(self, server: Server) -> None:
        def look() -> None:
            server.check()
            try:
                answer = requests.get(f"{self.app_url}/ready", timeout=5)
            except requests.RequestException as error:
                raise Unexpected("приложение отвечает", error) from None
            if not answer.ok:
                raise Unexpected("приложение готово", answer.text[:200])

        until(look, seconds=START_SECONDS)

    def _start_portal(self) -> SandboxPortal:
        server = self.start("sandbox", "sandbox", "--port", "0", "--seed", self._seed, "--print-env")
        printed = until(lambda: server.printed("READY\n"), seconds=START_SECONDS)
        pairs = (line.partition("=") for line in printed.splitlines())
        return SandboxPortal({name: value for name, sign, value in pairs if sign})

    def start_app(self, registered: dict[str, Any]) -> None:
        """The whole application in one command, under its supervisor."""
        port = self.app_url.rpartition(":")[2]
        env = self.app_env(registered)
        server = self.start("app", "app", "serve", "--port", port, "--run", str(self.folder), env=env)
        self.wait_for_app(server)


def clean_env() -> dict[str, str]:
    """Our environment without settings of another installation."""
    return {name: value for name, value in os.environ.items() if name not in OURS}
