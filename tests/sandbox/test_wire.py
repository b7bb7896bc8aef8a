"""The REST entrance answers every form of call that real clients use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer


def test_a_method_answers_by_get_and_post_with_any_suffix_and_case(server: SandboxServer) -> None:
    hook = server.webhook_url
    for form in ("profile", "profile/", "profile.json", "PROFILE", "Profile.json/"):
        assert requests.get(hook + form, timeout=10).json()["result"]["ID"] == "1"
        assert requests.post(hook + form + "?__order=1&", json={}, timeout=10).json()["result"]["ADMIN"] is True


def test_an_unknown_method_is_404(rest: Any) -> None:
    assert rest("no.such.method") == {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}


def test_a_token_may_come_in_query_form_or_json(server: SandboxServer) -> None:
    url, token = f"{server.url}/rest/profile", server.env["B24_ACCESS_TOKEN"]
    assert requests.get(url, params={"auth": token}, timeout=10).status_code == 200
    assert requests.post(url, data={"auth": token}, timeout=10).status_code == 200
    assert requests.post(url, json={"auth": token}, timeout=10).status_code == 200
    refused = requests.post(url, json={"auth": "nobody"}, timeout=10)
    assert (refused.status_code, refused.json()["error"]) == (401, "NO_AUTH_FOUND")


def test_batch_quotes_earlier_results_and_keeps_errors_apart(rest: Any) -> None:
    commands = {
        "me": "profile",
        "bad": "no.such",
        "same": "method.get?name=$result[me][NAME]",
        "deep": "batch?cmd[0]=profile",
    }
    result = rest("batch", {"halt": 0, "cmd": commands})["result"]
    assert result["result"]["same"] == {"isExisting": False, "isAvailable": False}
    assert result["result_error"]["bad"]["error"] == "ERROR_METHOD_NOT_FOUND"
    assert result["result_error"]["deep"]["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED"
    assert result["result_next"] == []
    assert isinstance(rest("batch", {"cmd": ["profile", "profile"]})["result"]["result"], list)


def test_the_browser_may_ask_first(server: SandboxServer) -> None:
    answer = requests.options(server.webhook_url + "profile", timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_bucket_overflows_at_fifty(server: SandboxServer) -> None:
    server.portal.limiter.is_on = True
    server.portal.limiter.drain = 0.0
    with requests.Session() as session:
        codes = [session.get(server.webhook_url + "profile", timeout=10).status_code for _ in range(52)]
    assert codes == [200] * 50 + [503] * 2


def test_tokens_rotate_and_an_expired_one_says_so(server: SandboxServer, control: Any) -> None:
    env = server.env
    control("tokens/expire")
    late = requests.post(f"{server.url}/rest/profile", json={"auth": env["B24_ACCESS_TOKEN"]}, timeout=10)
    assert (late.status_code, late.json()["error"]) == (401, "expired_token")
    ask = {
        "grant_type": "refresh_token",
        "client_id": env["B24_CLIENT_ID"],
        "client_secret": env["B24_CLIENT_SECRET"],
        "refresh_token": env["B24_REFRESH_TOKEN"],
    }
    pair = requests.get(f"{server.url}/oauth/token/", params=ask, timeout=10).json()
    assert requests.post(f"{server.url}/rest/profile", json={"auth": pair["access_token"]}, timeout=10).ok
    again = requests.post(f"{server.url}/oauth/token/", data=ask, timeout=10)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_fault_cuts_the_connection_or_answers_an_error(server: SandboxServer, control: Any) -> None:
    control("faults", {"method": "profile", "kind": "error", "status": 500, "code": "INTERNAL_SERVER_ERROR"})
    control("faults", {"method": "profile", "kind": "timeout-after"})
    assert requests.get(server.webhook_url + "profile", timeout=10).status_code == 500
    with pytest.raises(requests.ConnectionError):
        requests.get(server.webhook_url + "profile", timeout=10)
    assert requests.get(server.webhook_url + "profile", timeout=10).status_code == 200


def test_a_fault_finds_its_method_inside_a_batch(server: SandboxServer, rest: Any, control: Any) -> None:
    control("faults", {"method": "crm.deal.add", "kind": "error", "status": 503})
    commands = {"a": "crm.deal.add?fields[TITLE]=1", "b": "crm.deal.add?fields[TITLE]=2"}
    result = rest("batch", {"cmd": commands})["result"]
    assert result["result_error"]["a"]["error"] == "QUERY_LIMIT_EXCEEDED"
    assert isinstance(result["result"]["b"], int)


def test_a_cut_connection_leaves_the_work_done(server: SandboxServer, rest: Any, control: Any) -> None:
    control("faults", {"method": "crm.deal.add", "kind": "timeout-after"})
    with pytest.raises(requests.ConnectionError):
        rest("crm.deal.add", {"fields": {"TITLE": "Сделана"}})
    assert rest("crm.deal.list", {"filter": {"=TITLE": "Сделана"}})["total"] == 1


def test_many_callers_at_once_get_numbers_of_their_own(server: SandboxServer) -> None:
    def add(n: int) -> int:
        body = {"fields": {"TITLE": f"п{n}"}}
        return int(requests.post(server.webhook_url + "crm.deal.add", json=body, timeout=30).json()["result"])

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(add, range(64)))
    assert len(set(made)) == 64
