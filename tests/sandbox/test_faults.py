"""Faults, limits and costs on demand; what the portal's clock governs."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.limits import Limiter
from sandbox.mischief import Fate, Mischief, Odds
from sandbox.server import SandboxServer
from tests.sandbox.handler import listening


class HandClock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_drains_by_the_portals_clock() -> None:
    clock = HandClock()
    limiter = Limiter(clock)
    assert [limiter.admits("a") for _ in range(51)] == [True] * 50 + [False]
    assert limiter.admits("b")
    clock.now += 1
    assert [limiter.admits("a") for _ in range(3)] == [True, True, False]


def test_operating_time_is_forgotten_minute_by_minute() -> None:
    clock = HandClock()
    limiter = Limiter(clock)
    first = clock.now
    for minute in range(5):
        limiter.spend("app", "crm.item.list", 100)
        assert limiter.is_blocked("app", "crm.item.list") is (minute == 4)
        clock.now += 60
    assert not limiter.is_blocked("app", "crm.item.get")
    assert not limiter.is_blocked("other", "crm.item.list")
    operating, reset = limiter.spend("app", "crm.item.list", 0)
    assert (operating, reset) == (500, int(first) + 600)
    clock.now = first + 600
    assert not limiter.is_blocked("app", "crm.item.list")
    assert limiter.spend("app", "crm.item.list", 0)[0] == 400


def test_a_command_costs_what_it_is_told_and_the_method_is_closed(
    server: SandboxServer, rest: Any, control: Any
) -> None:
    control("limiter", {"on": True, "operating_limit": 45})
    control("costs", {"method": "crm.deal.*", "seconds": 10, "waits": False})
    commands = {f"n{number}": "crm.deal.list" for number in range(6)}
    result = rest("batch", {"cmd": commands})["result"]
    assert sorted(result["result"]) == ["n0", "n1", "n2", "n3", "n4"]
    assert result["result_error"]["n5"]["error"] == "OPERATION_TIME_LIMIT"
    assert [round(result["result_time"][f"n{n}"]["operating"], -1) for n in range(5)] == [10, 20, 30, 40, 50]
    alone = requests.post(server.webhook_url + "crm.deal.list", timeout=10)
    assert (alone.status_code, alone.json()["error"]) == (429, "OPERATION_TIME_LIMIT")
    assert "result" in rest("crm.item.list", {"entityTypeId": 2})
    control("clock", {"advance": 601})
    assert "result" in rest("crm.deal.list")
    assert control("costs", {"method": "crm.deal.*", "seconds": 0})["costs"] == []


def test_faults_by_probability_repeat_with_their_seed(server: SandboxServer, control: Any) -> None:
    def codes() -> list[int]:
        control("faults", {"clear": True})
        control("faults", {"method": "profile", "kind": "error", "status": 500, "probability": 0.5, "seed": 7,
                           "times": 0})  # fmt: skip
        return [requests.get(server.webhook_url + "profile", timeout=10).status_code for _ in range(20)]

    first = codes()
    assert set(first) == {200, 500}
    assert codes() == first


def test_a_fault_lets_some_by_and_hits_the_next_ones(server: SandboxServer, control: Any) -> None:
    control("faults", {"method": "profile", "kind": "error", "status": 401, "code": "expired_token", "skip": 1,
                       "times": 2})  # fmt: skip
    codes = [requests.get(server.webhook_url + "profile", timeout=10).status_code for _ in range(4)]
    assert codes == [200, 401, 401, 200]
    assert control("faults")["faults"] == []


def test_half_an_answer_is_no_json(server: SandboxServer, control: Any) -> None:
    control("faults", {"method": "profile", "kind": "cut-json"})
    answer = requests.get(server.webhook_url + "profile", timeout=10)
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_revoked_tokens_are_unknown_and_do_not_refresh(server: SandboxServer, control: Any) -> None:
    env = server.env
    control("tokens/revoke", {"client_id": env["B24_CLIENT_ID"]})
    refused = requests.post(f"{server.url}/rest/profile", json={"auth": env["B24_ACCESS_TOKEN"]}, timeout=10)
    assert (refused.status_code, refused.json()["error"]) == (401, "NO_AUTH_FOUND")
    ask = {"grant_type": "refresh_token", "client_id": env["B24_CLIENT_ID"],
           "client_secret": env["B24_CLIENT_SECRET"], "refresh_token": env["B24_REFRESH_TOKEN"]}  # fmt: skip
    assert requests.get(f"{server.url}/oauth/token/", params=ask, timeout=10).json()["error"] == "invalid_grant"


def test_a_token_grows_old_by_the_portals_clock(server: SandboxServer, control: Any) -> None:
    token = server.env["B24_ACCESS_TOKEN"]
    control("clock", {"advance": 3601})
    late = requests.post(f"{server.url}/rest/profile", json={"auth": token}, timeout=10)
    assert (late.status_code, late.json()["error"]) == (401, "expired_token")


def test_the_time_of_an_answer_is_the_portals(rest: Any, control: Any) -> None:
    control("clock", {"set": "2030-05-06T07:08:09+03:00"})
    told = datetime.fromisoformat(rest("profile")["time"]["date_start"])
    assert abs(told - datetime.fromisoformat("2030-05-06T07:08:09+03:00")) < timedelta(minutes=5)


def test_a_full_disk_takes_no_file(rest: Any, control: Any) -> None:
    storage = rest("disk.storage.getlist")["result"][0]["ID"]
    one = {"id": storage, "data": {"NAME": "a.txt"}, "fileContent": ["a.txt", base64.b64encode(b"abc").decode()]}
    control("disk/quota", {"bytes": 0})
    assert rest("disk.storage.uploadfile", one)["error_description"] == "Could not save file"
    control("disk/quota")
    assert rest("disk.storage.uploadfile", one)["result"]["NAME"] == "a.txt"


def test_odds_of_one_and_none_are_sure() -> None:
    mischief = Mischief()
    assert mischief.next() == Fate()
    mischief.play(Odds(drop=1, double=1, delay=1, reorder=1, seconds=9))
    assert mischief.next() == Fate(True, True, 9, True)
    with pytest.raises(ValueError, match="probability"):
        mischief.play(Odds(drop=2))


def _names(control: Any, state: str) -> list[str]:
    return [row["name"] for row in control("events", {"state": state})["events"]]


def test_events_are_lost_doubled_and_delayed(server: SandboxServer, rest: Any, control: Any) -> None:
    with listening() as handler:
        _bind(server, handler.url)
        control("events/odds", {"drop": 1})
        rest("crm.deal.add", {"fields": {"TITLE": "Потеряна"}})
        assert len(_names(control, "dropped")) == 1
        control("events/odds", {"double": 1})
        rest("crm.deal.add", {"fields": {"TITLE": "Дважды"}})
        assert control("events/wait")["idle"]
        assert len(_names(control, "sent")) == 2
        control("events/odds", {"delay": 1, "seconds": 3600})
        rest("crm.deal.add", {"fields": {"TITLE": "Позже"}})
        assert control("events/wait")["idle"]
        assert len(_names(control, "waiting")) == 1
        control("clock", {"advance": 3601})
        assert control("events/wait")["idle"]
        assert len(_names(control, "sent")) == 3


def test_a_held_event_lets_the_next_one_go_first(server: SandboxServer, rest: Any, control: Any) -> None:
    with listening() as handler:
        _bind(server, handler.url)
        control("events/pause")
        control("events/odds", {"reorder": 1})
        first = rest("crm.deal.add", {"fields": {"TITLE": "Первая"}})["result"]
        control("events/odds")
        second = rest("crm.deal.add", {"fields": {"TITLE": "Вторая"}})["result"]
        control("clock", {"advance": 5})
        control("events/resume")
        assert control("events/wait")["idle"]
        sent = sorted(control("events", {"state": "sent"})["events"], key=lambda row: row["id"])
        assert [row["form"]["data"]["FIELDS"]["ID"] for row in sent] == [str(first), str(second)]
        assert [handler.next()["data"]["FIELDS"]["ID"] for _ in range(2)] == [str(second), str(first)]


def _bind(server: SandboxServer, url: str) -> None:
    ask = {"auth": server.env["B24_ACCESS_TOKEN"], "event": "ONCRMDEALADD", "handler": url}
    assert requests.post(f"{server.url}/rest/event.bind", json=ask, timeout=10).json()["result"] is True
