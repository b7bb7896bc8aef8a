"""The Celery application: two tasks without payload, result, retry or ETA; what waits is a row with a time."""

from __future__ import annotations

from collections.abc import Callable

from celery import Celery

DRAIN = "drain"
SWEEP = "sweep"
SWEEP_SECONDS = 1.0
"""Marks are ripe after a second: a rarer sweep would be what people wait for. An idle one only reads."""
_UNHEARD_SECONDS = 10
_CONNECT_SECONDS = 1.0


def make_celery(
    broker_url: str, *, drain: Callable[[], object] | None = None, sweep: Callable[[], object] | None = None
) -> Celery:
    """Make the application; without functions it only sends (the web) or beats."""
    app = Celery("pervichka", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_default_queue="pervichka",
        task_publish_retry=False,
        # A message that was lost with its worker is no loss, so it may be acknowledged at once.
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "socket_connect_timeout": _CONNECT_SECONDS,
            "socket_timeout": None,
            "max_retries": 0,
        },
        beat_scheduler="celery.beat:Scheduler",
        beat_schedule={SWEEP: {"task": SWEEP, "schedule": SWEEP_SECONDS, "options": {"expires": _UNHEARD_SECONDS}}},
        timezone="UTC",
    )
    for name, function in ((DRAIN, drain), (SWEEP, sweep)):
        if function is not None:
            app.task(name=name, ignore_result=True)(_task(function))
    return app


def ringing(app: Celery) -> Callable[[], object]:
    """What a Bell sends: one drain, which nobody needs any more ten seconds later."""
    return lambda: app.send_task(DRAIN, expires=_UNHEARD_SECONDS, ignore_result=True, retry=False)


def _task(function: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        function()

    return run
