"""Chromium as people use it: who is signed in, what is dropped, what the console complains of."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright

from demo.seeing import PATIENCE

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-sync", "--no-first-run", "--mute-audio",
]  # fmt: skip
SIZE = (1440, 900)
PATIENCE_MS = PATIENCE * 1000
COLOURS = 256
"""A third of the size: pictures live in the repository."""
DROP = """(row, file) => {
    const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], file.name, { type: file.type }))
    for (const name of file.events) {
        row.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }))
    }
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    # The contexts' patience is not that of expectations, which are given five seconds else.
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """An employee at the portal's pages; `complaints` are the errors of their browser's console."""

    def __init__(self, browser: Browser, portal_url: str, user_id: int, shots: Path | None) -> None:
        self.context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="ru-RU")
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_cookies([{"name": "sandbox_user", "value": str(user_id), "url": portal_url}])
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self._url = portal_url
        self._shots = shots
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self._url}{path}")
        return self.page

    def app(self) -> FrameLocator:
        """The application's page inside the frame that is shown."""
        return self.page.frame_locator("[data-testid=app-frame] iframe:visible")

    def shot(self, name: str) -> None:
        """A picture for the README, when this run takes them."""
        if self._shots is not None:
            self._shots.mkdir(parents=True, exist_ok=True)
            picture = Image.open(io.BytesIO(self.page.screenshot(animations="disabled"))).convert("RGB")
            small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
            small.save(self._shots / f"{name}.png", optimize=True)

    def again_until(self, looks: Callable[[], bool]) -> None:
        """Reload the page until it looks as expected: the portal's own pages do not refresh themselves."""
        deadline = time.monotonic() + PATIENCE
        while not looks():
            assert time.monotonic() < deadline, f"так и не дождались: {self.page.url}"
            self.page.wait_for_timeout(500)
            self.page.reload()

    def close(self) -> None:
        self.context.close()


def drop(row: Locator, name: str, content: bytes, *, kind: str = "application/pdf", hold: bool = False) -> None:
    """Drag a file over the row and, unless it is held there, let it go."""
    events = ["dragenter", "dragover"] if hold else ["dragenter", "dragover", "drop"]
    file = {"name": name, "type": kind, "content": base64.b64encode(content).decode(), "events": events}
    row.evaluate(DROP, file)


def shots_folder() -> Path | None:
    folder = os.environ.get("SCREENSHOTS", "")
    return Path(folder) if folder else None


def number_of(row: Locator) -> str:
    """The act's number, by the row's test id."""
    found = re.fullmatch(r"act-row-(.+)", row.get_attribute("data-testid") or "")
    assert found
    return found[1]
