"""The command lines of the processes that make up the app."""

from __future__ import annotations

import sys

WEB_WORKERS = 2
WEB_THREADS = 8


def web(host: str, port: int, *, site: str = "app.serve.site:make()") -> list[str]:
    """Gunicorn with threads; a worker of it has its own bell and its own place in the group commit."""
    return [
        sys.executable, "-m", "gunicorn", site,
        "--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS),
        "--bind", f"{host}:{port}", "--timeout", "120", "--graceful-timeout", "25", "--keep-alive", "15",
        "--config", "python:app.serve.preloaded",
        "--limit-request-line", "8190", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


def worker() -> list[str]:
    return [sys.executable, "-m", "app.jobs", "worker"]


def beat() -> list[str]:
    return [sys.executable, "-m", "app.jobs", "beat"]
