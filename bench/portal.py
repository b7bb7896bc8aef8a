"""A sandbox to be measured: `python -m bench.portal ROWS` serves it and says where, until its input is closed."""

from __future__ import annotations

import json
import sys

from flask import Flask, Response

from sandbox.areas.crm import filling, kinds
from sandbox.rest_routes import CORS
from sandbox.server import SandboxServer, settle


def serve(rows: int) -> None:
    """What is said is one JSON object: `url`, `auth`, and the `first` and `last` numbers of the rows."""
    with SandboxServer(seed="demo", limiter=False) as server:
        _constants(server.flask)
        numbers = filling.fill(server.portal, kinds.DEAL, rows)
        env = server.env
        settle()
        told = {"url": server.url, "auth": env["B24_ACCESS_TOKEN"], "first": numbers.start, "last": numbers.stop - 1}
        print(json.dumps(told), flush=True)
        sys.stdin.read()


def _constants(flask: Flask) -> None:
    """`/constant/<bytes>`: an answer of that many bytes with the headers of a REST answer, and no work behind it."""

    @flask.post("/constant/<int:size>")
    def constant(size: int) -> Response:
        return Response(_text(size), status=200, headers=CORS, content_type="application/json; charset=utf-8")


_texts: dict[int, bytes] = {}


def _text(size: int) -> bytes:
    if size not in _texts:
        _texts[size] = b'"' + b"x" * (size - 2) + b'"'
    return _texts[size]


if __name__ == "__main__":
    serve(int(sys.argv[1]))
