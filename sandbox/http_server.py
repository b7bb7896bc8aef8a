"""HTTP/1.1 with kept connections for the Flask app: werkzeug's own handler closes each one.

Clients of the host keep theirs, and a bench of the sandbox would measure handshakes otherwise.
"""

from __future__ import annotations

import ssl
from http import HTTPStatus

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler
from werkzeug.test import run_wsgi_app


class KeepAliveHandler(WSGIRequestHandler):
    """Answers are whole (no streaming); the app has read the whole body by the time it answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024

    def run_wsgi(self) -> None:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        try:
            parts, status, headers = run_wsgi_app(self.server.app, self.make_environ(), buffered=True)
            self._answer(b"".join(parts), status, list(headers.items()))
        except OSError:
            self.close_connection = True

    def _answer(self, body: bytes, status: str, headers: list[tuple[str, str]]) -> None:
        code, _, words = status.partition(" ")
        self.send_response(int(code), words)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        if int(code) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def speak_tls(server: BaseWSGIServer, context: ssl.SSLContext) -> None:
    """Shake hands in the thread of the connection: a client that never does must not stop the others."""
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.ssl_context = context
