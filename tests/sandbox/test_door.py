"""The sandbox stops politely: a call that is under way is answered, later ones are refused."""

from __future__ import annotations

import threading

from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from sandbox.door import Door


def test_who_is_inside_is_let_finish_and_nobody_comes_after() -> None:
    inside, go, is_closed = threading.Event(), threading.Event(), threading.Event()
    answers: list[int] = []

    @Request.application
    def app(request: Request) -> Response:
        if request.path == "/long":
            inside.set()
            go.wait(10)
        return Response("answered")

    door = Door(app)
    long = threading.Thread(target=lambda: answers.append(Client(door).get("/long").status_code))
    long.start()
    assert inside.wait(10)

    def close() -> None:
        door.close()
        is_closed.set()

    closing = threading.Thread(target=close)
    closing.start()
    while Client(door).get("/").status_code == 200:
        assert closing.is_alive()
    assert not is_closed.is_set()
    go.set()
    long.join(10)
    assert is_closed.wait(10)
    assert answers == [200]
