"""The database: one schema in code and migrations, migrated by several processes at once, files in chunks."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select

from app.errors import CopyRefused, NotFound, StoreFull
from app.store.blobs import CHUNK, LIMIT, StoredBlobs
from app.store.columns import to_microseconds
from app.store.database import Database
from app.store.portals import PortalRow
from app.store.schema import blob, blob_chunk, metadata, portal
from app.store.store import PortalStore
from tests.store.samples import HandClock, an_act

MIGRATE = "import sys; from app.store.database import Database; Database(sys.argv[1]).migrate()"


def test_the_migrations_make_what_the_code_says(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            difference for difference in compare_metadata(context, metadata) if "document_search" not in str(difference)
        ]
        assert differences == []
        partial = {index["name"] for index in inspect(connection).get_indexes("inbox") if index["unique"]}
        assert "inbox_lane" in partial


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    started = [subprocess.Popen([sys.executable, "-c", MIGRATE, url]) for _ in range(4)]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0, 0]
    database = Database(url)
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(portal)) == 0
    database.dispose()


def test_sqlite_waits_for_the_disk_and_does_not_block_readers(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("SQLite's own settings")
    with database.write() as connection:
        names = ("journal_mode", "synchronous", "busy_timeout")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names] == ["wal", 2, 10_000]
        with database.read() as reader:
            assert reader.scalar(select(func.count()).select_from(portal)) == 0


def test_a_full_disk_is_said_to_be_full(database: Database, store: PortalStore) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL cannot be given a small disk here")
    with pytest.raises(StoreFull), database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        for n in range(500):
            connection.exec_driver_sql("CREATE TABLE big" + str(n) + " (x)")
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
    with store.transaction() as tx:
        assert tx.acts.add(an_act()).id


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        to_microseconds(datetime(2026, 1, 1))  # noqa: DTZ001
    assert to_microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == 1_000_000


@pytest.fixture
def blobs(database: Database, portal: PortalRow, clock: HandClock) -> StoredBlobs:
    return StoredBlobs(database, portal.id, clock)


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 5])
def test_a_file_comes_back_as_it_was(blobs: StoredBlobs, size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    blob_id = blobs.put(io.BytesIO(content), "Акт № 1.pdf")
    assert blobs.name(blob_id) == "Акт № 1.pdf"
    with blobs.as_file(blob_id) as path:
        assert path.read_bytes() == content
        assert path.suffix == ".pdf"
    assert not path.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "x.p/df", "a.пдф", "b.", ".sh;rm", "п" * 999 + ".pdf"])
def test_a_hostile_name_is_a_name_and_no_path(blobs: StoredBlobs, name: str) -> None:
    blob_id = blobs.put(io.BytesIO(b"x"), name)
    with blobs.as_file(blob_id) as path:
        assert path.stem == "blob"
        assert path.parent.name.startswith("pervichka-")


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(blobs: StoredBlobs, database: Database) -> None:
    with pytest.raises(CopyRefused, match="25 МБ"):
        blobs.put(io.BytesIO(bytes(LIMIT + 1)), "big.pdf")
    with database.read() as connection:
        for table in (blob, blob_chunk):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_another_portal_has_no_such_file(
    blobs: StoredBlobs, database: Database, other_portal: PortalRow, clock: HandClock
) -> None:
    blob_id = blobs.put(io.BytesIO(b"x"), "a.pdf")
    others = StoredBlobs(database, other_portal.id, clock)
    with pytest.raises(NotFound), others.as_file(blob_id):
        pass
    others.remove(blob_id)
    assert blobs.name(blob_id) == "a.pdf"


class Broken(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError("the browser went away")


def test_an_upload_that_breaks_off_leaves_nothing(blobs: StoredBlobs, database: Database, clock: HandClock) -> None:
    with pytest.raises(OSError, match="went away"):
        blobs.put(Broken(), "a.pdf")
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(blob)) == 0
    assert blobs.prune(clock.now()) == 0
