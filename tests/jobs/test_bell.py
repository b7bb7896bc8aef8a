"""The bell: rings are sent, many are one, and nobody who rings is ever hurt."""

from __future__ import annotations

import threading

from app.jobs.bell import Bell
from app.jobs.celery_app import make_celery, ringing


def test_a_ring_is_sent_and_many_rings_are_few() -> None:
    heard: list[int] = []
    first, later = threading.Event(), threading.Event()

    def send() -> None:
        heard.append(1)
        (later if first.is_set() else first).set()

    bell = Bell(send, pause_seconds=0.05)
    bell()
    assert first.wait(60)
    for _ in range(1000):
        bell()
    assert later.wait(60)
    bell.close()
    assert len(heard) < 100


def test_a_dead_redis_is_counted_and_hurts_nobody() -> None:
    tried = threading.Semaphore(0)
    send = ringing(make_celery("redis://127.0.0.1:1/0"))

    def dead() -> None:
        try:
            send()
        finally:
            tried.release()

    bell = Bell(dead, pause_seconds=0.01)
    bell()
    assert tried.acquire(timeout=60)
    bell()
    assert tried.acquire(timeout=60)
    bell.close()
    assert bell.failures == 2
