"""The processes apart, as Procfile and docker/compose.yaml start them: the same commands, without Docker."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from cryptography.fernet import Fernet

from app import cli
from app.bootstrap import build
from app.ports.access import TokenPair
from app.serve.port import HeldPort
from app.serve.redis import own_redis
from config.settings import Settings
from tests.store.samples import an_address

ROOT = Path(__file__).resolve().parents[2]


def procfile() -> dict[str, list[str]]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: shlex.split(command) for name, _, command in (line.partition(": ") for line in lines)}


def composed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())["services"]
    return found


def test_the_procfile_and_docker_start_the_same_commands() -> None:
    ours = {name: service["command"] for name, service in composed().items() if name not in ("db", "redis")}
    for name, command in procfile().items():
        in_docker = ours["migrate" if name == "release" else name]
        assert [part.replace("${PORT:-8000}", "8000") for part in command] == in_docker
        assert command[:3] == ["python", "-m", "app"]


def test_the_image_can_copy_the_database_that_stands_beside_it() -> None:
    """pg_dump: "cannot dump from PostgreSQL servers newer than its own major version" is how a backup would end."""
    client = re.search(r"postgresql-client-(\d+)", (ROOT / "docker" / "Dockerfile").read_text())
    server = re.fullmatch(r"postgres:(\d+)", composed()["db"]["image"])
    assert client and server
    assert client[1] == server[1]


def test_every_variable_of_the_example_is_a_setting() -> None:
    lines = (ROOT / "docker" / "env.example").read_text().splitlines()
    names = {line.partition("=")[0].lower() for line in lines if "=" in line and not line.startswith("#")}
    assert names - {"postgres_password"} <= set(Settings.model_fields)


@pytest.fixture
def environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    with HeldPort() as port:
        role, redis_url = own_redis(port.number)
        variables = {
            "DATABASE_URL": database_url, "REDIS_URL": redis_url, "APP_URL": "https://app.example",
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(), "QR_KEY": "k" * 32,
        }  # fmt: skip
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        redis = subprocess.Popen(role.command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert redis.stdin is not None
        with redis.stdin as pipe:
            pipe.write(role.stdin)
        yield {**os.environ, **variables}
        redis.terminate()
        redis.wait()


def until(what: Callable[[], bool], seconds: float = 400) -> None:
    ends, pause = time.monotonic() + seconds, threading.Event()
    while not what():
        assert time.monotonic() < ends, "it did not happen"
        pause.wait(0.2)


def is_looking(port: int) -> bool:
    """Whether a worker has looked at the portal: beat told Redis, Redis a worker, the worker the database."""
    try:
        found = requests.get(f"http://127.0.0.1:{port}/ready", timeout=20)
    except requests.RequestException:
        return False
    return found.status_code == 200 and found.json()["last_look_s"] is not None


@pytest.mark.timeout(600)
def test_the_processes_apart_do_the_work(environment: dict[str, str], tmp_path: Path) -> None:
    assert cli.main(["migrate"]) == 0
    application = build(Settings.load(), ring=lambda: None)
    now = application.clock.now()
    pair = TokenPair("access-secret", "refresh-secret", now, 1)
    application.portals.upsert_install(an_address("first"), tokens=pair, application_token="a", at=now)
    application.close()
    with ExitStack() as stack, (tmp_path / "log").open("wb") as log:
        port = stack.enter_context(HeldPort()).number
        for name in ("web", "worker", "beat"):
            here = {"${PORT:-8000}": str(port), "0.0.0.0": "127.0.0.1"}
            told = [here.get(part, part) for part in procfile()[name][1:]]
            process = subprocess.Popen([sys.executable, *told], cwd=ROOT, env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        until(lambda: is_looking(port))
