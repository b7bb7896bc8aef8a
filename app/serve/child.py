"""One process under the supervisor: started in its own group, ended with its parent, restarted with patience."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_SOON = 0.5
_LATEST = 30.0
_SETTLED_SECONDS = 5.0
"""Whoever has run that long did not die of its start: it is back at once, however often it is killed."""
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Role:
    """What runs under a name; `stdin` is for what must not stand in a command line, where others can read it."""

    name: str
    command: Sequence[str]
    stdin: bytes = field(default=b"", repr=False)


class Child:
    """Its pid is in `<run>/<name>.pid` while it lives, what it says in `<run>/<name>.log`."""

    def __init__(self, role: Role, run: Path, environment: Mapping[str, str]) -> None:
        self.name = role.name
        self._role = role
        self._pid_file = run / f"{role.name}.pid"
        self._log = run / f"{role.name}.log"
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._next = 0.0
        self._deaths = 0

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def tend(self, now: float) -> str:
        """Start it, or start it again when its time has come; return what happened, "" for nothing."""
        if self.is_alive:
            return ""
        if self._process is not None:
            return self._bury(now)
        if now < self._next:
            return ""
        self._start(now)
        return "" if self._deaths == 0 else f"{self.name}: запущен снова"

    def terminate(self) -> None:
        if self._process is not None and self.is_alive:
            self._process.terminate()

    def finish(self, seconds: float) -> None:
        """Wait for its end at most so long; then end it and all that it started."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0.0))
        self._sweep_group(self._process)
        self._process.wait()
        self._pid_file.unlink(missing_ok=True)

    def _start(self, now: float) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._role.command,
                stdin=subprocess.PIPE if self._role.stdin else subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                start_new_session=True,
                preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 (the supervisor has one thread)
            )
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
                pipe.write(self._role.stdin)
        self._pid_file.write_text(f"{self._process.pid}\n")
        self._started = now

    def _bury(self, now: float) -> str:
        process, self._process = self._process, None
        if process is None:
            return ""
        self._sweep_group(process)
        self._pid_file.unlink(missing_ok=True)
        self._deaths = 1 if now - self._started > _SETTLED_SECONDS else self._deaths + 1
        pause = min(_SOON * 2 ** (self._deaths - 1), _LATEST)
        self._next = now + pause
        return f"{self.name}: завершился ({process.returncode}), запущу снова через {pause:g} с; см. {self._log}"

    def _sweep_group(self, process: subprocess.Popen[bytes]) -> None:
        """What a killed process has left behind in its group must not work on beside its successor."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _end_with(parent: int) -> Callable[[], None]:
    def prepare() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the line above

    return prepare
