"""A client's copy of a printed act, as an office scanner would give it («скан»)."""

from __future__ import annotations

import io

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

DPI = 150
POINTS = 72
TILT = 0.7
NOISE = 18
WHITE = 255


def text_of(pdf: bytes) -> str:
    """What a person reads on the pages; spaces as single ones."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def scan(pdf: bytes, *, without_qr: bool = False) -> bytes:
    """A slightly tilted, grainy PDF of pictures; `without_qr`: cut off, as careless people do."""
    sheets = [_sheet(page, without_qr=without_qr) for page in _pages(pdf)]
    made = io.BytesIO()
    sheets[0].save(made, "PDF", save_all=True, append_images=sheets[1:], resolution=DPI, quality=70)
    return made.getvalue()


def photo(pdf: bytes, *, without_qr: bool = False) -> bytes:
    """A JPEG of the first page."""
    made = io.BytesIO()
    _sheet(_pages(pdf)[0], without_qr=without_qr).save(made, "JPEG", quality=75)
    return made.getvalue()


def _pages(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / POINTS).to_pil().convert("L") for page in document]
    finally:
        document.close()


def _sheet(page: Image.Image, *, without_qr: bool) -> Image.Image:
    if without_qr:
        for code in zxingcpp.read_barcodes(page):
            corner, other = code.position.top_left, code.position.bottom_right
            ImageDraw.Draw(page).rectangle((corner.x - 9, corner.y - 9, other.x + 9, other.y + 9), fill=WHITE)
    tilted = page.rotate(TILT, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)
    grain = Image.effect_noise(tilted.size, NOISE).point(lambda value: min(WHITE, value + 127))
    return ImageChops.multiply(tilted, grain)
