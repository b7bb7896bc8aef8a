"""Posts forms as fast as the application takes them: `python -m bench.poster URL FILE [--rate N] [--acked FILE]`.

A process of its own, so that what is measured does not wait for who measures. FILE holds a form a line; a form is
posted once, as the host does. The last line is a JSON object; ACKED gets the numbers of the lines that were
answered 2xx.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 32
LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 60.0
_HEAD = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {size}\r\n\r\n"
)
_OK = range(200, 300)


@dataclass
class Told:
    """What the application has answered; `slowest_s` is the slowest answer."""

    accepted: int = 0
    not_2xx: int = 0
    unanswered: int = 0
    slowest_s: float = 0.0
    acked: list[int] = field(default_factory=list)


class Poster:
    def __init__(self, url: str, forms: Sequence[str], *, rate: float = 0.0) -> None:
        """`rate`: forms a second, 0 for no pause."""
        parts = urlsplit(url)
        self._host, self._port, self._path = parts.hostname or "", parts.port or 80, parts.path
        self._forms = forms
        self._rate = rate
        self._told = Told()
        self._started = 0.0

    async def post(self, connections: int = CONNECTIONS) -> Told:
        self._started = time.monotonic()
        numbers = iter(range(len(self._forms)))
        await asyncio.gather(*(self._connection(numbers) for _ in range(connections)))
        return self._told

    async def _connection(self, numbers: Iterator[int]) -> None:
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for number in numbers:
            await self._wait_for_turn(number)
            began = time.monotonic()
            try:
                streams = streams or await self._connect()
                status, is_kept = await self._ask(*streams, self._forms[number])
            except (OSError, EOFError, ValueError):
                self._told.unanswered += 1
                streams = None
                continue
            self._note(number, status, time.monotonic() - began)
            streams = streams if is_kept else None

    async def _wait_for_turn(self, number: int) -> None:
        if self._rate:
            await asyncio.sleep(max(0.0, self._started + number / self._rate - time.monotonic()))

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Nothing is sent while nobody listens, so that nothing is lost by asking again."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return await asyncio.open_connection(self._host, self._port)
            except ConnectionRefusedError:
                if time.monotonic() > ends:
                    raise
                await asyncio.sleep(LOOK_SECONDS)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, form: str) -> tuple[int, bool]:
        """The status, and whether the connection stays. Raises OSError, EOFError when nobody answers."""
        body = form.encode()
        writer.write(_HEAD.format(path=self._path, host=f"{self._host}:{self._port}", size=len(body)).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        size = next((int(line[15:]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        await reader.readexactly(size)
        return int(head.split(" ", 2)[1]), "connection: close" not in head

    def _note(self, number: int, status: int, seconds: float) -> None:
        self._told.slowest_s = max(self._told.slowest_s, seconds)
        if status in _OK:
            self._told.accepted += 1
            self._told.acked.append(number)
        else:
            self._told.not_2xx += 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.poster")
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--acked", type=Path)
    asked = parser.parse_args()
    forms = asked.file.read_text("utf-8").splitlines()
    began = time.monotonic()
    told = asyncio.run(Poster(asked.url, forms, rate=asked.rate).post())
    seconds = time.monotonic() - began
    if asked.acked:
        asked.acked.write_text("\n".join(map(str, told.acked)) + "\n")
    found = {
        "accepted": told.accepted, "not_2xx": told.not_2xx, "unanswered": told.unanswered,
        "seconds": round(seconds, 3), "slowest_s": round(told.slowest_s, 3),
    }  # fmt: skip
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
