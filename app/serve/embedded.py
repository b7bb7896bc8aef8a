"""Everything in one command: migrations, then redis, web, worker and beat under the supervisor."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from app.errors import SettingsError
from app.serve import commands
from app.serve.child import Role
from app.serve.port import HeldPort
from app.serve.redis import own_redis
from app.serve.revision import is_newest
from app.serve.supervisor import supervise


def serve(host: str, port: int, run: Path, *, redis_url: str, database_url: str) -> None:
    """`port` 0: a free one. `redis_url` "": a Redis of our own. Raises SettingsError."""
    migrate = [sys.executable, "-m", "app", "migrate"]
    if not is_newest(database_url) and subprocess.run(migrate, check=False).returncode:
        raise SettingsError("База данных не обновлена: причина выше.")
    with ExitStack() as held:
        port = port or held.enter_context(HeldPort(host)).number
        first = [Role("web", commands.web(host, port))]
        if not redis_url:
            role, redis_url = own_redis(held.enter_context(HeldPort()).number)
            first.insert(0, role)
        then = [Role("worker", commands.worker()), Role("beat", commands.beat())]
        supervise(first, then, run, {**os.environ, "REDIS_URL": redis_url}, host=host, port=port)
