"""@bitrix24/b24jssdk and @2bad/bitrix (npm): each tells its story in a Node process and prints what it saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.clients.conftest import crowd

HERE = Path(__file__).parent / "node"
ROOT = Path(__file__).parents[3]
SDK = ROOT / "placement/ui/node_modules/@bitrix24/b24jssdk/dist/esm/index.mjs"
SECONDS = 60


def _node() -> str:
    """The Node that the pages are built with."""
    found = subprocess.run([ROOT / ".ci/node"], capture_output=True, text=True, check=False).stdout.strip()
    return str(Path(found, "node")) if found else shutil.which("node") or ""


def _tell(script: str, **env: str) -> Any:
    done = subprocess.run(
        [_node(), script], cwd=HERE, env={**os.environ, **env}, capture_output=True, text=True, timeout=SECONDS,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False, tls=tmp_path / "tls") as running:
        crowd(running.portal)
        yield running


def _assert_whole(told: Any) -> None:
    one = {"title": "Первая", "changed": True, "found": True, "deleted": True}
    assert (told["deal"], told["company"]) == (one, one)
    assert (told["pages"], told["batch"]) == (120, "Ссылка")
    assert told["error"] == "NOT_FOUND"


@pytest.mark.skipif(not SDK.exists(), reason="needs the pages' node_modules: make setup")
@pytest.mark.parametrize("way", ["hook", "oauth"])
def test_b24jssdk(tls: SandboxServer, way: str) -> None:
    env = tls.env
    told = _tell("b24jssdk.mjs", **env, WAY=way, SDK=str(SDK), NODE_EXTRA_CA_CERTS=env["B24_CA_FILE"])
    _assert_whole(told)
    assert told["renewed"]


@pytest.mark.skipif(not (HERE / "node_modules").exists(), reason="needs npm ci in tests/sandbox/clients/node")
def test_2bad_bitrix(crowded: SandboxServer) -> None:
    _assert_whole(_tell("bitrix.cjs", **crowded.env))
