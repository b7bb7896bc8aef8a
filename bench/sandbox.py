"""Sandbox («Песочница»): how much of the server's speed is left when an answer is made, instead of being a constant.

Authorization, projection and the request log are on; the limiter is off and commands cost nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

from bench.tools import require

# One: with more, the constant gains from waiting for the network, and the answer loses to threads changing places.
CONNECTIONS = 1
BODIES = 200
COMMANDS = 50
PAGE = 50
DEALS = 2
SCRIPT = Path(__file__).with_name("sandbox.lua")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of wrk; `rps` counts answers."""

    requests: int
    seconds: float
    p99_ms: float
    bytes: int

    @property
    def rps(self) -> float:
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Site:
    """A sandbox with `last - first + 1` deals made for the measurement."""

    url: str
    auth: str
    first: int
    last: int


def measure(*, rows: int, rounds: int, seconds: int) -> None:
    """Alternate answers and constants, print each run and at last one JSON object with the medians."""
    wrk = require("wrk", "wrk")
    with tempfile.TemporaryDirectory(prefix="pervichka-bench-") as folder, _server(rows) as site:
        shots = _shots(site, Path(folder))
        found: dict[str, list[Run]] = {name: [] for name in shots}
        for number in range(rounds):
            for name, (path, bodies) in shots.items():
                run = _fire(wrk, site.url + path, bodies, seconds)
                found[name].append(run)
                print(f"{number + 1}/{rounds} {name:15} {run.rps:8.1f} rps  p99 {run.p99_ms:7.1f} ms", flush=True)
        _check_log(site, sum(run.requests for name in ("single", "batch") for run in found[name]))
    print(json.dumps(summary(found)))


def _shots(site: Site, folder: Path) -> dict[str, tuple[str, Path]]:
    """What is fired at what; the constants have the size of a real answer to the same body."""
    random, shots = Random(1), {}
    for name, method, make in (("single", "crm.item.list", single_body), ("batch", "batch", batch_body)):
        bodies = [make(site, random) for _ in range(BODIES)]
        (folder / name).write_text("\n".join(json.dumps(body) for body in bodies) + "\n")
        size = _checked_size(site, method, bodies[0])
        shots[f"{name}_constant"] = (f"/constant/{size}", folder / name)
        shots[name] = (f"/rest/{method}", folder / name)
    return shots


def _window(site: Site, random: Random) -> dict[str, Any]:
    after = random.randint(site.first, site.last - PAGE)
    return {"entityTypeId": DEALS, "filter": {">id": after}, "order": {"id": "ASC"}, "start": -1}


def single_body(site: Site, random: Random) -> dict[str, Any]:
    """A page of fifty by a window of numbers, as one reads a long list."""
    return {"auth": site.auth, **_window(site, random)}


def batch_body(site: Site, random: Random) -> dict[str, Any]:
    """Fifty such pages."""
    commands = {}
    for number in range(COMMANDS):
        after = _window(site, random)["filter"][">id"]
        query = f"entityTypeId={DEALS}&filter[>id]={after}&order[id]=ASC&start=-1"
        commands[f"page{number}"] = f"crm.item.list?{query}"
    return {"auth": site.auth, "halt": 0, "cmd": commands}


def _checked_size(site: Site, method: str, body: Mapping[str, Any]) -> int:
    """Bytes of the answer. Raises SystemExit where it is not the fifty rows that it must be."""
    text = _post(f"{site.url}/rest/{method}", body)
    answer = json.loads(text)
    pages = answer["result"]["result"].values() if method == "batch" else [answer["result"]]
    rows = [len(page["items"]) for page in pages]
    if rows != [PAGE] * (COMMANDS if method == "batch" else 1):
        raise SystemExit(f"{method}: строк в ответе {rows}.")
    return len(text)


def _check_log(site: Site, requests: int) -> None:
    """The newest row's number is how many calls were logged: none of what was answered may be missing."""
    newest = json.loads(_post(f"{site.url}/sandbox/api/log", {"limit": 1}))["log"][0]["id"]
    if newest < requests:
        raise SystemExit(f"В журнале {newest} вызовов, ответов {requests}.")


def _post(url: str, body: Mapping[str, Any]) -> bytes:
    asked = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 (our own server)
    with urlopen(asked, timeout=60) as answer:  # noqa: S310
        return bytes(answer.read())


def _fire(wrk: str, url: str, bodies: Path, seconds: int) -> Run:
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), url]
    said = subprocess.run([*command, "--", str(bodies)], check=True, capture_output=True, text=True).stdout
    found = json.loads(said.rpartition("RESULT ")[2])
    if found.pop("errors"):
        raise SystemExit(f"Не все ответы были 200:\n{said}")
    return Run(**found)


@contextmanager
def _server(rows: int) -> Iterator[Site]:
    command = [sys.executable, "-m", "bench.portal", str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise SystemExit("Песочница не запустилась.")
        yield Site(**json.loads(line))
        process.stdin.close()
        process.wait(timeout=60)


def summary(found: Mapping[str, list[Run]]) -> dict[str, float]:
    """Medians over the rounds; a ratio is taken within its round, so that a busy machine slows both sides."""
    return {
        "single_ratio": _ratio(found, "single"),
        "batch_ratio": _ratio(found, "batch"),
        "batch_rows_per_s": round(median(run.rps for run in found["batch"]) * COMMANDS * PAGE),
    }


def _ratio(found: Mapping[str, list[Run]], name: str) -> float:
    pairs = zip(found[name], found[f"{name}_constant"], strict=True)
    return round(median(run.rps / constant.rps for run, constant in pairs), 3)
