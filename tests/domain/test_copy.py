import pytest

from app.domain.copy import CopyKind, kind_of
from app.errors import CopyRefused


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4", CopyKind.PDF),
        (b"\r\njunk of a scanner %PDF-1.7", CopyKind.PDF),
        (b"\xff\xd8\xff\xe1", CopyKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", CopyKind.PNG),
        (b"MM\0*", CopyKind.TIFF),
        (b"RIFF\x10\0\0\0WEBPVP8 ", CopyKind.WEBP),
    ],
)
def test_the_kind_is_known_by_the_first_bytes(head: bytes, kind: CopyKind) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize("head", [b"", b"PK\3\4", b"MZ", b"RIFF\x10\0\0\0WAVE", b"<svg>", b"GIF89a", b"\xff\xd8"])
def test_anything_else_is_refused(head: bytes) -> None:
    with pytest.raises(CopyRefused):
        kind_of(head)
