"""The mirror («Зеркало») beside fast_bitrix24: rows a second, rows lost, requests, what the portal's limits leave.

Both read the same rows of the same stub (bench/mirror_stub.py), in turn. A command sleeps ten milliseconds. One that
counts, as start=0 and offsets do, sleeps longer by the rows it counts: settings/performance/huge-data.md of the host's
docs names 49.9 s with counting and 0.098 s without for 2,387,743 rows, 20.9 µs a row. Of that we charge a hundredth
(the docs' own figure would keep the other reader busy for a hundred seconds a round); `ratio_uncounted` charges none.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import requests
from cryptography.fernet import Fernet
from fast_bitrix24 import Bitrix

from app.bootstrap import Application, build
from app.domain.mirror import DEAL
from app.portal.bulk import BulkReader
from app.portal.sources import source_of
from app.ports.access import PortalAddress, TokenPair
from app.services import mirroring
from app.store.portals import PortalRow
from bench.postgres import fresh_database, server
from bench.tools import ToolMissing
from config.settings import Settings

COMMAND_SECONDS = 0.01
COUNTING_SECONDS = 20.9e-6 / 100
"""A counted row."""
DENSITY = 0.9
"""One id of ten was deleted."""
MANY, MOST = 100_000, 300_000
HOST = "127.0.0.1"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of everything."""

    rows: list[Row]
    seconds: float
    requests: int

    @property
    def rate(self) -> float:
        return len(self.rows) / self.seconds


class Stub:
    """The stub portal, and what it is told."""

    def __init__(self, port: int) -> None:
        self.place = f"{HOST}:{port}"
        self.endpoint = f"http://{self.place}/rest/"

    def control(self, **asked: Any) -> dict[str, Any]:
        """`requests` of the answer: how many there were since the last control."""
        answer = requests.post(f"{self.endpoint}control", json=asked, timeout=120)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def measure(*, rounds: int, rows: int = MANY, most: int = MOST) -> None:
    """Print what each part found, and at last one JSON object."""
    with _stub() as stub, tempfile.TemporaryDirectory(prefix="pervichka-bench-") as folder:
        stub.control(rows=rows, density=DENSITY, seconds=COMMAND_SECONDS)
        with _application(stub, f"sqlite:///{folder}/read.db") as (application, portal):
            bench = _Bench(stub, application, portal)
            found: dict[str, float | None] = {
                "ratio": bench.ratio(rounds, COUNTING_SECONDS),
                "ratio_uncounted": bench.ratio(rounds, 0.0),
                **bench.lost(),
                "http_requests": bench.requests,
                "rows_per_s": round(bench.rate),
            }
        stub.control(rows=rows, density=DENSITY)
        found["stored_rows_per_s"] = _stored(stub, f"sqlite:///{folder}/stored.db")
        found["stored_rows_per_s_postgres"] = _stored_in_postgres(stub)
        stub.control(rows=most, density=DENSITY, limited=True)
        with _application(stub, f"sqlite:///{folder}/limited.db") as (application, portal):
            found["limit_ratio"] = _limit_ratio(_Bench(stub, application, portal), most)
    print(json.dumps(found))


class _Bench:
    def __init__(self, stub: Stub, application: Application, portal: PortalRow) -> None:
        self._stub = stub
        self._application = application
        self._portal = portal
        self.requests = 0
        """The most that one reading of ours took."""
        self.rate = 0.0

    def ratio(self, rounds: int, counting: float) -> float:
        """How many times as fast: the median of the rounds, each a pair, so that a busy machine slows both."""
        self._stub.control(counting=counting)
        ratios, rates = [], []
        for number in range(rounds):
            ours, theirs = self.ours(), self.theirs()
            if len(ours.rows) != len(theirs.rows):
                raise SystemExit(f"Строк прочитано {len(ours.rows)} и {len(theirs.rows)}.")
            self.requests = max(self.requests, ours.requests)
            ratios.append(theirs.seconds / ours.seconds)
            rates.append(ours.rate)
            print(
                f"{number + 1}/{rounds} counting {counting * 1e6:.2f} µs  ours {ours.seconds:6.2f} s {ours.requests}"
                f" requests  fast_bitrix24 {theirs.seconds:6.2f} s {theirs.requests}",
                flush=True,
            )
        self.rate = median(rates)
        return round(median(ratios), 2)

    def lost(self) -> dict[str, int]:
        """Rows that lived through a reading and were not in it, while others were added and deleted."""
        self._stub.control(counting=COUNTING_SECONDS)
        found = {}
        for name, read in (("lost_rows", self.ours), ("peer_lost_rows", self.theirs)):
            self._stub.control(churn=True)
            run = read(keep_count=True)
            told = self._stub.control()
            found[name] = len(set(told["lived"]) - {row["id"] for row in run.rows})
            print(f"{name}: {found[name]}; {told['gone']} rows were deleted in {run.seconds:.1f} s", flush=True)
        return found

    def ours(self, *, keep_count: bool = False) -> Run:
        """All rows into a list, through the product's client: its token, bucket, request log."""
        with self._application.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM bucket")
        if not keep_count:
            self._stub.control()
        gc.collect()
        started = time.perf_counter()
        reader = BulkReader(self._application.client(self._portal), source_of(DEAL))
        rows: list[Row] = []
        for portion in reader.read(reader.probe()):
            rows += portion.rows
        seconds = time.perf_counter() - started
        return Run(rows, seconds, 0 if keep_count else self._stub.control()["requests"])

    def theirs(self, *, keep_count: bool = False) -> Run:
        """fast_bitrix24 as its own page tells, with a full pool of requests."""
        if not keep_count:
            self._stub.control()
        gc.collect()
        started = time.perf_counter()
        reader = Bitrix(f"{self._stub.endpoint}1/secret/", verbose=False)
        rows = reader.get_all("crm.item.list", {"entityTypeId": 2})
        seconds = time.perf_counter() - started
        return Run(rows, seconds, 0 if keep_count else self._stub.control()["requests"])


def _stored(stub: Stub, url: str) -> int:
    """Rows a second from the portal into the database, as a worker reads them."""
    with _application(stub, url) as (application, portal):
        ctx = application.context(portal)
        started = time.perf_counter()
        reading = mirroring.read(ctx, DEAL, stop=lambda: False)
        seconds = time.perf_counter() - started
        with ctx.store.reading() as tx:
            kept = tx.mirror.sum(DEAL).count
    if kept != reading.rows:
        raise SystemExit(f"Прочитано {reading.rows} строк, в базе {kept}.")
    print(f"{url.partition(':')[0]}: {kept} rows stored in {seconds:.1f} s", flush=True)
    return round(kept / seconds)


def _stored_in_postgres(stub: Stub) -> int | None:
    """The same; None where there is no PostgreSQL."""
    try:
        with server(durable=True) as place, fresh_database(place) as url:
            return _stored(stub, url)
    except ToolMissing as missing:
        print(missing, flush=True)
        return None


def _limit_ratio(bench: _Bench, rows: int) -> float:
    """Seconds over what the portal's bucket (50, and two a second) allows at the best."""
    run = bench.ours()
    if len(run.rows) != rows:
        raise SystemExit(f"Строк прочитано {len(run.rows)} из {rows}.")
    print(f"limited: {rows} rows in {run.seconds:.1f} s, {run.requests} requests", flush=True)
    return round(run.seconds / ((-(-rows // 2500) - 50) / 2), 3)


@contextmanager
def _stub() -> Iterator[Stub]:
    command = [sys.executable, "-m", "bench.mirror_stub"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield Stub(int(process.stdout.readline()))
        process.stdin.close()
        process.wait(timeout=60)


@contextmanager
def _application(stub: Stub, url: str) -> Iterator[tuple[Application, PortalRow]]:
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)
    settings = Settings(
        _env_file=None, database_url=url, app_url="http://127.0.0.1", qr_key="q" * 32,
        encryption_keys=(Fernet.generate_key().decode(),), portals_allowed=(stub.place,),
    )  # fmt: skip
    application = build(settings, ring=lambda: None)
    application.database.migrate()
    now = datetime.now(UTC)
    address = PortalAddress("a223c6b3710f85df22e9377d6c4f7553", stub.place, stub.endpoint, stub.endpoint)
    tokens = TokenPair("access", "refresh", now + timedelta(hours=1), 1)
    portal = application.portals.upsert_install(address, tokens=tokens, application_token="t" * 32, at=now)
    try:
        yield application, portal
    finally:
        application.close()
