"""The databases that the store is tested on: SQLite always, PostgreSQL where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from app.store.database import Database
from bench import postgres
from bench.tools import ToolMissing

missing: dict[str, str] = {}
"""Why PostgreSQL was not tested, under the one key `why`."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server: TEST_POSTGRES_URL, else a cluster of our own that lives as long as the tests."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.server(durable=False))
        except ToolMissing as why:
            missing["why"] = str(why)
            pytest.skip(missing["why"])
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """A migrated database that each test's own is copied from."""
    name = f"pervichka_template_{uuid4().hex[:8]}"
    postgres.command(postgres_server, f"CREATE DATABASE {name}")
    database = Database(postgres.named(postgres_server, name))
    database.migrate()
    database.dispose()
    yield name
    postgres.command(postgres_server, f"DROP DATABASE {name}")


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
    template = request.getfixturevalue("postgres_template")
    with postgres.fresh_database(request.getfixturevalue("postgres_server"), template=template) as url:
        yield url


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
