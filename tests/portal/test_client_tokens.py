"""Tokens of the portal client: refreshed only when expired, once for all, never a person's."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from app.errors import (
    AccessDenied,
    AuthLost,
    HostUnavailable,
)
from tests.portal.conftest import AUTH, PORTAL, Rig
from tests.portal.doubles import Vault, json_of, pair

EXPIRED = {"error": "expired_token", "error_description": "The access token provided has expired."}


def refreshed(**changes: Any) -> dict[str, Any]:
    return {
        "access_token": "access-2", "expires_in": 3600, "refresh_token": "refresh-2", "user_id": 1,
        "domain": "oauth.bitrix24.tech", "client_endpoint": PORTAL, "member_id": "member1", **changes,
    }  # fmt: skip


def test_refreshes_on_an_expired_token_and_stores_before_use(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}profile.json", json=EXPIRED, status=401)
    wire.post(
        AUTH,
        json=refreshed(),
        match=[
            matchers.urlencoded_params_matcher(
                {
                    "grant_type": "refresh_token",
                    "client_id": "app",
                    "client_secret": "hush",
                    "refresh_token": "refresh-1",
                }
            )
        ],
    )
    wire.post(f"{PORTAL}profile.json", json={"result": {"ID": "1"}})
    assert rig.client().call("profile") == {"ID": "1"}
    assert [stored.refresh for stored in rig.vault.stored] == ["refresh-2"]
    assert json_of(wire.calls[2])["auth"] == "access-2"


def test_waits_for_the_process_that_refreshes_already(rig: Rig, wire: responses.RequestsMock) -> None:
    rig.vault = Vault(elsewhere=(2, pair("access-9", "refresh-9")))
    wire.post(f"{PORTAL}profile.json", json=EXPIRED, status=401)
    wire.post(f"{PORTAL}profile.json", json={"result": {}})
    rig.client().call("profile")
    assert json_of(wire.calls[1])["auth"] == "access-9"
    assert len(rig.time.slept) == 2
    assert not rig.vault.stored


def test_gives_up_waiting_for_another_process_at_last(rig: Rig, wire: responses.RequestsMock) -> None:
    rig.vault = Vault(elsewhere=(10**6, pair("access-9")))
    wire.post(f"{PORTAL}crm.item.add.json", json=EXPIRED, status=401)
    with pytest.raises(HostUnavailable):
        rig.client().call("crm.item.add")


def test_a_dead_grant_loses_the_tokens(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}profile.json", json=EXPIRED, status=401)
    wire.post(AUTH, json={"error": "invalid_grant", "error_description": "Invalid grant"}, status=400)
    with pytest.raises(AuthLost):
        rig.client().call("profile")
    assert "invalid_grant" in rig.vault.lost


@pytest.mark.parametrize(
    "answer",
    [
        {"json": {"error": "invalid_client"}, "status": 401},
        {"json": {"error": "PAYMENT_REQUIRED"}, "status": 401},
        {"body": "Bad gateway", "status": 502},
        {"body": requests.ConnectionError("reset")},
    ],
)
def test_an_auth_server_in_trouble_loses_nothing(
    rig: Rig, wire: responses.RequestsMock, answer: dict[str, Any]
) -> None:
    wire.post(f"{PORTAL}crm.item.add.json", json=EXPIRED, status=401)
    wire.post(AUTH, **answer)
    with pytest.raises(HostUnavailable):
        rig.client().call("crm.item.add")
    assert not rig.vault.lost
    assert rig.vault.released == 1


def test_a_token_replaced_behind_our_back_is_no_loss(rig: Rig, wire: responses.RequestsMock) -> None:
    def refused(_: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        rig.vault.tokens = pair("access-2", "refresh-2")
        return 401, {}, json.dumps({"error": "NO_AUTH_FOUND"})

    wire.add_callback(responses.POST, f"{PORTAL}crm.item.add.json", refused)
    wire.post(f"{PORTAL}crm.item.add.json", json={"result": {}})
    rig.client().call("crm.item.add")
    assert json_of(wire.calls[1])["auth"] == "access-2"


def test_a_token_that_the_portal_does_not_know_is_not_refreshed(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.item.add.json", json={"error": "NO_AUTH_FOUND"}, status=401)
    with pytest.raises(AuthLost):
        rig.client().call("crm.item.add")
    assert (rig.vault.released, rig.vault.lost) == (1, "")


def test_a_persons_token_is_never_refreshed(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}profile.json", json=EXPIRED, status=401)
    with pytest.raises(AccessDenied, match="обновите"):
        rig.client().as_user("theirs").call("profile")
    assert json_of(wire.calls[0])["auth"] == "theirs"


def test_a_persons_bad_token_is_not_the_installers_loss(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}profile.json", json={"error": "NO_AUTH_FOUND"}, status=401)
    with pytest.raises(AccessDenied):
        rig.client().as_user("theirs").call("profile")
