"""A PostgreSQL to test and measure on: TEST_POSTGRES_URL, else a cluster of our own, if Debian's package is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.tools import ToolMissing

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql/bin"))


@contextmanager
def server(*, durable: bool) -> Iterator[str]:
    """The URL of a server; `durable`: its commits wait for the disk. Raises ToolMissing."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    if os.geteuid() != 0 or not (BINARIES / "initdb").exists():
        raise ToolMissing(
            "Нет PostgreSQL: задайте TEST_POSTGRES_URL или поставьте пакет postgresql (apt-get install postgresql)."
        )
    home = Path(tempfile.mkdtemp(prefix="pervichka-pg-"))
    shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    _as_postgres(BINARIES / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync", "-U", "postgres")
    options = f"-c listen_addresses='' -k {home} -c max_connections=200 -c fsync={'on' if durable else 'off'}"
    control = (BINARIES / "pg_ctl", "-D", data, "-w", "-l", home / "log")
    _as_postgres(*control, "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={home}"
    finally:
        _as_postgres(*control, "-m", "immediate", "stop")
        shutil.rmtree(home)


@contextmanager
def fresh_database(server_url: str, *, template: str = "template1") -> Iterator[str]:
    """A database of its own, gone after the block."""
    name = f"pervichka_{uuid4().hex[:12]}"
    command(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield named(server_url, name)
    finally:
        command(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def command(server_url: str, statement: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement.encode())


def named(server_url: str, name: str) -> str:
    """The URL of another database of the server."""
    base, _, query = server_url.partition("?")
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _as_postgres(*words: object) -> None:
    subprocess.run(
        ["runuser", "-u", "postgres", "--", *map(str, words)], check=True, stdout=subprocess.DEVNULL, cwd="/"
    )
