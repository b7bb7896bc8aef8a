import io
import os
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from app.connectors import copies
from app.connectors.copies import ConfinedCopies
from app.connectors.forms import TypstForms
from app.domain.copy import CopyKind
from app.errors import CopyRefused
from tests.connectors.test_forms import ACT, FOLDER, INVOICE

MARK = ACT.qr_text
read_copy = ConfinedCopies().read


@pytest.fixture(scope="module")
def act() -> bytes:
    return TypstForms(FOLDER).print_act(ACT)


@pytest.fixture
def came(tmp_path: Path) -> Path:
    return tmp_path / "скан.bin"


def scan(pdf: bytes, dpi: int = 200) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture: Image.Image = page.render(scale=dpi / 72).to_pil()
    return picture.convert("RGB")


def saved(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def pdf_of(objects: Iterable[bytes]) -> bytes:
    """A PDF of these objects, the first being its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(body))
    return body + head + table + tail


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


def one_page(box: bytes, content: bytes, resources: bytes = b"", rest: Iterable[bytes] = ()) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>>>" % (box, resources)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content, *rest])


def vast() -> bytes:
    return one_page(b"[0 0 10000000 10000000]", stream(b""))


def inflating() -> bytes:
    """A gigabyte and a half of drawing in a few kilobytes: one block, over and over, squeezed again."""
    drawing, step = zlib.compressobj(9), b"0 0 m 9 9 l S " * 2**16
    first = drawing.compress(step) + drawing.flush(zlib.Z_FULL_FLUSH)
    block = drawing.compress(step) + drawing.flush(zlib.Z_FULL_FLUSH)
    squeezed = first + block * 1700 + drawing.flush()
    return one_page(b"[0 0 600 800]", stream(zlib.compress(squeezed), b"/Filter[/FlateDecode/FlateDecode]"))


def forms_in_forms() -> bytes:
    """Ten drawings, each of ten drawings, twelve deep."""
    ten = b"/F Do " * 10
    kind = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
    inner = [stream(ten, kind + b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + depth)) for depth in range(12)]
    last = stream(b"0 0 m 600 800 l S", kind)
    return one_page(b"[0 0 600 800]", stream(ten), b"/XObject<</F 5 0 R>>", [*inner, last])


def pages_of(count: int) -> bytes:
    kids = b"3 0 R " * count
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page])


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(width // 8 + 1)) for _ in range(height)) + rows.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(2**24))
    return file.getvalue()


def locked() -> bytes:
    """A PDF whose keys fit no empty password."""
    encrypt = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
    made = one_page(b"[0 0 600 800]", stream(b""), rest=[encrypt])
    return made.replace(b"/Root 1 0 R", b"/Encrypt 5 0 R/ID[<00><00>]/Root 1 0 R")


def test_the_printed_act_itself_is_read(came: Path, act: bytes) -> None:
    came.write_bytes(act)
    reading = read_copy(came)
    assert (reading.kind, reading.pages, reading.marks, reading.suffix) == (CopyKind.PDF, 1, (MARK,), ".pdf")


@pytest.mark.parametrize(
    ("kind", "suffix", "how"),
    [("JPEG", ".jpg", {"quality": 60}), ("PNG", ".png", {}), ("TIFF", ".tiff", {"compression": "group4"}),
     ("WEBP", ".webp", {"quality": 50})],
)  # fmt: skip
def test_the_kind_is_what_the_file_is(came: Path, act: bytes, kind: str, suffix: str, how: dict[str, int]) -> None:
    picture = scan(act).convert("1") if kind == "TIFF" else scan(act)
    came.write_bytes(saved(picture, kind, **how))
    reading = read_copy(came)
    assert (reading.kind, reading.suffix, reading.marks) == (kind.lower(), suffix, (MARK,))


def crooked(picture: Image.Image) -> Image.Image:
    turned = picture.rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return turned.filter(ImageFilter.GaussianBlur(1.5))


def on_its_side(picture: Image.Image) -> Image.Image:
    return picture.rotate(90, expand=True)


def faint(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: 110 + value * 0.22)


def photographed(picture: Image.Image) -> Image.Image:
    """From aside, in a shadow that lies across the code."""
    width, height = picture.size
    corners = (-160, -80, -50, height + 160, width + 160, height + 80, width + 80, -160)
    table = picture.transform(
        picture.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=(90, 80, 70)
    )
    light = Image.new("L", table.size, 255)
    light.paste(90, (0, 0, width, height // 9))
    light = light.rotate(8, fillcolor=255).filter(ImageFilter.GaussianBlur(4))
    return ImageChops.multiply(table, Image.merge("RGB", (light, light, light)))


@pytest.mark.parametrize("spoil", [crooked, on_its_side, faint, photographed])
def test_the_code_is_found_on_a_poor_scan(came: Path, act: bytes, spoil: Callable[[Image.Image], Image.Image]) -> None:
    came.write_bytes(saved(spoil(scan(act, 150)), quality=60))
    assert read_copy(came).marks == (MARK,)


def test_every_code_of_every_page_is_told(came: Path, act: bytes) -> None:
    invoice = scan(TypstForms(FOLDER).print_invoice(INVOICE))
    came.write_bytes(saved(scan(act), "PDF", save_all=True, append_images=[invoice], resolution=200))
    reading = read_copy(came)
    assert (reading.pages, reading.marks) == (2, (MARK, INVOICE.qr_text))


def test_a_photo_whose_pages_are_metres_wide_is_read(came: Path, act: bytes) -> None:
    came.write_bytes(saved(scan(act), "PDF", resolution=72))
    assert read_copy(came).marks == (MARK,)


def test_a_readable_copy_without_a_code_has_no_marks(came: Path) -> None:
    came.write_bytes(saved(Image.new("RGB", (1000, 1400), "white")))
    assert read_copy(came).marks == ()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda: b"", "пустой", id="empty"),
        pytest.param(lambda: "Акт подписан\n".encode() * 9, "не PDF и не изображение", id="text"),
        pytest.param(zip_bomb, "не PDF и не изображение", id="zip bomb"),
        pytest.param(lambda: b"\0\0\0\x18ftypheic" + bytes(99), "HEIC", id="heic"),
        pytest.param(vast, "слишком большого размера", id="huge page"),
        pytest.param(lambda: png(30_000, 30_000), "слишком большого размера", id="huge picture"),
        pytest.param(lambda: pages_of(100_000), "100000 страниц, а читается не больше 20", id="many pages"),
        pytest.param(lambda: pages_of(21), "21 страница", id="one page too many"),
        pytest.param(inflating, "слишком сложный", id="nested streams"),
        pytest.param(forms_in_forms, "слишком сложный|слишком долго", id="forms in forms"),
        pytest.param(locked, "защищён паролем", id="password"),
        pytest.param(lambda: b"%PDF-1.7\n" + os.urandom(5000), "повреждён", id="noise"),
        pytest.param(lambda: b"\xff\xd8\xff\xe0" + os.urandom(5000), "повреждён", id="jpeg noise"),
        pytest.param(lambda: b"II*\0" + b"\xff" * 500, "повреждён", id="tiff noise"),
    ],
)
def test_what_is_no_copy_is_refused_with_a_sentence(came: Path, make: Callable[[], bytes], words: str) -> None:
    came.write_bytes(make())
    with pytest.raises(CopyRefused, match=words):
        read_copy(came)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_truncated_file_is_refused(came: Path, act: bytes, share: float) -> None:
    for whole in (act, saved(scan(act))):
        came.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(CopyRefused, match="повреждён"):
            read_copy(came)


def test_a_file_over_the_limit_is_not_opened(came: Path) -> None:
    with came.open("wb") as file:
        file.truncate(copies.MAX_BYTES + 1)
    with pytest.raises(CopyRefused, match="больше 20 МБ"):
        read_copy(came)


@pytest.mark.parametrize(
    ("death", "words"),
    [(f"os.kill(os.getpid(), {signal.SIGXCPU:d})", "слишком долго"), ("os.abort()", "слишком сложный"),
     ("sys.exit(1)", "повреждён")],
)  # fmt: skip
def test_a_reader_that_dies_is_told_by_its_cause(
    came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: str, words: str
) -> None:
    dying = tmp_path / "reader.py"
    dying.write_text(f"import os, sys\n{death}", "utf-8")
    monkeypatch.setattr(copies, "_READER", dying)
    came.write_bytes(b"%PDF-")
    with pytest.raises(CopyRefused, match=words):
        read_copy(came)


def test_a_reader_that_never_answers_is_ended(came: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "reader.py"
    stuck.write_text("import signal\nsignal.pause()", "utf-8")
    monkeypatch.setattr(copies, "_READER", stuck)
    monkeypatch.setattr(copies, "WALL_SECONDS", 0.5)
    came.write_bytes(b"%PDF-")
    with pytest.raises(CopyRefused, match="слишком долго"):
        read_copy(came)


def test_the_reader_cannot_write_a_file_nor_take_memory(tmp_path: Path) -> None:
    reader = Path(copies.__file__).with_name("copy_reader.py")
    trial = f"""
import runpy
confine = runpy.run_path({str(reader)!r})["confine"]
confine()
try:
    open({str(tmp_path / "out")!r}, "wb", buffering=0).write(b"x")
except OSError as error:
    print(error.errno)
try:
    bytes(2 << 30)
except MemoryError:
    print("no memory")
"""
    done = subprocess.run([sys.executable, "-c", trial], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["27", "no memory", ""]
