"""An app's handler: keeps what was posted to it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from sandbox.params import from_pairs
from tests.sandbox.apps import LOOK_SECONDS


class Handler:
    """`url` takes POSTs; `next()` is the oldest one not yet read, nested as PHP would read it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.status = 200
        self.posts: queue.Queue[dict[str, Any]] = queue.Queue()
        self.types: list[str] = []

    def next(self) -> dict[str, Any]:
        return self.posts.get(timeout=10)

    def is_quiet(self) -> bool:
        return self.posts.empty()


@contextmanager
def listening() -> Iterator[Handler]:
    class Post(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            handler.types.append(self.headers["Content-Type"])
            handler.posts.put(from_pairs(parse_qsl(body, keep_blank_values=True)))
            self.send_response(handler.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Post)
    handler = Handler(f"http://127.0.0.1:{server.server_port}/handler")
    thread = threading.Thread(target=server.serve_forever, args=(LOOK_SECONDS,), daemon=True)
    thread.start()
    try:
        yield handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
