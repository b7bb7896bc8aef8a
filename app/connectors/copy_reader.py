"""The process that opens a client's file: it may be hostile, so nothing of the app is in here with it.

Run by app.connectors.copies as a script: the file on standard input, its kind and the most pages as
arguments, and one JSON object on standard output: {"pages", "marks"}, or {"refused", "detail"}. A crash is an
answer too: the parent reads the exit code.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, UnidentifiedImageError

CPU_SECONDS = 20
WALL_SECONDS = 60
CAREFUL_SECONDS = 8
"""CPU time after which pages get one plain look each: a scan of many sheets must still come through."""
MEMORY_BYTES = 1 << 30
MAX_PIXELS = 50_000_000
SHOT_PIXELS = 16_000_000
MAX_SIDE = 14_400.0  # points; Adobe's limit of a page, 5 metres
MAX_MARKS, MAX_MARK = 50, 1000
PLAIN_DPI, CAREFUL_DPI = 200, 300

QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

Page = Callable[[int], Image.Image]
"""A page as a grey picture at so many dots an inch."""


class Refused(Exception):
    """The file will not be read; `detail` is a figure for the sentence."""

    def __init__(self, reason: str, detail: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def main(kind: str, max_pages: int) -> None:
    confine()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        answer = read(kind, sys.stdin.buffer.read(), max_pages)
    except Refused as refused:
        answer = {"refused": refused.reason, "detail": refused.detail}
    except MemoryError:
        answer = {"refused": "complex", "detail": 0}
    json.dump(answer, sys.stdout)


def confine() -> None:
    """Give up what reading a file does not need."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 32,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    signal.alarm(WALL_SECONDS)  # a parent that died cannot end us


def read(kind: str, data: bytes, max_pages: int) -> dict[str, object]:
    pages = list(pdf_pages(data, max_pages) if kind == "pdf" else image_pages(kind, data, max_pages))
    marks = [mark for page in pages for mark in marks_on(page)]
    return {"pages": len(pages), "marks": [mark[:MAX_MARK] for mark in marks[:MAX_MARKS]]}


def pdf_pages(data: bytes, max_pages: int) -> Iterator[Page]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from error
    count_pages(len(pdf), max_pages)
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError as error:
            raise Refused("broken") from error
        width, height = page.get_size()
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
            raise Refused("pixels")
        yield lambda dpi, page=page, area=width * height: shot(page, area, dpi)  # type: ignore[misc]


def shot(page: pypdfium2.PdfPage, area: float, dpi: int) -> Image.Image:
    # A photo wrapped in a PDF often counts a pixel for a point: its page is metres wide.
    scale = min(dpi / 72, (SHOT_PIXELS / area) ** 0.5)
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture


def image_pages(kind: str, data: bytes, max_pages: int) -> Iterator[Page]:
    try:
        image = Image.open(BytesIO(data), formats=[kind.upper()])
        frames = getattr(image, "n_frames", 1) if kind == "tiff" else 1
        count_pages(frames, max_pages)
        for index in range(frames):
            if frames > 1:
                image.seek(index)
            picture = grey(image)
            yield lambda _dpi, picture=picture: picture  # type: ignore[misc]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError) as error:
        raise Refused("broken") from error


def grey(image: Image.Image) -> Image.Image:
    if image.width * image.height > MAX_PIXELS:
        raise Refused("pixels")
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    picture = image.convert("L")
    if picture.width * picture.height > SHOT_PIXELS:
        share = (SHOT_PIXELS / (picture.width * picture.height)) ** 0.5
        picture = picture.resize((int(picture.width * share) or 1, int(picture.height * share) or 1))
    return picture


def count_pages(pages: int, most: int) -> None:
    if pages < 1:
        raise Refused("broken")
    if pages > most:
        raise Refused("pages", pages)


def marks_on(page: Page) -> list[str]:
    for look in looks(page):
        found = zxingcpp.read_barcodes(look, formats=QR)
        if found:
            return [code.text for code in found]
    return []


def looks(page: Page) -> Iterator[Image.Image]:
    """The page as it is, then mended for the faults of scans and photos: noise, blur, shadow, smallness."""
    yield page(PLAIN_DPI)
    if time.process_time() > CAREFUL_SECONDS:
        return
    picture = page(CAREFUL_DPI)
    calm = picture.filter(ImageFilter.GaussianBlur(1.5))
    yield calm
    yield picture.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=0))
    yield unshaded(calm)
    if picture.width * picture.height * 4 <= SHOT_PIXELS:
        yield picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)


def unshaded(picture: Image.Image) -> Image.Image:
    """Black and white by the brightness around each point, as a shadow lies across many a photo."""
    around = picture.filter(ImageFilter.BoxBlur(15)).point(lambda value: value * 0.9)
    return ImageChops.subtract(picture, around).point(lambda value: 255 if value else 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
