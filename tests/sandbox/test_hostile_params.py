"""No parameters make a method answer 500: whatever comes in is a result or an error in the host's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.areas.bizproc import templates
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
    | st.sampled_from(["1", "2", "31", "crm", "D", "C1:WON", "2026-13-45", "$result[a][b]", "²", "DEAL_²", "9" * 30])
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


def _ask(portal: SandboxServer, method: str, params: dict[str, Any], query: str = "") -> requests.Response:
    token = portal.portal.tokens.issue(portal.env["B24_CLIENT_ID"], 1)
    return requests.post(f"{portal.url}/rest/{method}{query}", json={**params, "auth": token.access}, timeout=30)


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
    assert _ask(portal, method, params).status_code != 500, (method, params)


# None of these is a number that a record could have: a superscript, more than 64 bits, more digits than Python reads.
@pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5000], ids=["superscript", "long", "endless"])
def test_what_only_looks_like_a_number_is_none(portal: SandboxServer, number: str) -> None:
    """Keys of a form, places in a batch's result, parts of documents' names."""
    assert _ask(portal, "profile", {}, f"?a[{number}]=1&a[]=2").status_code == 200
    quoted = _ask(portal, "batch", {"cmd": {"a": "user.get", "b": f"user.get?x=$result[a][{number}]"}}).json()
    assert quoted["result"]["result_error"] == []
    of_list = ["lists", "BizprocDocument", f"iblock_{number}"]
    refused = _ask(portal, "bizproc.workflow.template.add", {"NAME": "x", "DOCUMENT_TYPE": of_list})
    assert refused.json()["error_description"] == "Incorrect field DOCUMENT_TYPE!"
    template = templates.add(portal.portal, ["crm", "CCrmDocumentDeal", "DEAL"], {"NAME": "x"})
    asked = {"TEMPLATE_ID": template["ID"], "DOCUMENT_ID": ["crm", "CCrmDocumentDeal", f"DEAL_{number}"]}
    refused = _ask(portal, "bizproc.workflow.start", asked)
    assert refused.json()["error_description"] == "Incorrect document type!"
    refused = _ask(portal, "crm.item.add", {"entityTypeId": 2, "fields": {"companyId": number}})
    assert refused.json()["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID"
