"""No body makes a method of REST 3.0 answer 500: whatever comes in is a result or a refusal in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import areas
from sandbox.server import SandboxServer
from sandbox.v3.calls import METHODS
from tests.sandbox.third import Third

areas.load()
FIELDS = ["id", "title", "taskId", "text", "creatorId", "responsibleId", "accomplices", "auditors", "parentId",
          "deadline", "startPlan", "endPlan", "status", "priority", "mark", "groupId", "crmItemIds", "messageId",
          "userId", "timestampX", "name", "estimatedTime", "needsControl", "description"]  # fmt: skip
PARAMETERS = ["id", "fields", "filter", "order", "select", "pagination", "cursor", "taskId", "fileIds", "name", "email"]
NUMBERS = st.integers(-3, 5) | st.integers(-(2**70), 2**70)
LEAVES = (
    st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12)
    | st.sampled_from(["2030-01-01T00:00:00+03:00", "0001-01-01", "9999-12-31T23:59:59-12:00", "pending", "ASC", "²"])
)  # fmt: skip
OBJECTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=6,
)
OPERATORS = st.sampled_from(["=", "!=", ">", "<=", "in", "between", "~"])
CONDITIONS = st.recursive(
    st.tuples(st.sampled_from(FIELDS), OBJECTS).map(list)
    | st.tuples(st.sampled_from(FIELDS), OPERATORS, OBJECTS).map(list),
    lambda inner: st.fixed_dictionaries({"logic": st.sampled_from(["and", "or", "xor"]),
                                         "conditions": st.lists(inner, max_size=3)}),
    max_leaves=4,
)  # fmt: skip
PATHS = st.lists(
    st.sampled_from([*FIELDS, "responsible", "parent", "chat", "author", "creator"]), min_size=1, max_size=4
)
SHAPED = {
    "id": NUMBERS,
    "fields": st.dictionaries(st.sampled_from(FIELDS), OBJECTS, max_size=6),
    "filter": st.lists(CONDITIONS, max_size=3),
    "select": st.lists(PATHS.map(".".join), max_size=4),
    "order": st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["ASC", "DESC", "asc", "x"]), max_size=2),
    "pagination": st.dictionaries(st.sampled_from(["page", "limit", "offset"]), LEAVES, max_size=3),
    "cursor": st.dictionaries(st.sampled_from(["field", "order", "value", "limit"]), LEAVES, max_size=4),
    "taskId": NUMBERS,
    "fileIds": st.lists(NUMBERS, max_size=3),
}


@pytest.fixture(scope="module")
def third() -> Iterator[Third]:
    with SandboxServer(seed="sdk", limiter=False) as running:
        yield Third(running)


def _params(data: Any) -> dict[str, Any]:
    names = data.draw(st.lists(st.sampled_from(PARAMETERS), unique=True, max_size=5))
    return {name: data.draw(SHAPED.get(name, OBJECTS) if data.draw(st.booleans()) else OBJECTS) for name in names}


@settings(max_examples=400, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_hostile_bodies_get_an_answer(third: Third, data: Any) -> None:
    method = data.draw(st.sampled_from(sorted(METHODS)))
    body: Any = _params(data)
    if method == "batch":
        body = [{"method": data.draw(st.sampled_from(sorted(METHODS))), "query": body}]
    elif data.draw(st.booleans()):
        body |= {field.name: data.draw(SHAPED.get(field.name, OBJECTS)) for field in METHODS[method].takes}
    answer = third.post(method, body)
    assert answer.status_code != 500, (method, body)


def test_a_reference_to_no_place_in_a_list_is_refused(third: Third) -> None:
    asked = [
        {"method": "main.eventlog.list", "as": "log"},
        {"method": "tasks.task.get", "query": {"id": {"$ref": "log.items.².id"}}},
    ]
    answer = third.post("batch", asked)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"].endswith("INVALIDSELECTEXCEPTION")
