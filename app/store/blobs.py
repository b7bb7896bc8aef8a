"""Files on their way to the shared drive, in chunks: printed forms and signed copies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from sqlalchemy import delete, insert, select, update

from app.errors import CopyRefused, NotFound
from app.ports.office import Clock
from app.store.database import Database
from app.store.schema import blob, blob_chunk

CHUNK = 256 * 1024
LIMIT = 25 * 1024 * 1024
_ABANDONED = timedelta(hours=1)
_LONGEST_NAME = 255


class StoredBlobs:
    """Implements Blobs. Each chunk is a short transaction: an upload must not hold other writers up."""

    def __init__(self, database: Database, portal_id: int, clock: Clock, *, limit: int = LIMIT) -> None:
        self._database = database
        self._portal_id = portal_id
        self._clock = clock
        self._limit = limit

    def put(self, stream: BinaryIO, name: str) -> int:
        blob_id = self._begin(name[:_LONGEST_NAME])
        try:
            size = self._pour(blob_id, stream)
        except BaseException:
            self.remove(blob_id)
            raise
        with self._database.write() as connection:
            mine = (blob.c.portal_id == self._portal_id, blob.c.id == blob_id)
            connection.execute(update(blob).where(*mine).values(size=size, is_whole=True))
        return blob_id

    def name(self, blob_id: int) -> str:
        """Raises NotFound."""
        mine = (blob.c.portal_id == self._portal_id, blob.c.id == blob_id, blob.c.is_whole)
        with self._database.read() as connection:
            found = connection.execute(select(blob.c.name).where(*mine)).scalar_one_or_none()
        if found is None:
            raise NotFound("Файл не найден: загрузите его ещё раз.")
        return str(found)

    @contextmanager
    def as_file(self, blob_id: int) -> Iterator[Path]:
        """The temporary file has a name of ours and the blob's ending. Raises NotFound."""
        ending = PurePosixPath(self.name(blob_id)).suffix
        with tempfile.TemporaryDirectory(prefix="pervichka-") as folder:
            path = Path(folder) / f"blob{ending if ending.isascii() and ending[1:].isalnum() else ''}"
            with path.open("wb") as file:
                for chunk in self._chunks(blob_id):
                    file.write(chunk)
            yield path

    def remove(self, blob_id: int) -> None:
        with self._database.write() as connection:
            for table, column in ((blob_chunk, blob_chunk.c.blob_id), (blob, blob.c.id)):
                connection.execute(delete(table).where(table.c.portal_id == self._portal_id, column == blob_id))

    def prune(self, now: datetime) -> int:
        """Remove uploads that were never finished; return how many."""
        abandoned = select(blob.c.id).where(
            blob.c.portal_id == self._portal_id, ~blob.c.is_whole, blob.c.created_at < now - _ABANDONED
        )
        with self._database.read() as connection:
            gone = list(connection.scalars(abandoned))
        for blob_id in gone:
            self.remove(blob_id)
        return len(gone)

    def _begin(self, name: str) -> int:
        new = {
            "portal_id": self._portal_id,
            "name": name,
            "size": 0,
            "is_whole": False,
            "created_at": self._clock.now(),
        }
        with self._database.write() as connection:
            return int(connection.execute(insert(blob).values(new).returning(blob.c.id)).scalar_one())

    def _pour(self, blob_id: int, stream: BinaryIO) -> int:
        size = n = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > self._limit:
                raise CopyRefused(
                    f"Файл больше {self._limit // 1024**2} МБ: уменьшите его (например, сохраните скан с меньшим "
                    "разрешением) и загрузите ещё раз."
                )
            values = {"portal_id": self._portal_id, "blob_id": blob_id, "n": n, "content": chunk}
            # The last write makes the whole durable: until then the blob is not one.
            with self._database.write(durable=False) as connection:
                connection.execute(insert(blob_chunk).values(values))
            n += 1
        return size

    def _chunks(self, blob_id: int) -> Iterator[bytes]:
        n = 0
        while True:
            query = select(blob_chunk.c.content).where(
                blob_chunk.c.portal_id == self._portal_id, blob_chunk.c.blob_id == blob_id, blob_chunk.c.n == n
            )
            with self._database.read() as connection:
                chunk = connection.execute(query).scalar_one_or_none()
            if chunk is None:
                return
            yield chunk
            n += 1
