"""The outcome of one replay on a fresh portal."""

from __future__ import annotations

from sandbox.server import SandboxServer
from tests.sandbox.replay import samples, scenario
from tests.sandbox.replay.calling import Calling, Outcome


def found() -> dict[str, Outcome]:
    """By method, in alphabetical order."""
    with SandboxServer(seed="demo", limiter=False) as server:
        calling = Calling(server, samples.read())
        try:
            scenario.play(calling)
        finally:
            calling.close()
    return dict(sorted(calling.outcomes.items()))
