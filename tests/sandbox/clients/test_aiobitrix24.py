"""aiobitrix24 (PyPI): JSON bodies, or everything in the query of a POST; items of any kind in batches."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox.server import SandboxServer

pytest.importorskip("aiobitrix24", reason="needs the PyPI package aiobitrix24")
from aiobitrix24._bitrix24 import bx24
from aiobitrix24._builders import BatchQuery
from aiobitrix24._crm import CRMItem
from aiobitrix24.exceptions import BitrixError


@pytest.fixture(autouse=True)
def pointed(server: SandboxServer) -> None:
    bx24.url(server.webhook_url)
    bx24.timeout(0)


def _ask(method: str, params: dict[str, Any], *, in_query: bool = False) -> Any:
    return asyncio.run(bx24.request(method, params, in_query)).json()


@pytest.mark.parametrize("in_query", [False, True])
@pytest.mark.parametrize("kind", ["deal", "company"])
def test_one_is_added_read_changed_and_deleted(kind: str, in_query: bool) -> None:
    new = _ask(f"crm.{kind}.add", {"fields": {"TITLE": "Первая"}}, in_query=in_query)["result"]
    assert _ask(f"crm.{kind}.get", {"ID": new}, in_query=in_query)["result"]["TITLE"] == "Первая"
    assert _ask(f"crm.{kind}.update", {"ID": new, "fields": {"TITLE": "Вторая"}}, in_query=in_query)["result"] is True
    rows = _ask(f"crm.{kind}.list", {"filter": {"TITLE": "Вторая"}, "select": ["ID"]}, in_query=in_query)["result"]
    assert [row["ID"] for row in rows] == [str(new)]
    assert _ask(f"crm.{kind}.delete", {"ID": new}, in_query=in_query)["result"] is True


def test_items_are_created_and_changed_in_batches_and_selected_past_fifty() -> None:
    names = [CRMItem({"title": f"Пачка {n}"}, name=f"item{n}") for n in range(60)]
    asyncio.run(CRMItem.batch_create(4, names))
    found = asyncio.run(CRMItem.select(4, {"%title": "Пачка"}))
    assert len({item.fields["id"] for item in found}) == 60
    changed = [CRMItem({"id": item.fields["id"], "entityTypeId": 4, "title": "Одна"}) for item in found]
    asyncio.run(CRMItem.batch_update(changed))
    assert {item.fields["title"] for item in changed} == {"Одна"}


def test_a_batch_quotes_an_earlier_command() -> None:
    queries = [
        BatchQuery("new", "crm.item.add", {"entityTypeId": 2, "fields": {"title": "Ссылка"}}),
        BatchQuery("read", "crm.item.get", {"entityTypeId": 2, "id": "$result[new][item][id]"}),
    ]
    done = asyncio.run(bx24.batch_request(queries)).json()["result"]
    assert done["result"]["read"]["item"]["title"] == "Ссылка"
    assert done["result_error"] == []


def test_an_error_is_named() -> None:
    with pytest.raises(BitrixError, match="is not allowed in filter"):
        asyncio.run(CRMItem.select(2, {"нет": 1}))
