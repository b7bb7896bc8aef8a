"""No parameters make a method answer 500: whatever comes in is a result or an error in the host's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.call import METHODS
from sandbox.catalogue import entries
from sandbox.server import SandboxServer

NAMES = ["id", "ID", "fields", "filter", "order", "select", "start", "entityTypeId", "ownerId", "ownerType", "items",
         "rows", "productRows", "field", "moduleId", "options", "cmd", "title", "stageId", "opportunity", "fm", ">id",
         "!@stageId", "contactIds", "EMAIL", "SORT", "ENTITY_ID", "enum", "relations"]  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["1", "2", "31", "crm", "D", "C1:WON", "2026-13-45", "$result[a][b]"])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def portal() -> Iterator[SandboxServer]:
    with SandboxServer(seed="demo", limiter=False) as running:
        yield running


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_hostile_parameters_get_an_answer(portal: SandboxServer, data: Any) -> None:
    method = data.draw(st.sampled_from(sorted(METHODS)))
    own = entries().get(method)
    params = data.draw(st.dictionaries(st.sampled_from([*(own.parameters if own else ()), *NAMES]), VALUES, max_size=6))
    if own is not None and data.draw(st.booleans()):
        params |= {name: data.draw(VALUES) for name in own.required}
    token = portal.portal.tokens.issue(portal.env["B24_CLIENT_ID"], 1)
    body = {**params, "auth": token.access}
    answer = requests.post(f"{portal.url}/rest/{method}", json=body, timeout=30)
    assert answer.status_code != 500, (method, params)
