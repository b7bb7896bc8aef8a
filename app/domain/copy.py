"""Signed copy («Подписанная копия»): a file that came back from the client, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.errors import CopyRefused

HEAD_BYTES = 1024
MAX_PAGES = 20


class CopyKind(StrEnum):
    """What the file is by its content; its name and declared type are not asked."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"

    @property
    def suffix(self) -> str:
        """The file name's ending, with the dot."""
        return ".jpg" if self is CopyKind.JPEG else f".{self.value}"


@dataclass(frozen=True, slots=True)
class CopyReading:
    """A copy that could be opened: `marks` are the texts of all QR codes found, page after page."""

    kind: CopyKind
    pages: int
    marks: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return self.kind.suffix


def kind_of(head: bytes) -> CopyKind:
    """Return the kind by the file's first HEAD_BYTES. Raises CopyRefused for what is no PDF or image."""
    if not head:
        raise CopyRefused("Файл пустой. Приложите скан или фотографию подписанного акта.")
    if b"%PDF-" in head[:HEAD_BYTES]:  # readers allow a little before it, and some scanners put it there
        return CopyKind.PDF
    for kind, starts in _STARTS.items():
        if head.startswith(starts):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return CopyKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise CopyRefused("Фотографии HEIC не читаются. Сохраните снимок как JPEG или PDF и приложите снова.")
    raise CopyRefused(
        "Это не PDF и не изображение. Приложите скан или фотографию: PDF, JPEG, PNG, TIFF, WebP."
    )


_STARTS = {
    CopyKind.JPEG: (b"\xff\xd8\xff",),
    CopyKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    CopyKind.TIFF: (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
}
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
