"""An application that has been let into a sandbox portal as an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.admitted import Admitted, let_in
from sandbox.server import SandboxServer


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Admitted]:
    with SandboxServer(seed="demo", limiter=False) as server:
        given = let_in(server, tmp_path)
        yield given
        given.application.close()
