"""`python -m app.jobs worker [threads]` works on the queues, `python -m app.jobs beat` strikes the sweep."""

from __future__ import annotations

import sys

from app import logs
from app.jobs.celery_app import make_celery
from config.settings import Settings

# Threads, not processes: rows wait for the portal most of their time. Of rows that wait 50 ms and compute 5 ms,
# four threads did 52 a second in 123 MB, four prefork processes 25 in 530 MB (two cores, others busy on them).
# Eight for rows, of which one portal has half, the four that were measured; eight for readings; as many again of both
# wait for portals that do not answer; two are for all else. A thread is made when it is needed first.
_THREADS = 34
_ROLES = ("worker", "beat")


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in _ROLES:
        sys.stderr.write(__doc__ + "\n")
        return 2
    logs.configure()
    settings = Settings.load()
    if arguments[0] == "beat":
        make_celery(settings.redis_url).start(["beat", "--loglevel", "WARNING", "--pidfile="])
        return 0
    _work(settings, int(arguments[1]) if len(arguments) > 1 else _THREADS)
    return 0


def _work(settings: Settings, threads: int) -> None:
    # Here, for the clock has no use for the whole application, and a restart must not wait for two of them.
    from app.jobs.worker import Worker  # noqa: PLC0415

    worker = Worker(settings, threads=threads)
    worker.pulse.start()
    celery = make_celery(settings.redis_url, drain=worker.drain, sweep=worker.sweep)
    celery.worker_main(
        ["worker", "--pool", "threads", "--concurrency", str(threads), "--loglevel", "WARNING",
         "--without-gossip", "--without-mingle", "--without-heartbeat"]
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
