"""The mark of a document: the text of the QR that we print on it and look for on the signed copy."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass

_TAG_BYTES = 10  # 80 bits: out of reach for guessing, 16 characters to print
_SHAPE = re.compile(
    r"PERVICHKA:ACT:([0-9A-Z]{1,32}):([1-9][0-9]{0,17}):([1-9][0-9]{0,5}):([A-Z2-7]{16})", re.ASCII
)
_PORTAL = re.compile(r"[0-9a-z]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DocumentMark:
    """Which act, in which revision, of which portal; `portal` is a short tag in [0-9a-z]."""

    portal: str
    act_id: int
    revision: int

    def __post_init__(self) -> None:
        if not _PORTAL.fullmatch(self.portal):
            raise ValueError("a portal's tag is 1 to 32 characters of [0-9a-z]")
        if not (0 < self.act_id < 10**18 and 0 < self.revision < 10**6):
            raise ValueError("an act's id and revision are counted from one")


def mark_text(mark: DocumentMark, key: bytes) -> str:
    """Return what the QR says: upper case and digits, for which QR has a denser mode and so larger dots."""
    body = f"PERVICHKA:ACT:{mark.portal.upper()}:{mark.act_id}:{mark.revision}"
    return f"{body}:{_tag(body, key)}"


def read_mark(text: str, key: bytes) -> DocumentMark | None:
    """Return the mark, or None when the QR is somebody else's or was not made with this key."""
    found = _SHAPE.fullmatch(text)
    if not found:
        return None
    body, _, tag = text.rpartition(":")
    if not hmac.compare_digest(tag, _tag(body, key)):
        return None
    return DocumentMark(found[1].lower(), int(found[2]), int(found[3]))


def _tag(body: str, key: bytes) -> str:
    if not key:
        raise ValueError("marks need a key")
    return b32encode(hmac.digest(key, body.encode(), "sha256")[:_TAG_BYTES]).decode()
