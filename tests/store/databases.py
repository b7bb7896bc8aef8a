"""The databases that the store is tested on: SQLite always, PostgreSQL where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app.store.database import Database

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql/bin"))
missing: dict[str, str] = {}
"""Why PostgreSQL was not tested, under the one key `why`."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server: TEST_POSTGRES_URL, else a cluster of our own that lives as long as the tests."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    if os.geteuid() != 0 or not (BINARIES / "initdb").exists():
        missing["why"] = "no TEST_POSTGRES_URL, and Debian's postgresql is absent or we are not root"
        pytest.skip(missing["why"])
    home = Path(tempfile.mkdtemp(prefix="pervichka-pg-"))
    shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    _as_postgres(BINARIES / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync", "-U", "postgres")
    options = f"-c listen_addresses='' -k {home} -c max_connections=200 -c fsync=off"
    control = (BINARIES / "pg_ctl", "-D", data, "-w", "-l", home / "log")
    _as_postgres(*control, "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={home}"
    finally:
        _as_postgres(*control, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """A migrated database that each test's own is copied from."""
    name = f"pervichka_template_{uuid4().hex[:8]}"
    _command(postgres_server, f"CREATE DATABASE {name}")
    database = Database(_named(postgres_server, name))
    database.migrate()
    database.dispose()
    yield name
    _command(postgres_server, f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "store.db")
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"pervichka_{uuid4().hex[:12]}"
    _command(server, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    yield _named(server, name)
    _command(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.dispose()


def pytest_unconfigure(config: pytest.Config) -> None:
    """After the count of tests, so that the last line says what was not tested."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and "why" in missing:
        # Several conftests share this hook: one line is enough.
        reporter.write_line(f"PostgreSQL was NOT tested: {missing.pop('why')}", yellow=True)


def _as_postgres(*command: object) -> None:
    words = ["runuser", "-u", "postgres", "--", *map(str, command)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _command(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _named(server: str, name: str) -> str:
    base, _, query = server.partition("?")
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
