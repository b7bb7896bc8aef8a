"""Everything in one command: migrations, then redis, web, worker and beat under the supervisor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.errors import SettingsError
from app.serve import commands
from app.serve.child import Role
from app.serve.redis import own_redis
from app.serve.revision import is_newest
from app.serve.supervisor import free_port, supervise


def serve(host: str, port: int, run: Path, *, redis_url: str, database_url: str) -> None:
    """`port` 0: a free one. `redis_url` "": a Redis of our own. Raises SettingsError."""
    migrate = [sys.executable, "-m", "app", "migrate"]
    if not is_newest(database_url) and subprocess.run(migrate, check=False).returncode:
        raise SettingsError("База данных не обновлена: причина выше.")
    port = port or free_port(host)
    first = [Role("web", commands.web(host, port))]
    if not redis_url:
        role, redis_url = own_redis(free_port())
        first.insert(0, role)
    then = [Role("worker", commands.worker()), Role("beat", commands.beat())]
    supervise(first, then, run, {**os.environ, "REDIS_URL": redis_url}, host=host, port=port)
