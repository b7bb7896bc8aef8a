"""An application's address for the sandbox to post to."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from urllib.parse import parse_qsl

Form = dict[str, str]


class Receiver:
    """An application's address that keeps what it is sent."""

    def __init__(self) -> None:
        self.forms: Queue[Form] = Queue()
        forms = self.forms

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                forms.put(dict(parse_qsl(body, keep_blank_values=True)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing in the tests' output."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/inbound"
