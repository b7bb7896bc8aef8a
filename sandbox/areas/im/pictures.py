"""What a picture's first bytes tell of its size («Размер картинки»): PNG, GIF and JPEG."""

from __future__ import annotations

import base64
import binascii
import struct
from typing import Any

LARGEST = 5000
OF_PNG, OF_GIF = 24, 10
JPEG_FRAMES = {0xC0, 0xC1, 0xC2}


def decoded(text: Any) -> bytes | None:
    """A picture out of its base64, or None."""
    try:
        content = base64.b64decode(str(text or ""), validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if size(content) is not None else None


def size(content: bytes) -> tuple[int, int] | None:
    """(width, height), or None: this is no picture."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= OF_PNG:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= OF_GIF:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _of_jpeg(content) if content[:2] == b"\xff\xd8" else None


def _of_jpeg(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(content):
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + max(length, 2)
    return None
