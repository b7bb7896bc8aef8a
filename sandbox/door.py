"""The door of the sandbox: who is inside may finish before the portals are closed, and nobody comes in after that."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PATIENCE_SECONDS = 5.0


class Door:
    """Wraps the WSGI application; its answers are made by the time it returns."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._inside = 0
        self._is_open = True
        self._changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._changed:
            self._inside += self._is_open
            if not self._is_open:
                return Response(status=503)(environ, start_response)
        try:
            return self._app(environ, start_response)
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Let nobody in; return when nobody is inside, or patience is at its end."""
        with self._changed:
            self._is_open = False
            self._changed.wait_for(lambda: self._inside == 0, _PATIENCE_SECONDS)
