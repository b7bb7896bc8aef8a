"""The supervisor: the dead come back, and nobody outlives it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.serve.child import Child, Role
from app.serve.port import HeldPort
from app.serve.redis import own_redis
from app.serve.supervisor import supervise

SLEEPER = [
    sys.executable,
    "-c",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])",
]
KEEPER = """
import sys
from pathlib import Path
from app.serve.child import Role
from app.serve.supervisor import supervise
sleeper = Role("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
supervise([sleeper], [], Path(sys.argv[1]), {}, host="127.0.0.1", port=9)
"""
SERVER = """
import http.server, sys
with open(sys.argv[1]):
    pass  # a pipe: until somebody writes
http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
KEEPER_OF_TWO = f"""
import sys
from pathlib import Path
from app.serve import supervisor
from app.serve.child import Role
supervisor.PATIENCE_SECONDS = 600  # of a slow machine, too
server = Role("server", [sys.executable, "-c", {SERVER!r}, sys.argv[2], sys.argv[3]])
sleeper = Role("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
supervisor.supervise([server], [sleeper], Path(sys.argv[1]), {{}}, host="127.0.0.1", port=int(sys.argv[3]))
"""


def until(what: Callable[[], object], seconds: float = 60) -> None:
    ends, pause = time.monotonic() + seconds, threading.Event()
    while not what():
        assert time.monotonic() < ends, "it did not happen"
        pause.wait(0.02)


def is_running(pid: int) -> bool:
    """Whether it still runs; a zombie that nobody has reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def pid_in(file: Path) -> int:
    try:
        return int(file.read_text().strip() or 0)
    except FileNotFoundError:
        return 0


@pytest.fixture
def keeper(tmp_path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", KEEPER, str(tmp_path)], stderr=subprocess.DEVNULL)


def test_a_killed_child_is_started_again(keeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    file = tmp_path / "sleeper.pid"
    until(lambda: pid_in(file))
    first = pid_in(file)
    os.kill(first, signal.SIGKILL)
    until(lambda: pid_in(file) not in (0, first))
    second = pid_in(file)
    keeper.terminate()
    assert keeper.wait(timeout=60) == 0
    until(lambda: not is_running(second))
    assert not file.exists()


def test_nobody_outlives_a_killed_supervisor(keeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    until(lambda: pid_in(tmp_path / "sleeper.pid"))
    child = pid_in(tmp_path / "sleeper.pid")
    keeper.kill()
    keeper.wait(timeout=60)
    until(lambda: not is_running(child))


def test_the_others_start_when_the_first_answers(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with HeldPort() as port:
        arguments = [str(tmp_path), str(pipe), str(port.number)]
        keeper = subprocess.Popen([sys.executable, "-c", KEEPER_OF_TWO, *arguments], stderr=subprocess.DEVNULL)
        with pipe.open("w"):  # opens when the server has come so far
            until(lambda: pid_in(tmp_path / "server.pid"))
            assert not pid_in(tmp_path / "sleeper.pid")
        until(lambda: pid_in(tmp_path / "sleeper.pid"))
        keeper.terminate()
        assert keeper.wait(timeout=60) == 0


def test_two_do_not_work_in_one_folder(keeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    until(lambda: pid_in(tmp_path / "sleeper.pid"))
    with pytest.raises(SettingsError, match=str(keeper.pid)):
        supervise([], [], tmp_path, {}, host="127.0.0.1", port=9)
    keeper.terminate()
    keeper.wait(timeout=60)


def test_what_a_dead_child_started_does_not_work_on(tmp_path: Path) -> None:
    child = Child(Role("parent", SLEEPER), tmp_path, {})
    child.tend(0.0)
    parent = pid_in(tmp_path / "parent.pid")
    children = Path(f"/proc/{parent}/task/{parent}/children")
    until(lambda: children.exists() and children.read_text().split())
    orphan = int(children.read_text().split()[0])
    os.kill(parent, signal.SIGKILL)
    until(lambda: not child.is_alive)
    assert "запущу снова" in child.tend(1.0)
    until(lambda: not is_running(orphan))
    assert child.tend(1.1) == ""
    assert "запущен снова" in child.tend(10.0)
    child.terminate()
    child.finish(10.0)


def test_the_redis_of_our_own_shows_its_password_to_nobody() -> None:
    role, url = own_redis(6399)
    password = url.partition("//:")[2].partition("@")[0]
    assert len(password) >= 24
    assert password not in " ".join(role.command)
    assert password not in repr(role)
    assert b'save ""' in role.stdin
    assert b"bind 127.0.0.1" in role.stdin
