"""One stand for all scenarios: a portal, the application on it, robots on their stages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.scene import Scene
from tests.scenarios.stand import Stand


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("stand")) as running:
        yield running


@pytest.fixture(scope="session")
def scene(stand: Stand) -> Scene:
    return stand.install()


@pytest.fixture(autouse=True)
def rested(request: pytest.FixtureRequest) -> None:
    """Each scenario begins with the portal's whole allowance of requests."""
    if "scene" in request.fixturenames:
        request.getfixturevalue("scene")
        request.getfixturevalue("stand").rest()
