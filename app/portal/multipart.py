"""A multipart body of one file, read from the disk as it is sent: nothing is held in memory."""

from __future__ import annotations

import secrets
from pathlib import Path
from types import TracebackType
from typing import BinaryIO


class FileBody:
    """`with FileBody("file", "акт.pdf", path) as body: post(url, data=body)`; it knows its length."""

    def __init__(self, field: str, name: str, path: Path) -> None:
        self._path = path
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        disposition = f'form-data; name="{_quoted(field)}"; filename="{_quoted(name)}"'
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
        self._head = head.encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._length = len(self._head) + path.stat().st_size + len(self._tail)
        self._file: BinaryIO | None = None

    def __enter__(self) -> FileBody:
        self._file = self._path.open("rb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """What http.client asks for, block by block."""
        if self._head:
            head, self._head = self._head, b""
            return head
        chunk = self._file.read(size) if self._file else b""
        if chunk:
            return chunk
        tail, self._tail = self._tail, b""
        return tail


def _quoted(text: str) -> str:
    """As browsers do it (HTML, multipart/form-data): UTF-8 as it is, three characters escaped."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
