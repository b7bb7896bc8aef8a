"""What the portal posts, parsed: as the docs and the official SDKs print it, and as an attacker would."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calls import AppEvent, AppHappening, HostEvent
from app.errors import InboundRefused
from app.portal.inbound import parse_event, parse_placement, parse_robot

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AUTH = {
    "auth[domain]": "firma.bitrix24.ru",
    "auth[client_endpoint]": "https://firma.bitrix24.ru/rest/",
    "auth[server_endpoint]": "https://oauth.bitrix24.tech/rest/",
    "auth[member_id]": "a223c6b3710f85df22e9377d6c4f7553",
    "auth[application_token]": "51856fefc120afa4b628cc82d3935cce",
}
TOKENS = {
    "auth[access_token]": "s6p6eclrvim6da22ft9ch94ekreb52lv",
    "auth[expires_in]": "3600",
    "auth[scope]": "crm",
    "auth[status]": "F",
    "auth[user_id]": "7",
}
DEAL = {"event": "ONCRMDEALUPDATE", "event_handler_id": "715", "data[FIELDS][ID]": "3", "ts": "1772442000", **AUTH}
ROBOT = {
    "event_token": "55c1dc1c3f0d75.78875596|A51601_82584_96831_81132|MvYdVa.hash",
    "workflow_id": "55c1dc1c3f0d75.78875596",
    "code": "make_act",
    "document_id[0]": "crm",
    "document_id[1]": "CCrmDocumentDeal",
    "document_id[2]": "DEAL_123",
    "document_type[0]": "crm",
    "document_type[1]": "CCrmDocumentDeal",
    "document_type[2]": "DEAL",
    "properties[amount]": "1500.50",
    "properties[tags][0]": "a",
    "properties[tags][1]": "b",
    "use_subscription": "Y",
    "timeout_duration": "0",
    "ts": "1772442000",
    **AUTH,
    **TOKENS,
}
ARGS = {"DOMAIN": "firma.bitrix24.ru", "PROTOCOL": "1", "LANG": "ru", "APP_SID": "d13f0a"}
FRAME = {
    "AUTH_ID": "1d2a3b",
    "AUTH_EXPIRES": "3600",
    "REFRESH_ID": "9f8e7d",
    "SERVER_ENDPOINT": "https://oauth.bitrix24.tech/rest/",
    "APPLICATION_TOKEN": "51856fef",
    "member_id": "a223c6b3710f85df22e9377d6c4f7553",
    "status": "L",
    "PLACEMENT": "CRM_DEAL_DETAIL_TAB",
    "PLACEMENT_OPTIONS": '{"ID":"8061","URI":"/crm/deal/details/8061/"}',
}


def test_a_deals_event_is_a_dirty_mark() -> None:
    found = parse_event(DEAL)
    at = datetime.fromtimestamp(1772442000, UTC)
    assert found.event == HostEvent("oncrmdealupdate", "deal", 2, 3, at)
    assert found.tokens is None
    assert found.key == "event:oncrmdealupdate:2_3:1772442000"
    assert found.sender.member_id == AUTH["auth[member_id]"]


@pytest.mark.parametrize(("type_id", "kind"), [("31", "invoice"), ("1030", "item")])
def test_items_and_invoices_come_through_one_event(type_id: str, kind: str) -> None:
    form = {**DEAL, "event": "onCrmDynamicItemUpdate", "data[FIELDS][ENTITY_TYPE_ID]": type_id}
    event = parse_event(form).event
    assert isinstance(event, HostEvent)
    assert (event.kind, event.entity_type_id, event.object_id) == (kind, int(type_id), 3)


def test_the_type_may_stand_in_the_name_of_the_event() -> None:
    event = parse_event({**DEAL, "event": "ONCRMDYNAMICITEMADD_1030"}).event
    assert isinstance(event, HostEvent)
    assert event.entity_type_id == 1030


def test_installation_brings_both_tokens() -> None:
    form = {"event": "ONAPPINSTALL", "data[VERSION]": "1", "ts": "1772442000", **AUTH, **TOKENS}
    found = parse_event({**form, "auth[refresh_token]": "4s386p3q0tr8dy89xvmt96234v3dljg8"})
    assert found.tokens is not None
    assert found.tokens.refresh == "4s386p3q0tr8dy89xvmt96234v3dljg8"
    assert found.tokens.user_id == 7
    assert isinstance(found.event, AppEvent)
    assert found.event.code is AppHappening.INSTALLED


def test_removal_says_whether_to_delete_the_data() -> None:
    form = {"event": "ONAPPUNINSTALL", "data[LANGUAGE_ID]": "ru", "data[CLEAN]": "1", "ts": "1772442000", **AUTH}
    found = parse_event(form)
    assert found.event == AppEvent(AppHappening.UNINSTALLED, datetime.fromtimestamp(1772442000, UTC), clean=True)
    assert found.tokens is None


def test_a_robots_call_keeps_its_token_out_of_the_key() -> None:
    found = parse_robot(ROBOT)
    assert (found.call.code, found.call.kind, found.call.item_id) == ("make_act", "deal", 123)
    assert found.call.waits
    assert found.call.properties == {"amount": "1500.50", "tags": "a, b"}
    assert found.key.startswith("robot:")
    assert len(found.key) == len("robot:") + 64
    assert parse_robot({**ROBOT, "ts": "1772449999"}).key == found.key


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("SMART_INVOICE_5", ("invoice", 31, 5)),
        ("DYNAMIC_1030_6", ("item", 1030, 6)),
    ],
)
def test_robots_run_on_invoices_and_items_too(document: str, expected: tuple[str, int, int]) -> None:
    call = parse_robot({**ROBOT, "document_id[2]": document}).call
    assert (call.kind, call.entity_type_id, call.item_id) == expected


LIST_CALL = {
    "document_id[0]": "lists",
    "document_id[1]": "Bitrix\\Lists\\BizprocDocumentLists",
    "document_id[2]": "77",
    "document_type[0]": "lists",
    "document_type[1]": "Bitrix\\Lists\\BizprocDocumentLists",
    "document_type[2]": "iblock_12",
}


def test_an_activity_runs_on_an_element_of_a_list() -> None:
    call = parse_robot({**ROBOT, **LIST_CALL}).call
    assert (call.kind, call.entity_type_id, call.item_id) == ("element", 12, 77)


@pytest.mark.parametrize(
    ("part", "value"), [("document_id[2]", "-7"), ("document_type[2]", "iblock_"), ("document_id[2]", "")]
)
def test_an_activity_that_names_no_element_is_refused(part: str, value: str) -> None:
    with pytest.raises(InboundRefused):
        parse_robot({**ROBOT, **LIST_CALL, part: value})


def test_a_tab_says_who_looks_and_at_what() -> None:
    found = parse_placement(ARGS, FRAME, now=NOW)
    assert found.call.placement == "CRM_DEAL_DETAIL_TAB"
    assert found.call.options == {"ID": "8061", "URI": "/crm/deal/details/8061/"}
    assert found.sender.client_endpoint == "https://firma.bitrix24.ru/rest/"
    assert (found.tokens.access, found.tokens.refresh, found.lang) == ("1d2a3b", "9f8e7d", "ru")


def test_phps_empty_options_are_none() -> None:
    assert parse_placement(ARGS, {**FRAME, "PLACEMENT_OPTIONS": "[]"}, now=NOW).call.options == {}


@pytest.mark.parametrize(
    "change",
    [
        {"event": "ONTASKADD"},
        {"event": ""},
        {"data[FIELDS][ID]": "3 OR 1=1"},
        {"data[FIELDS][ID]": "0"},
        {"data[FIELDS][ID]": "٣"},
        {"data[FIELDS]": "flat"},
        {"data": "flat"},
        {"ts": "tomorrow"},
        {"ts": "99999999999999"},
        {"auth[member_id]": ""},
        {"auth[member_id]": "../../etc"},
        {"auth[domain]": "firma.bitrix24.ru/evil"},
        {"auth[client_endpoint]": "file:///etc/passwd"},
        {"auth[client_endpoint]": "https://user:pass@firma.bitrix24.ru/rest/"},
        {"auth[client_endpoint]": "https://firma.bitrix24.ru/rest/?x="},
        {"auth[client_endpoint]": "https://[::1/rest/"},
        {"auth[application_token]": "with space"},
        {"a" + "[b]" * 9: "deep"},
        {"a" * 301: "long"},
        {"note": "x" * 70_000},
        {f"field{number}": "" for number in range(1001)},
    ],
)
def test_a_malformed_event_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(InboundRefused) as met:
        parse_event({**DEAL, **change})
    assert met.value.status == 400


@pytest.mark.parametrize(
    "change",
    [
        {"event_token": ""},
        {"event_token": "x" * 1001},
        {"code": "../x"},
        {"document_id[2]": "LEAD_7"},
        {"document_id[2]": "DEAL_0"},
        {"properties[__proto__]": "x"},
        {"properties[1x]": "x"},
    ],
)
def test_a_malformed_robot_call_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(InboundRefused):
        parse_robot({**ROBOT, **change})


@pytest.mark.parametrize(
    ("args", "form"),
    [
        ({"PROTOCOL": "2"}, {}),
        ({"DOMAIN": "firma.bitrix24.ru@evil"}, {}),
        ({}, {"AUTH_ID": ""}),
        ({}, {"PLACEMENT": "<script>"}),
        ({}, {"PLACEMENT_OPTIONS": "[" * 10_000}),
        ({}, {"PLACEMENT_OPTIONS": "{"}),
        ({}, {"PLACEMENT_OPTIONS": '{"a": "' + "x" * 20_000 + '"}'}),
        ({}, {"SERVER_ENDPOINT": "gopher://x/"}),
    ],
)
def test_a_malformed_opening_is_refused(args: dict[str, str], form: dict[str, str]) -> None:
    with pytest.raises(InboundRefused):
        parse_placement({**ARGS, **args}, {**FRAME, **form}, now=NOW)


def test_secrets_are_not_printed() -> None:
    found = parse_robot({**ROBOT, "auth[refresh_token]": "4s386p"})
    assert not [word for word in ("51856fef", "s6p6eclr", "4s386p") if word in repr(found)]


HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["0", "-1", "9" * 30, "[", "{}", "null", "https://x/", "\x00", "\ud800"]
)
KEYS = st.sampled_from([*DEAL, *ROBOT, *FRAME, *ARGS, "data[FIELDS]", "auth", "auth[][]", "properties[a][b][c]"])


@given(st.dictionaries(KEYS | st.text(max_size=20), HOSTILE, max_size=12))
def test_nothing_but_a_value_or_a_refusal_comes_out(change: dict[str, str]) -> None:
    for parse in (
        lambda: parse_event({**DEAL, **change}),
        lambda: parse_robot({**ROBOT, **change}),
        lambda: parse_placement({**ARGS, **change}, {**FRAME, **change}, now=NOW),
    ):
        try:
            parse()
        except InboundRefused as refused:
            assert refused.status in (400, 403)
