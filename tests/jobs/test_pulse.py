"""The pulse: a worker whom nobody strikes looks at its queues all the same."""

from __future__ import annotations

import threading

from app.jobs.pulse import Pulse


def test_a_worker_that_nobody_strikes_sweeps_by_itself() -> None:
    swept = threading.Event()
    pulse = Pulse(swept.set, patience_seconds=0.05)
    pulse.start()
    assert swept.wait(60)
    pulse.stop()


def test_a_sweep_that_fails_is_not_the_last() -> None:
    count, again = [0], threading.Event()

    def sweep() -> None:
        count[0] += 1
        if count[0] == 1:
            raise RuntimeError("the first one")
        again.set()

    pulse = Pulse(sweep, patience_seconds=0.05)
    pulse.start()
    assert again.wait(60)
    pulse.stop()


def test_one_that_is_struck_leaves_it_to_the_clocks() -> None:
    swept = threading.Event()
    pulse = Pulse(swept.set, patience_seconds=30)
    pulse.start()
    pulse.struck()
    assert not swept.wait(0.2)
    pulse.stop()
