"""The supervisor: keeps redis, web, worker and beat running until it is told to stop."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from app.errors import SettingsError
from app.serve.child import Child, Role

LOOK_SECONDS = 0.3
GRACE_SECONDS = 30.0
PATIENCE_SECONDS = 15.0
"""A web that does not come up by then must not keep the others from their work."""


def supervise(
    first: Sequence[Role], then: Sequence[Role], run: Path, environment: Mapping[str, str], *, host: str, port: int
) -> None:
    """Start `then` when what `first` serves at host:port answers: nobody repeats what the portal said meanwhile.

    Return when SIGTERM or Ctrl-C has come and every child has ended; the second one ends them at once.
    Raises SettingsError when another supervisor works in the same folder.
    """
    run.mkdir(parents=True, exist_ok=True)
    with _alone(run / "serve.pid"):
        now, later = ([Child(role, run, environment) for role in roles] for roles in (first, then))
        Supervisor(now, later, host, port).run()


class Supervisor:
    """`first` and `then` in the order of their start; they are ended in the opposite one."""

    def __init__(self, first: Sequence[Child], then: Sequence[Child], host: str, port: int) -> None:
        self._children = list(first)
        self._later = list(then)
        self._address = (host, port)
        # No Event: its lock may be held by the very code that the signal interrupts.
        self._is_told = False
        self._grace = GRACE_SECONDS
        self._is_ready = False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        began = time.monotonic()
        while not self._is_told:
            for child in self._children:
                happened = child.tend(time.monotonic())
                if happened:
                    say(happened)
            self._announce()
            if self._is_ready or time.monotonic() > began + PATIENCE_SECONDS:
                self._children += self._later
                self._later = []
            time.sleep(LOOK_SECONDS)
        self._end()

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_told:
            self._grace = 0.0
        self._is_told = True

    def _announce(self) -> None:
        if self._is_ready:
            return
        self._is_ready = _answers(*self._address)
        if self._is_ready:
            say(f"Первичка отвечает: http://{self._address[0]}:{self._address[1]} (остановить: Ctrl-C)")

    def _end(self) -> None:
        say("Останавливаю…")
        ends = time.monotonic()
        for child in reversed(self._children):
            child.terminate()
            while child.is_alive and time.monotonic() < ends + self._grace:
                time.sleep(0.05)
            child.finish(0)
        say("Остановлено.")


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _answers(host: str, port: int) -> bool:
    """Whether a process answers there; that the port is open says only that one will."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("HEAD", "/health")
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _alone(pid_file: Path) -> Iterator[None]:
    """Hold the pid file: its lock goes with the process, however that ends."""
    with pid_file.open("a+") as file:
        _lock(file)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        file.truncate(0)


def _lock(file: IO[str]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise SettingsError(f"Приложение уже запущено в этой папке: процесс {file.read().strip()}.") from None
