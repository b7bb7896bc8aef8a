"""The stand: a sandbox portal and the whole application on it, started as people start them («стенд»)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.store.database import Database
from app.store.schema import dirty, inbox
from bench import postgres
from demo.stack import Stack

DATABASES = ("sqlite", "postgres")


class Stand(Stack):
    """`make serve` in `folder`: its pids and its database lie there. Looked into from outside."""

    def __init__(self, folder: Path, *, database_url: str = "", say: Callable[[str], None] = print) -> None:
        super().__init__(folder, say=say)
        self._database_url = database_url
        self._database: Database | None = None
        self._env: dict[str, str] = {}
        self._auth: dict[str, str] = {}

    @property
    def database(self) -> Database:
        """The application's own, to count in."""
        if self._database is None:
            self._database = Database(self._database_url or f"sqlite:///{self.folder / 'app.db'}")
        return self._database

    @property
    def pids(self) -> Mapping[str, int]:
        """What runs now, by name; absent while it is being restarted."""
        found = {}
        for file in self.folder.glob("*.pid"):
            # Gone in this very moment: its process is being buried.
            with suppress(FileNotFoundError):
                text = file.read_text().strip()
                if text and file.stem != "serve":
                    found[file.stem] = int(text)
        return found

    def app_env(self, registered: dict[str, Any]) -> dict[str, str]:
        self._env = super().app_env(registered)
        if self._database_url:
            self._env["DATABASE_URL"] = self._database_url
        return self._env

    def kill_everything(self) -> None:
        """SIGKILL to the supervisor and all that it has started, as when the power fails."""
        pids = self.pids.values()
        self.servers.pop().kill()
        for pid in pids:
            end_group(pid)

    def start_again(self) -> None:
        """The supervisor with the same settings; returns before anything answers."""
        port = self.app_url.rpartition(":")[2]
        self.start("app", "app", "serve", "--port", port, "--run", str(self.folder), env=self._env)

    def auth(self) -> dict[str, str]:
        """The auth block with which the portal signs its events for the application."""
        if not self._auth:
            # Once: later events push it out of what the portal remembers.
            rows = self.portal.control("events", limit=1000)["events"]
            self._auth = next(dict(row["form"]["auth"]) for row in rows if row["name"] == "ONAPPINSTALL")
        return dict(self._auth)

    def events_waiting(self) -> int:
        query = select(func.count()).select_from(inbox).where(inbox.c.kind == "event", inbox.c.state != "done")
        return self._count(query)

    def marks(self) -> int:
        return self._count(select(func.count()).select_from(dirty))

    def requests(self) -> int:
        """HTTP requests that the portal has answered the application so far."""
        newest = self.portal.log(limit=1)
        return int(newest[-1]["id"]) if newest else 0

    def stop(self) -> None:
        if self._database is not None:
            self._database.dispose()
        super().stop()

    def _count(self, query: Any) -> int:
        with self.database.read() as connection:
            return int(connection.execute(query).scalar_one())


def end_group(pid: int) -> bool:
    """SIGKILL to a process group; whether there was anybody to kill."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
        return True
    return False


@contextmanager
def database_of(kind: str) -> Iterator[str]:
    """The URL for a stand's database; "" for SQLite in its folder. Raises ToolMissing."""
    if kind == "sqlite":
        yield ""
        return
    with postgres.server(durable=True) as server, postgres.fresh_database(server) as url:
        yield url
