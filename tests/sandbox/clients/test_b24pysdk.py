"""b24pysdk (PyPI, the vendor's own): https, a domain with a dot and no port, a fixed authorization server.

It is pointed at the sandbox by the environment alone: HTTPS_PROXY and REQUESTS_CA_BUNDLE.
"""

from __future__ import annotations

import pytest

from sandbox.server import SandboxServer

pytest.importorskip("b24pysdk", reason="needs the PyPI package b24pysdk")
from b24pysdk import Client
from b24pysdk.credentials import BitrixApp, BitrixToken, BitrixWebhook
from b24pysdk.errors import BitrixAPIError


@pytest.fixture(autouse=True)
def pointed(named: SandboxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", named.env["B24_PROXY"])
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", named.env["B24_CA_FILE"])
    monkeypatch.delenv("NO_PROXY", raising=False)


def _by_webhook(server: SandboxServer) -> Client:
    env = server.env
    user_and_code = "/".join(env["B24_WEBHOOK_URL"].strip("/").split("/")[-2:])
    return Client(BitrixWebhook(domain=env["B24_DOMAIN"], webhook_token=user_and_code))


def _token(server: SandboxServer) -> BitrixToken:
    env = server.env
    app = BitrixApp(client_id=env["B24_CLIENT_ID"], client_secret=env["B24_CLIENT_SECRET"])
    return BitrixToken(
        domain=env["B24_DOMAIN"],
        auth_token=env["B24_ACCESS_TOKEN"],
        refresh_token=env["B24_REFRESH_TOKEN"],
        bitrix_app=app,
    )


@pytest.mark.parametrize("kind", ["deal", "company"])
def test_one_is_added_read_changed_and_deleted(named: SandboxServer, kind: str) -> None:
    objects = getattr(_by_webhook(named).crm, kind)
    new = objects.add(fields={"TITLE": "Первая"}).result
    assert objects.get(bitrix_id=new).result["TITLE"] == "Первая"
    assert objects.update(bitrix_id=new, fields={"TITLE": "Вторая"}).result is True
    assert [row["ID"] for row in objects.list(filter={"=TITLE": "Вторая"}).result] == [str(new)]
    assert objects.delete(bitrix_id=new).result is True


def test_pages_past_fifty_come_whole(named: SandboxServer) -> None:
    asked = _by_webhook(named).crm.deal.list(filter={"%TITLE": "Пачка"}, select=["ID"])
    assert len({row["ID"] for row in asked.as_list().result}) == 120
    assert len({row["ID"] for row in asked.as_list_fast().result}) == 120


def test_a_batch_quotes_an_earlier_command(named: SandboxServer) -> None:
    commands = {
        "new": ("crm.company.add", {"fields": {"TITLE": "Ссылка"}}),
        "read": ("crm.company.get", {"ID": "$result[new]"}),
    }
    done = _token(named).call_batch(commands)["result"]
    assert done["result"]["read"]["TITLE"] == "Ссылка"
    requests = [_by_webhook(named).crm.company.get(bitrix_id=n) for n in (1, 2)]
    assert [row["ID"] for row in _by_webhook(named).call_batch(requests).result.result] == ["1", "2"]


def test_an_error_is_named(named: SandboxServer) -> None:
    with pytest.raises(BitrixAPIError, match="Not found"):
        _ = _by_webhook(named).crm.deal.get(bitrix_id=99999).result


def test_an_expired_token_is_renewed_at_the_fixed_server(named: SandboxServer) -> None:
    token = _token(named)
    client = Client(token)
    named.portal.tokens.expire_all()
    before = token.auth_token
    assert client.profile().result["ID"] == "1"
    assert token.auth_token != before
    info = token.get_app_info().result
    assert info.install.member_id == named.portal.member_id


def test_a_renamed_portal_is_followed(named: SandboxServer) -> None:
    token = _token(named)
    named.tenants.rename(named.portal, "renamed.bitrix24.test")
    assert Client(token).profile().result["ID"] == "1"
    assert token.domain == "renamed.bitrix24.test"
