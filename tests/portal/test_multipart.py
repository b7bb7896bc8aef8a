"""The streamed body of one file."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from app.portal.multipart import FileBody


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\r\n--x\r\n", bytes(200_000)])
def test_it_is_as_long_as_it_says_and_holds_the_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with FileBody("file", "act.pdf", path) as body:
        read = b"".join(iter(lambda: body.read(8192), b""))
        assert len(read) == len(body)
    parsed = message_from_bytes(f"Content-Type: {body.content_type}\r\n\r\n".encode() + read)
    (file,) = [part for part in parsed.walk() if not part.is_multipart()]
    assert (file.get_filename(), file.get_payload(decode=True)) == ("act.pdf", content)


def test_a_name_cannot_break_out_of_its_header(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    with FileBody("file", 'a"\r\nX-Evil: 1', path) as body:
        assert b'filename="a%22%0D%0AX-Evil: 1"' in body.read(10_000)
