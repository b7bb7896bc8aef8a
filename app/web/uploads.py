"""Files that people upload: streamed to the store, never by their declared type, never under their whole name."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import request

from app.domain.drive import clean_name
from app.errors import InboundRefused
from app.ports import Blobs
from app.store.blobs import LIMIT

_FRAME = 64 * 1024
"""What the multipart form needs beside the file."""


def widen() -> None:
    """Let this request carry a file; to be called before its form is touched."""
    request.max_content_length = LIMIT + _FRAME


def take(blobs: Blobs) -> int | None:
    """Store the file of the form and return its blob; None when none was sent. Raises CopyRefused beyond 25 MB."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    return blobs.put(cast(BinaryIO, file.stream), clean_name(file.filename.replace("\\", "/").rpartition("/")[2]))


def must_take(blobs: Blobs) -> int:
    blob_id = take(blobs)
    if blob_id is None:
        raise InboundRefused("Файл не приложен: выберите скан или фотографию подписанного акта.", 400)
    return blob_id
