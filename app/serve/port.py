"""A free port, held for whoever is to listen on it: between choosing it and listening nobody else is given it."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Self


class HeldPort:
    """The system gives a bound port to nobody else, neither a server nor a connection that goes out.

    Whoever names it may listen on it all the same, again after a restart too: servers set SO_REUSEADDR, and this
    socket never listens (tcp(7), ip(7)).
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, 0))
        self.number = int(self._socket.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()
