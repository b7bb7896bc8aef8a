"""Servers of the demonstration: started on free loopback ports, ended with it, their words kept in run/."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from demo.seeing import expect

GRACE_SECONDS = 40
"""More than the application gives its own children."""
TAIL = 12
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Server:
    """One process with a group of its own, so that its children end with it."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], folder: Path, *, stdin: bytes = b""
    ) -> None:
        self.name = name
        self._stdin = stdin
        self.out, self.log = folder / f"{name}.out", folder / f"{name}.log"
        for old in (self.out, self.log):
            old.unlink(missing_ok=True)
        self._command, self._env = list(command), dict(env)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        source = subprocess.PIPE if self._stdin else subprocess.DEVNULL
        with self.out.open("ab") as out, self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._env, stdin=source, stdout=out, stderr=log, start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - the demonstration has one thread
            )  # fmt: skip
        if self._process.stdin is not None:
            with self._process.stdin as pipe:
                pipe.write(self._stdin)

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.name} не запущен")
        return self._process.pid

    def check(self) -> None:
        """Raises RuntimeError with its last words when it has ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            raise RuntimeError(f"{self.name} завершился с кодом {self._process.returncode}:\n{self.tail()}")

    def printed(self, marker: str) -> str:
        """What it has printed, once the marker is there. Raises Unexpected while it is not."""
        self.check()
        text = self.out.read_text("utf-8")
        expect(marker in text, f"{self.name} готов", "ещё запускается")
        return text

    def tail(self, lines: int = TAIL) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])

    def wait(self) -> None:
        """Until it ends by itself. Raises RuntimeError with its last words when it ends badly."""
        if self._process is not None and self._process.wait():
            self.check()

    def kill(self) -> None:
        """SIGKILL to it and all that it started, as when the power fails."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for sign, seconds in ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGKILL, None)):
            try:
                os.killpg(process.pid, sign)
            except ProcessLookupError:
                break
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
            break
        process.wait()


def _end_with_parent() -> None:
    """However the demonstration ends, nothing that it started goes on alone."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """An impatient second Ctrl-C must not leave processes behind."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one demonstration: a second one would take the data from under the first.

    Raises RuntimeError with the number of the process that holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.pid").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise RuntimeError(f"в этой папке уже работает стенд, процесс {file.read().strip()}") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
