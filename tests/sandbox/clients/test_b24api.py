"""b24api (PyPI, 0.4): batches of GET queries with `halt`, lists by numbers without counting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.server import SandboxServer

b24api = pytest.importorskip("b24api", reason="needs the PyPI package b24api")


@pytest.fixture
def client(crowded: SandboxServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("BITRIX24_API_WEBHOOK_URL", crowded.webhook_url)
    yield b24api.Bitrix24()


def _ask(client: Any, method: str, **parameters: Any) -> Any:
    return client.call({"method": method, "parameters": parameters})


@pytest.mark.parametrize("kind", ["deal", "company"])
def test_one_is_added_read_changed_and_deleted(client: Any, kind: str) -> None:
    new = _ask(client, f"crm.{kind}.add", fields={"TITLE": "Первая"})
    assert _ask(client, f"crm.{kind}.get", id=new)["TITLE"] == "Первая"
    assert _ask(client, f"crm.{kind}.update", id=new, fields={"TITLE": "Вторая"}) is True
    assert [row["ID"] for row in _ask(client, f"crm.{kind}.list", filter={"=TITLE": "Вторая"})] == [str(new)]
    assert _ask(client, f"crm.{kind}.delete", id=new) is True


@pytest.mark.parametrize("way", ["list_sequential", "list_batched", "list_batched_no_count"])
def test_pages_past_fifty_come_whole(client: Any, way: str) -> None:
    asked = {"method": "crm.deal.list", "parameters": {"select": ["ID"], "filter": {"%TITLE": "Пачка"}}}
    rows = list(getattr(client, way)(asked))
    assert len(rows) == len({row["ID"] for row in rows}) == 120


def test_comments_are_listed_by_their_owners(client: Any) -> None:
    for deal in (1, 2):
        fields = {"ENTITY_TYPE": "deal", "ENTITY_ID": deal, "COMMENT": f"О сделке {deal}"}
        _ask(client, "crm.timeline.comment.add", fields=fields)
    asked = {"method": "crm.timeline.comment.list", "parameters": {"select": ["ID", "COMMENT"]}}
    updates = [{"ENTITY_TYPE": "deal", "ENTITY_ID": deal} for deal in (1, 2)]
    assert [row["COMMENT"] for row in client.reference_batched_no_count(asked, updates)] == ["О сделке 1", "О сделке 2"]


def test_a_batch_quotes_an_earlier_command(client: Any) -> None:
    requests = [
        {"method": "crm.company.add", "parameters": {"fields": {"TITLE": "Ссылка"}}},
        {"method": "crm.company.get", "parameters": {"id": "$result[_0]"}},
    ]
    assert [*client.batch(requests)][1]["TITLE"] == "Ссылка"


def test_an_error_is_named(client: Any) -> None:
    with pytest.raises(b24api.error.ApiResponseError, match="error_method_not_found"):
        _ask(client, "crm.nonsense.get")
    with pytest.raises(b24api.error.ApiResponseError, match="Not found"):
        list(client.batch([{"method": "crm.deal.get", "parameters": {"id": 99999}}]))
