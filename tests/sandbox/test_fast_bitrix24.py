"""fast-bitrix24, which knows nothing of us, works against the portal: by webhook and by OAuth."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from fast_bitrix24 import Bitrix

from sandbox.server import SandboxServer


def _by_webhook(server: SandboxServer) -> Any:
    return Bitrix(server.webhook_url, verbose=False)


def _by_token(server: SandboxServer) -> Any:
    env = server.env
    refresh = [env["B24_REFRESH_TOKEN"]]

    async def token_func() -> str:
        ask = {"grant_type": "refresh_token", "refresh_token": refresh[0]}
        ask |= {"client_id": env["B24_CLIENT_ID"], "client_secret": env["B24_CLIENT_SECRET"]}
        pair = requests.get(f"{server.url}/oauth/token/", params=ask, timeout=10).json()
        refresh[0] = pair["refresh_token"]
        return str(pair["access_token"])

    return Bitrix(f"{server.url}/rest/", token_func=token_func, verbose=False)


@pytest.fixture(params=[_by_webhook, _by_token], ids=["webhook", "oauth"])
def bitrix(request: Any, server: SandboxServer) -> Any:
    return request.param(server)


def test_deals_are_added_in_batches_listed_past_fifty_changed_and_deleted(bitrix: Any) -> None:
    new = bitrix.call("crm.deal.add", [{"fields": {"TITLE": f"Пачка {n}"}} for n in range(120)])
    assert len({int(n) for n in new}) == 120
    listed = bitrix.get_all("crm.deal.list", {"select": ["ID", "TITLE"], "filter": {"%TITLE": "пачка"}})
    assert {int(deal["ID"]) for deal in listed} == {int(n) for n in new}
    by_id = bitrix.get_by_ID("crm.deal.get", new)
    assert {deal["TITLE"] for deal in by_id.values()} == {f"Пачка {n}" for n in range(120)}
    assert bitrix.call("crm.deal.update", {"ID": new[0], "fields": {"TITLE": "Другая"}}) is True
    assert bitrix.get_by_ID("crm.deal.get", new[:2])[str(new[0])]["TITLE"] == "Другая"
    assert all(bitrix.call("crm.deal.delete", [{"ID": n} for n in new]))


def test_items_are_listed_whole(bitrix: Any) -> None:
    items = bitrix.get_all("crm.item.list", {"entityTypeId": 4, "select": ["id", "title"]})
    assert len(items) == 9


def test_an_error_inside_a_batch_is_named(bitrix: Any) -> None:
    with pytest.raises(Exception, match="Not found"):
        bitrix.call("crm.deal.get", {"ID": 99999})


def test_an_expired_token_is_renewed(server: SandboxServer) -> None:
    client = _by_token(server)
    assert client.call("profile", raw=True)["result"]["ID"] == "1"
    server.portal.tokens.expire_all()
    assert client.call("profile", raw=True)["result"]["ID"] == "1"
