"""The client on the wire: what it sends, and what it makes of the host's answers as the docs print them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st
from responses import matchers

from app.errors import (
    AccessDenied,
    AuthLost,
    HostError,
    HostTimeout,
    HostUnavailable,
    ObjectGone,
    PortalMoved,
    RateLimited,
)
from app.portal.batch import Command
from app.portal.scrub import scrubbed
from tests.portal.conftest import PORTAL, Rig
from tests.portal.doubles import json_of

BUSY = {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}


def test_sends_json_with_the_token_in_the_body(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(
        f"{PORTAL}crm.item.get.json",
        json={"result": {"item": {"id": 7}}},
        match=[matchers.json_params_matcher({"entityTypeId": 2, "id": 7, "auth": "access-1"})],
    )
    assert rig.client().call("crm.item.get", {"entityTypeId": 2, "id": 7}) == {"item": {"id": 7}}
    assert rig.bucket.taken == 1


def test_lists_tell_next_and_total(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.deal.list.json", json={"result": [], "next": 50, "total": 120})
    answer = rig.client().call_full("crm.deal.list")
    assert (answer.next, answer.total) == (50, 120)


@pytest.mark.parametrize(
    ("status", "code", "words", "kind"),
    [
        (401, "NO_AUTH_FOUND", "Wrong authorization data", AuthLost),
        (403, "ACCESS_DENIED", "Access denied.", AccessDenied),
        (403, "insufficient_scope", "The request requires higher privileges", AccessDenied),
        (400, "NOT_FOUND", "Элемент не найден", ObjectGone),
        (400, "ERROR_NOT_FOUND", "Could not find entity with id `7`", ObjectGone),
        (400, "", "Not found", ObjectGone),
        (400, "", "Access denied.", AccessDenied),
        (400, "", 'Email send error. "To" is not found', HostError),
        (400, "CRM_FIELD_ERROR_REQUIRED", "Не заполнено обязательное поле", HostError),
        (429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit", RateLimited),
        (429, "SOMETHING_NEW", "Too many requests", RateLimited),
        (500, "INTERNAL_SERVER_ERROR", "Internal server error", HostTimeout),
        (200, "INTERNAL_SERVER_ERROR", "a command of a batch broke down", HostTimeout),
    ],
)
def test_the_hosts_codes_become_our_errors(
    rig: Rig, wire: responses.RequestsMock, *, status: int, code: str, words: str, kind: type[HostError]
) -> None:
    body = {"error": code, "error_description": words}
    wire.post(f"{PORTAL}crm.item.update.json", json=body, status=status)
    with pytest.raises(HostError) as met:
        rig.client().call("crm.item.update", {"id": 7})
    assert type(met.value) is kind
    assert (met.value.code, met.value.description, met.value.status) == (code, words, status)


def test_an_error_that_comes_with_200_is_an_error(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}placement.bind.json", json={"error": "ERROR_ARGUMENT", "error_description": "x"})
    with pytest.raises(HostError, match="ERROR_ARGUMENT"):
        rig.client().call("placement.bind")


def test_an_overflow_is_told_to_the_bucket_and_tried_again(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.item.add.json", json=BUSY, status=503)
    wire.post(f"{PORTAL}crm.item.add.json", json={"result": {"item": {"id": 1}}})
    rig.client().call("crm.item.add")
    assert rig.bucket.overflows == 1


def test_waits_for_room_in_the_bucket_but_not_for_ever(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.item.add.json", json={"result": {}})
    rig.bucket.waits = [0.5, 0.25]
    rig.client().call("crm.item.add")
    assert rig.time.slept == [0.5, 0.25]
    rig.bucket.waits = [40.0]
    with pytest.raises(RateLimited):
        rig.client().batch([Command("crm.item.add", {"a": 1})])


def test_what_a_person_waits_for_books_its_room_and_waits_once(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.item.get.json", json={"result": {}})
    rig.is_awaited = True
    rig.bucket.waits = [0.5]
    rig.client().call("crm.item.get")
    assert (rig.time.slept, rig.bucket.booked, rig.bucket.taken) == ([0.5], 1, 0)
    rig.bucket.waits = [40.0]
    with pytest.raises(RateLimited):
        rig.client().call("crm.item.get")


@pytest.mark.parametrize(
    "trouble",
    [
        {"body": requests.ReadTimeout("read timed out")},
        {"body": requests.ConnectionError("Connection aborted.")},
        {"body": '{"result": {"item": {"id"', "status": 200},
        {"body": "<html>502</html>", "status": 502},
        {"json": {"error": "INTERNAL_SERVER_ERROR", "error_description": "Internal server error"}, "status": 500},
    ],
)
def test_a_write_without_a_whole_answer_is_unknown_and_not_repeated(
    rig: Rig, wire: responses.RequestsMock, trouble: dict[str, Any]
) -> None:
    wire.post(f"{PORTAL}crm.activity.add.json", **trouble)
    with pytest.raises(HostTimeout):
        rig.client().call("crm.activity.add", {"fields": {}})
    assert len(wire.calls) == 1


def test_a_write_that_never_left_is_unavailable(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.activity.add.json", body=requests.ConnectTimeout("no route"))
    with pytest.raises(HostUnavailable) as met:
        rig.client().call("crm.activity.add", {"fields": {}})
    assert not isinstance(met.value, HostTimeout)


def test_a_read_is_repeated(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.item.get.json", body=requests.ReadTimeout("read timed out"))
    wire.post(f"{PORTAL}crm.item.get.json", body="oops", status=502)
    wire.post(f"{PORTAL}crm.item.get.json", json={"result": {"item": {}}})
    rig.client().call("crm.item.get", {"id": 1})
    assert rig.time.slept == [1.0, 2.0]


def renamed(wire: responses.RequestsMock, *, to: str, confirmed: str) -> None:
    """The old host redirects; the auth server names the portal's host."""
    wire.post(
        f"{PORTAL}crm.item.add.json",
        status=302,
        headers={"Location": f"https://{to}/rest/crm.item.add.json?auth=access-1"},
    )
    install = {"member_id": "member1", "client_endpoint": f"https://{confirmed}/rest/", "installed": True}
    info = {"client_id": "app", "user_id": 1, "scope": "crm", "install": install}
    wire.post("https://oauth.bitrix24.tech/rest/app.info", json={"result": info})


def test_a_renamed_portal_is_followed_once_it_is_confirmed(rig: Rig, wire: responses.RequestsMock) -> None:
    renamed(wire, to="8.8.8.8", confirmed="8.8.8.8")
    wire.post("https://8.8.8.8/rest/crm.item.add.json", json={"result": {"item": {"id": 7}}})
    client = rig.client()
    assert client.call("crm.item.add", {"fields": {"title": "x"}}) == {"item": {"id": 7}}
    assert json_of(wire.calls[2])["fields"] == {"title": "x"}
    assert [moved.domain for moved in rig.moves] == ["8.8.8.8"]
    assert client.address.client_endpoint == "https://8.8.8.8/rest/"


@pytest.mark.parametrize(("to", "confirmed"), [("8.8.4.4", "8.8.8.8"), ("127.0.0.1", "127.0.0.1")])
def test_nothing_is_sent_to_an_address_that_is_not_confirmed(
    rig: Rig, wire: responses.RequestsMock, to: str, confirmed: str
) -> None:
    renamed(wire, to=to, confirmed=confirmed)
    with pytest.raises(PortalMoved) as met:
        rig.client().call("crm.item.add")
    assert met.value.location == f"https://{to}/rest/crm.item.add.json"
    assert len(wire.calls) == 2
    assert not rig.moves


def test_a_persons_token_is_not_sent_after_a_move(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}profile.json", status=302, headers={"Location": "https://8.8.8.8/rest/profile.json"})
    with pytest.raises(PortalMoved):
        rig.client().as_user("theirs").call("profile")


def test_batch_keeps_order_and_gives_each_its_own_error(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(
        f"{PORTAL}batch.json",
        json={
            "result": {
                "result": {"c0": {"item": {"id": 1}}},
                "result_error": {"c1": {"error": "NOT_FOUND", "error_description": "Элемент не найден"}},
            }
        },
        match=[
            matchers.json_params_matcher(
                {
                    "halt": 0,
                    "cmd": {
                        "c0": "crm.item.get?entityTypeId=2&id=1",
                        "c1": "crm.item.list?entityTypeId=2&filter[%40id][0]=5&filter[title]=%D0%90%26",
                    },
                    "auth": "access-1",
                }
            )
        ],
    )
    first, second = rig.client().batch(
        [
            Command("crm.item.get", {"entityTypeId": 2, "id": 1}),
            Command("crm.item.list", {"entityTypeId": 2, "filter": {"@id": [5], "title": "А&"}}),
        ]
    )
    assert first == {"item": {"id": 1}}
    assert isinstance(second, ObjectGone)


def test_batch_goes_fifty_at_a_time(rig: Rig, wire: responses.RequestsMock) -> None:
    for size in (50, 50, 20):
        found = {f"c{at}": at for at in range(size)}
        wire.post(f"{PORTAL}batch.json", json={"result": {"result": found, "result_error": []}})
    assert len(rig.client().batch([Command("profile")] * 120)) == 120
    assert [len(json_of(call)["cmd"]) for call in wire.calls] == [50, 50, 20]


def test_windows_go_by_id_without_counting(rig: Rig, wire: responses.RequestsMock) -> None:
    page = [{"ID": str(number)} for number in range(1, 51)]
    wire.post(f"{PORTAL}crm.stagehistory.list.json", json={"result": {"items": page}, "total": 0})
    wire.post(f"{PORTAL}crm.stagehistory.list.json", json={"result": {"items": [{"ID": "51"}]}, "total": 0})
    found = list(rig.client().rows_after("crm.stagehistory.list", {"entityTypeId": 2}, wrap="items"))
    assert len(found) == 51
    sent = [json_of(call) for call in wire.calls]
    assert [(one["filter"], one["start"]) for one in sent] == [({">ID": 0}, -1), ({">ID": 50}, -1)]


def test_the_log_holds_no_secrets_and_no_files(rig: Rig, wire: responses.RequestsMock) -> None:
    wire.post(f"{PORTAL}crm.activity.add.json", json={"error": "x", "error_description": "auth=access-1"}, status=400)
    secret = "JVBERi0x" * 100
    fields = {"FILES": [{"fileData": ["акт.pdf", secret]}], "DESCRIPTION": "see ?auth=access-1&x=1"}
    with pytest.raises(HostError):
        rig.client().call("crm.activity.add", {"fields": fields, "EVENT_TOKEN": "one|two", "auth": "zzz"})
    assert "акт.pdf" in rig.log.text
    assert not [word for word in ("access-1", "JVBERi0x", "one|two", "zzz") if word in rig.log.text]
    assert rig.log.notes[0].status == 400


def test_files_are_fetched_from_the_portal_only(rig: Rig, wire: responses.RequestsMock) -> None:
    with pytest.raises(AccessDenied), rig.client().download("https://evil.example/rest/download.json?auth=x"):
        pytest.fail("a foreign address")
    with pytest.raises(AccessDenied):
        rig.client().upload("http://firma.bitrix24.ru/rest/upload.json", b"", "text/plain")


@pytest.mark.parametrize("status", [401, 429, 500, 503], ids=["over", "too many", "broken", "overloaded"])
def test_a_link_that_answers_no_file_now_is_no_failure_for_good(
    rig: Rig, wire: responses.RequestsMock, status: int
) -> None:
    url = f"{PORTAL}download.json?auth=access-1&token=disk%7Cabc"
    wire.get(url, status=status)
    with pytest.raises(HostError) as met, rig.client().download(url):
        pass
    assert met.value.retryable


def test_a_broken_download_keeps_its_token_to_itself(rig: Rig, wire: responses.RequestsMock) -> None:
    url = f"{PORTAL}download.json?auth=access-1&token=disk%7Cabc"
    wire.get(url, body=requests.ConnectionError(f"HTTPSConnectionPool: {url} refused"))
    with pytest.raises(HostUnavailable) as met, rig.client().download(url):
        pytest.fail("nothing came")
    assert "access-1" not in str(met.value) + rig.log.text
    assert "disk%7Cabc" not in str(met.value) + rig.log.text


@given(st.dictionaries(st.sampled_from(["auth", "event_token", "AUTH_ID", "client_secret"]), st.text(min_size=8)))
def test_no_secret_parameter_survives_scrubbing(params: dict[str, str]) -> None:
    shown = scrubbed({"fields": {"deep": [params]}, **params})
    assert all(json.dumps(value, ensure_ascii=False) not in shown for value in params.values())
