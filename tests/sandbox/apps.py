"""An app for tests of the sandbox: installed on the portal, listening on a free port."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import requests

from sandbox import params
from sandbox.server import SandboxServer

SCOPE = [
    "crm", "bizproc", "disk", "im", "task", "placement", "log", "lists", "sonet_group", "biconnector", "messageservice",
]  # fmt: skip
LOOK_SECONDS = 0.02


class ListeningApp:
    """What the portal posts lands in `received` as flat maps (`auth[user_id]` …); `rest` calls with a token."""

    def __init__(self, server: SandboxServer) -> None:
        self.received: list[dict[str, str]] = []
        self._arrived = threading.Condition()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.send_response(200)
                self.end_headers()
                with listener._arrived:
                    listener.received.append(dict(parse_qsl(body, keep_blank_values=True)))
                    listener._arrived.notify_all()

            def log_message(self, *_: Any) -> None:
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, args=(LOOK_SECONDS,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._server = server
        asked = {"name": "Тестовое", "scope": SCOPE, "handler_url": f"{self.url}/app"}
        self.app = requests.post(f"{server.url}/sandbox/api/apps", json=asked, timeout=10).json()
        self.token = server.portal.tokens.issue(self.app["client_id"], 1).access

    def rest(self, method: str, asked: dict[str, Any] | None = None) -> Any:
        body = {**(asked or {}), "auth": self.token}
        return requests.post(f"{self._server.url}/rest/{method}", json=body, timeout=30).json()

    def wait(self, count: int) -> list[dict[str, str]]:
        """The posts received, once there are `count` of them."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.received) >= count, timeout=10), self.received
            return list(self.received)

    @staticmethod
    def nested(post: dict[str, str]) -> dict[str, Any]:
        return params.from_pairs(post.items())

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
