"""The client on the running sandbox: tokens that expire, people's tokens, faults."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import HostError, HostTimeout
from app.portal.batch import Command
from app.portal.client import PortalClient
from app.portal.users import PortalUsers
from app.ports.access import PortalAddress
from tests.portal.conftest import Live, Rig


def test_an_expired_token_is_refreshed_and_the_call_answered(live: Live, portal: PortalClient) -> None:
    before = live.vault.tokens
    live.control("tokens/expire")
    assert portal.call("profile")["ID"] == "1"
    assert live.vault.tokens.access != before.access
    assert live.vault.tokens.refresh != before.refresh
    assert live.vault.tokens.expires_at > live.time.now() + timedelta(minutes=50)


def test_a_batch_answers_in_order(portal: PortalClient) -> None:
    first, second = portal.batch([Command("profile"), Command("crm.item.get", {"entityTypeId": 2, "id": 10**6})])
    assert first["ID"] == "1"
    assert isinstance(second, Exception)


def test_an_answer_that_is_cut_off_leaves_a_write_unknown(live: Live, portal: PortalClient) -> None:
    live.control("faults", method="crm.item.add", kind="timeout-after", times=1, seconds=0)
    with pytest.raises(HostTimeout):
        portal.call("crm.item.add", {"entityTypeId": 2, "fields": {"title": "Оборванная"}})
    found = portal.call("crm.item.list", {"entityTypeId": 2, "filter": {"=title": "Оборванная"}})
    assert len(found["items"]) == 1


def test_knows_who_looks_and_what_people_are_called(live: Live, portal: PortalClient) -> None:
    users = PortalUsers(portal)
    viewer = users.viewer()
    assert viewer.is_admin
    assert users.names([viewer.id]) == {viewer.id: viewer.name}
    assert PortalUsers(portal.as_user(live.vault.tokens.access)).viewer() == viewer


def test_a_portal_that_moved_into_a_private_network_is_not_called(rig: Rig, live: Live) -> None:
    url = live.server.url.rstrip("/")
    address = PortalAddress("member1", "localhost", f"{url}/rest/", "https://oauth.bitrix24.tech/rest/")
    with pytest.raises(HostError, match="внутреннюю сеть") as met:
        rig.client(address).call("profile")
    assert not met.value.retryable
