"""Ingest («Приём событий»): how much of the server's speed is left when each event is on disk before its 200."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from app.bootstrap import build
from app.ports.access import PortalAddress, TokenPair
from app.serve import commands
from app.serve.port import HeldPort
from app.serve.redis import own_redis
from app.store.schema import inbox
from bench.tools import require
from config.settings import Settings

HOST = "127.0.0.1"
CONNECTIONS = 32
SCRIPT = Path(__file__).with_name("events.lua")
SITES = {"bare": "bench.site:bare()", "durable": "app.serve.site:make()"}
_LEVELS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
_APART = 10_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of wrk; `rps` counts answers."""

    requests: int
    seconds: float
    p99_ms: float

    @property
    def rps(self) -> float:
        return self.requests / self.seconds


def measure(*, rounds: int, seconds: int) -> None:
    """Alternate both servers, print each run and at last one JSON object with the medians."""
    wrk = require("wrk", "wrk")
    with tempfile.TemporaryDirectory(prefix="pervichka-bench-") as folder, _redis(Path(folder)) as redis_url:
        bench = _Bench(wrk, Path(folder), redis_url, seconds)
        found: dict[str, list[Run]] = {name: [] for name in SITES}
        for number in range(rounds):
            for name in SITES:
                run = bench.run(name, number)
                found[name].append(run)
                print(f"{number + 1}/{rounds} {name:8} {run.rps:8.0f} rps  p99 {run.p99_ms:6.1f} ms", flush=True)
        print(json.dumps(summary(found, bench.synchronous())))


class _Bench:
    def __init__(self, wrk: str, folder: Path, redis_url: str, seconds: int) -> None:
        self._wrk = wrk
        self._folder = folder
        self._seconds = seconds
        self._environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "REDIS_URL": redis_url,
            "APP_URL": "http://127.0.0.1",
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "QR_KEY": "q" * 32,
        }
        self._settings = _settings(self._environment)
        self._next = 0
        self._body = folder / "body"
        self._prepare()

    def run(self, name: str, number: int) -> Run:
        """Start the server, warm it up, measure it; the rows of a durable run are counted."""
        with _server(SITES[name], self._environment, self._folder / f"{name}.log") as url:
            self._fire(url, 1)
            before = self._rows()
            run = self._fire(url, self._seconds)
            written = self._rows() - before
        if name == "durable" and written < run.requests:
            raise SystemExit(f"Потеряно: ответов 200 {run.requests}, строк {written}.")
        if name == "bare" and written:
            raise SystemExit(f"Сервер без записи записал {written} строк.")
        return run

    def synchronous(self) -> str:
        """What SQLite was told about waiting for the disk, on a connection made as the inbox makes its own."""
        application = build(self._settings, ring=lambda: None)
        with application.database.read() as connection:
            level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        application.close()
        return _LEVELS[level]

    def _fire(self, url: str, seconds: int) -> Run:
        self._next += _APART
        command = [self._wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT), f"{url}/hook/event"]
        command += ["--", str(self._body), str(self._next)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = json.loads(said.rpartition("RESULT ")[2])
        if found.pop("errors"):
            raise SystemExit(f"Не все ответы были 200:\n{said}")
        return Run(**found)

    def _prepare(self) -> None:
        application = build(self._settings, ring=lambda: None)
        application.database.migrate()
        portal = PortalAddress(
            "a223c6b3710f85df22e9377d6c4f7553", "bench.bitrix24.ru",
            "https://bench.bitrix24.ru/rest/", "https://oauth.bitrix24.tech/rest/",
        )  # fmt: skip
        now = datetime.now(UTC)
        tokens = TokenPair("access", "refresh", now + timedelta(hours=1), 1)
        application.portals.upsert_install(portal, tokens=tokens, application_token=_TOKEN, at=now)
        application.close()
        self._body.write_text("\n".join(halves(portal)) + "\n")

    def _rows(self) -> int:
        application = build(self._settings, ring=lambda: None)
        with application.database.read() as connection:
            count = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
        application.close()
        return int(count)


_TOKEN = "51856fefc120afa4b628cc82d3935cce"  # noqa: S105 (of a portal that does not exist)


def halves(portal: PortalAddress) -> tuple[str, str]:
    """An event as api-reference/events/index.md prints it, cut in two where the object's id stands."""
    event = {
        "event": "ONCRMDEALUPDATE",
        "event_handler_id": "715",
        "ts": "1772442000",
        "auth[access_token]": "s6p6eclrvim6da22ft9ch94ekreb52lv",
        "auth[expires]": "1772445600",
        "auth[expires_in]": "3600",
        "auth[scope]": "crm,bizproc,disk,im,placement,user_basic",
        "auth[domain]": portal.domain,
        "auth[server_endpoint]": portal.server_endpoint,
        "auth[status]": "L",
        "auth[client_endpoint]": portal.client_endpoint,
        "auth[member_id]": portal.member_id,
        "auth[user_id]": "1",
        "auth[application_token]": _TOKEN,
    }
    return f"{urlencode({'data[FIELDS][ID]': ''})}", f"&{urlencode(event)}"


def _settings(environment: Mapping[str, str]) -> Settings:
    return Settings(
        _env_file=None,
        database_url=environment["DATABASE_URL"],
        app_url=environment["APP_URL"],
        encryption_keys=(environment["ENCRYPTION_KEYS"],),
        qr_key=environment["QR_KEY"],
    )


@contextmanager
def _server(site: str, environment: Mapping[str, str], log: Path) -> Iterator[str]:
    with log.open("ab") as out, HeldPort(HOST) as port:
        process = subprocess.Popen(
            commands.web(HOST, port.number, site=site), env=dict(environment), stdout=out, stderr=subprocess.STDOUT
        )
        url = f"http://{HOST}:{port.number}"
        try:
            _wait_for(f"{url}/ready", process)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 (our own server)
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("Сервер не запустился.")


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    """The bell must be heard as it would be, or its failures would be measured too."""
    with (folder / "redis.log").open("ab") as out, HeldPort(HOST) as port:
        role, url = own_redis(port.number)
        process = subprocess.Popen(role.command, stdin=subprocess.PIPE, stdout=out, cwd=folder)
        if process.stdin is not None:
            process.stdin.write(role.stdin)
            process.stdin.close()
        try:
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def summary(found: Mapping[str, list[Run]], synchronous: str) -> dict[str, object]:
    """Medians of the runs; `p99_ms` is that of the durable server."""
    bare = median(run.rps for run in found["bare"])
    durable = median(run.rps for run in found["durable"])
    return {
        "bare_rps": round(bare),
        "durable_rps": round(durable),
        "ratio": round(durable / bare, 3),
        "p99_ms": round(median(run.p99_ms for run in found["durable"]), 1),
        "synchronous": synchronous,
        "workers": commands.WEB_WORKERS,
    }
