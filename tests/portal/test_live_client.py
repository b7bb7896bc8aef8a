"""The client on the running sandbox: tokens that expire, people's tokens, faults."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from app.errors import HostTimeout
from app.portal.batch import Command
from app.portal.client import PortalClient
from app.portal.users import PortalUsers
from tests.portal.conftest import Live


def control(live: Live, action: str, **params: object) -> None:
    with requests.Session() as session:
        session.post(f"{live.server.url.rstrip('/')}/sandbox/api/{action}", json=params, timeout=10).raise_for_status()


def test_an_expired_token_is_refreshed_and_the_call_answered(live: Live, portal: PortalClient) -> None:
    before = live.vault.tokens
    control(live, "tokens/expire")
    assert portal.call("profile")["ID"] == "1"
    assert live.vault.tokens.access != before.access
    assert live.vault.tokens.refresh != before.refresh
    assert live.vault.tokens.expires_at > live.time.now() + timedelta(minutes=50)


def test_a_batch_answers_in_order(portal: PortalClient) -> None:
    first, second = portal.batch([Command("profile"), Command("crm.item.get", {"entityTypeId": 2, "id": 10**6})])
    assert first["ID"] == "1"
    assert isinstance(second, Exception)


def test_an_answer_that_is_cut_off_leaves_a_write_unknown(live: Live, portal: PortalClient) -> None:
    control(live, "faults", method="crm.item.add", kind="timeout-after", times=1, seconds=0)
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
