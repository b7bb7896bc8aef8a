"""A held port is nobody else's, and its server may come back to it."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer

from app.serve.port import HeldPort


def test_whoever_is_told_it_listens_on_it_and_once_more_after_a_restart() -> None:
    with HeldPort() as port:
        for _ in range(2):
            with HTTPServer(("127.0.0.1", port.number), BaseHTTPRequestHandler):
                socket.create_connection(("127.0.0.1", port.number), timeout=10).close()


def test_nobody_else_is_given_it() -> None:
    with ExitStack() as held:
        numbers = [held.enter_context(HeldPort()).number for _ in range(200)]
        others = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(200)]
        assert len({*numbers, *(other.getsockname()[1] for other in others)}) == 400
