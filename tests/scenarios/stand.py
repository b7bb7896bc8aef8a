"""A portal and the application on it, each process of which a test may kill («стенд»)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from app.serve import commands
from app.serve.redis import own_redis
from demo.processes import Server
from demo.stack import Stack


class Stand(Stack):
    """Like the demonstration's, but for the supervisor: who is killed comes back when the test says so."""

    def __init__(self, folder: Path, *, seed: str = "demo") -> None:
        super().__init__(folder, seed=seed)
        self._env: dict[str, str] = {}

    @property
    def worker(self) -> Server:
        return next(server for server in self.servers if server.name == "worker")

    def start_app(self, registered: dict[str, Any]) -> None:
        role, redis_url = own_redis(self.hold_port())
        self._env = {**self.app_env(registered), "REDIS_URL": redis_url}
        self._run("redis", list(role.command), stdin=role.stdin)
        self.start("migrate", "app", "migrate", env=self._env).wait()
        web = self._run("web", commands.web("127.0.0.1", int(self.app_url.rpartition(":")[2])))
        self._run("worker", commands.worker())
        self._run("beat", commands.beat())
        self.wait_for_app(web)

    def stop(self) -> None:
        """Nobody waits for the work of a test that is over."""
        while self.servers:
            self.servers.pop().kill()
        self.let_ports_go()

    def rest(self) -> None:
        """Nobody has called for a minute: the portal's allowance is whole again."""
        self.portal.control("limiter", on=False)
        with closing(sqlite3.connect(self.folder / "app.db", timeout=30)) as database, database:
            database.execute("UPDATE bucket SET level = 0")

    def kill_worker(self) -> None:
        """SIGKILL; then the time in which a dead worker's leases run out is over, and a new one comes."""
        self.worker.kill()
        with closing(sqlite3.connect(self.folder / "app.db", timeout=30)) as database, database:
            for table in ("inbox", "outbox"):
                database.execute(f"UPDATE {table} SET lease_until = 0 WHERE state = 'leased'")  # noqa: S608
            database.execute("UPDATE reader SET until = 0")
        self.worker.start()

    def _run(self, name: str, command: list[str], *, stdin: bytes = b"") -> Server:
        server = Server(name, command, self._env, self.folder, stdin=stdin)
        self.servers.append(server)
        server.start()
        return server
