"""bitrix24-rest (PyPI): GET with PHP arrays in the query, pages gathered at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox.server import SandboxServer

bitrix24 = pytest.importorskip("bitrix24", reason="needs the PyPI package bitrix24-rest")


def _call(server: SandboxServer, method: str, params: dict[str, Any] | None = None) -> Any:
    client = bitrix24.Bitrix24(server.webhook_url)

    async def ask() -> Any:
        return await client.callMethod(method, params or {})

    return asyncio.run(ask())


@pytest.mark.parametrize("kind", ["deal", "company"])
def test_one_is_added_read_changed_and_deleted(server: SandboxServer, kind: str) -> None:
    new = _call(server, f"crm.{kind}.add", {"fields": {"TITLE": "Первая"}})
    assert _call(server, f"crm.{kind}.get", {"ID": new})["TITLE"] == "Первая"
    assert _call(server, f"crm.{kind}.update", {"ID": new, "fields": {"TITLE": "Вторая"}}) is True
    found = _call(server, f"crm.{kind}.list", {"filter": {"TITLE": "Вторая"}, "select": ["ID"]})
    assert [row["ID"] for row in found] == [str(new)]
    assert _call(server, f"crm.{kind}.delete", {"ID": new}) is True


def test_pages_past_fifty_come_whole(crowded: SandboxServer) -> None:
    rows = _call(crowded, "crm.deal.list", {"filter": {"%TITLE": "Пачка"}, "select": ["ID"]})
    assert len({row["ID"] for row in rows}) == 120
    items = _call(crowded, "crm.item.list", {"entityTypeId": 2, "filter": {"%title": "Пачка"}})
    assert len({item["id"] for item in items["items"]}) == 120


def test_a_batch_quotes_an_earlier_command(server: SandboxServer) -> None:
    commands = {"company": "crm.company.list?select[]=ID", "first": "crm.company.get?id=$result[company][0][ID]"}
    done = _call(server, "batch", {"cmd": commands})
    assert done["result"]["first"]["ID"] == done["result"]["company"][0]["ID"]


def test_an_error_is_raised(server: SandboxServer) -> None:
    with pytest.raises(bitrix24.exceptions.BitrixError, match="400"):
        _call(server, "crm.deal.get", {"ID": 99999})
