"""A way to a portal by its name without root or hosts: an HTTP proxy that answers CONNECT («прокси»).

A client given HTTPS_PROXY asks it for `portal.bitrix24.test:443` and is joined to the sandbox's own port.
Names that no portal has are refused: nothing goes out into the world through here.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHUNK = 64 * 1024
IDLE_SECONDS = 120
LOOK_SECONDS = 0.02


class NamesProxy:
    """Joins CONNECT of a known name to (host, port) of the sandbox. `url` is for HTTPS_PROXY."""

    def __init__(self, target: tuple[str, int], knows: Callable[[str], bool]) -> None:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(target, knows))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(LOOK_SECONDS,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)


def _handler(target: tuple[str, int], knows: Callable[[str], bool]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            if not knows(self.path.rpartition(":")[0]):
                self.send_error(HTTPStatus.FORBIDDEN, "No portal of this name in the sandbox")
                return
            with socket.create_connection(target, timeout=IDLE_SECONDS) as portal:
                self.send_response(HTTPStatus.OK, "Connection established")
                self.end_headers()
                _join(self.connection, portal)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    return Handler


def _join(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes both ways until a side closes or both are silent."""
    peers = {one: other, other: one}
    with selectors.DefaultSelector() as waiting:
        for side in peers:
            waiting.register(side, selectors.EVENT_READ, side)
        while ready := waiting.select(timeout=IDLE_SECONDS):
            for key, _ in ready:
                source: socket.socket = key.data
                chunk = source.recv(CHUNK)
                if not chunk:
                    return
                peers[source].sendall(chunk)
