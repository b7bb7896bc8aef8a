"""Offline events: a queue of what changed, one row an object, taken by packets (events/offline-events.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp


@pytest.fixture
def app(server: SandboxServer) -> Iterator[ListeningApp]:
    listening = ListeningApp(server)
    bound = listening.rest("event.bind", {"event": "ONCRMDEALUPDATE", "event_type": "offline"})
    assert bound["result"] is True
    yield listening
    listening.close()


def _change(app: ListeningApp, *deals: int) -> None:
    for deal in deals:
        title = f"Изменена {app.rest('crm.deal.get', {'id': deal})['result']['TITLE']}"
        app.rest("crm.deal.update", {"id": deal, "fields": {"TITLE": title}})


def _ids(answer: Any) -> list[str]:
    return [event["EVENT_DATA"]["FIELDS"]["ID"] for event in answer]


def test_an_object_changed_many_times_is_one_row(app: ListeningApp) -> None:
    _change(app, 1, 2, 1, 1)
    listed = app.rest("event.offline.list")
    assert (listed["total"], sorted(_ids(listed["result"]))) == (2, ["1", "2"])
    assert {row["PROCESS_ID"] for row in listed["result"]} == {""}
    assert app.received == []


def test_by_default_what_is_given_is_gone(app: ListeningApp) -> None:
    _change(app, 1, 2)
    first = app.rest("event.offline.get", {"limit": 1})["result"]
    assert (first["process_id"], len(first["events"])) == (None, 1)
    assert app.rest("event.offline.list")["total"] == 1


def test_a_reserved_packet_stays_until_it_is_cleared(app: ListeningApp) -> None:
    _change(app, 1, 2)
    packet = app.rest("event.offline.get", {"clear": 0})["result"]
    assert app.rest("event.offline.get", {"clear": 0})["result"]["events"] == []
    again = app.rest("event.offline.get", {"process_id": packet["process_id"]})["result"]
    assert _ids(again["events"]) == _ids(packet["events"])
    done = {"process_id": packet["process_id"], "message_id": [packet["events"][0]["MESSAGE_ID"]]}
    assert app.rest("event.offline.error", done)["result"] is True
    left = app.rest("event.offline.get", {"error": 1, "clear": 0})["result"]["events"]
    assert _ids(left) == _ids(packet["events"])[:1]
    assert app.rest("event.offline.clear", {"process_id": packet["process_id"]})["result"] is True


def test_a_change_after_a_packet_was_taken_is_a_new_row(app: ListeningApp) -> None:
    _change(app, 1)
    packet = app.rest("event.offline.get", {"clear": 0})["result"]
    _change(app, 1)
    app.rest("event.offline.clear", {"process_id": packet["process_id"]})
    assert _ids(app.rest("event.offline.list")["result"]) == ["1"]


def test_queues_of_sources_are_apart(app: ListeningApp, control: Any) -> None:
    control("limiter", {"licence": "ru_pro100"})
    bind = {"event": "ONCRMCOMPANYUPDATE", "event_type": "offline", "auth_connector": "erp"}
    assert app.rest("event.bind", bind)["result"] is True
    app.rest("crm.company.update", {"id": 1, "fields": {"TITLE": "Другая"}})
    assert app.rest("event.offline.list")["total"] == 0
    assert app.rest("event.offline.list", {"auth_connector": "erp"})["total"] == 1


def test_a_source_is_not_told_of_its_own_changes(server: SandboxServer, app: ListeningApp, control: Any) -> None:
    """events/offline-events.md: others are, also another app's source of the same name."""
    control("limiter", {"licence": "ru_pro100"})
    bind = {"event": "ONCRMCOMPANYUPDATE", "event_type": "offline", "auth_connector": "erp"}
    other = ListeningApp(server)
    try:
        for one in (app, other):
            one.rest("event.bind", bind)
        app.rest("event.bind", {**bind, "auth_connector": ""})
        change = {"id": 1, "fields": {"TITLE": "Другая"}}
        app.rest("crm.company.update", {**change, "auth_connector": "erp"})
        command = "crm.company.update?id=1&fields[TITLE]=Третья"
        app.rest("batch", {"cmd": {"a": command}, "auth_connector": "erp"})
        assert app.rest("event.offline.list", {"auth_connector": "erp"})["total"] == 0
        assert app.rest("event.offline.list")["total"] == 1
        assert other.rest("event.offline.list", {"auth_connector": "erp"})["total"] == 1
        app.rest("crm.company.update", {"id": 1, "fields": {"TITLE": "Четвёртая"}})
        assert app.rest("event.offline.list", {"auth_connector": "erp"})["total"] == 1
    finally:
        other.close()


def test_a_cheap_tariff_knows_no_sources(app: ListeningApp) -> None:
    """What the host does with the key then is a guess: it passes it over."""
    assert app.rest("feature.get", {"CODE": "rest_auth_connector"})["result"] == {"value": "N"}
    app.rest("event.bind", {"event": "ONCRMCOMPANYUPDATE", "event_type": "offline", "auth_connector": "erp"})
    app.rest("crm.company.update", {"id": 1, "fields": {"TITLE": "Другая"}, "auth_connector": "erp"})
    assert app.rest("event.offline.list")["total"] == 1


def test_the_app_is_told_that_the_queue_has_something(app: ListeningApp) -> None:
    app.rest("event.bind", {"event": "ONOFFLINEEVENT", "handler": f"{app.url}/q", "options": {"minTimeout": 60}})
    _change(app, 1, 2)
    told = app.wait(1)
    assert (len(told), told[0]["event"]) == (1, "ONOFFLINEEVENT")
    assert told[0]["auth[refresh_token]"]
    assert not any(name.startswith("data") for name in told[0])


def test_only_an_administrator_binds_and_asks(server: SandboxServer, app: ListeningApp) -> None:
    app.token = server.portal.tokens.issue(app.app["client_id"], 2).access
    bind = app.rest("event.bind", {"event": "ONCRMDEALADD", "event_type": "offline"})
    assert bind["error_description"] == "Access denied! Offline events binding requires administrator access rights"
    assert app.rest("event.offline.get")["error_description"] == "Access denied!"


def test_unbinding_tells_offline_from_online(app: ListeningApp) -> None:
    assert app.rest("event.get")["result"][0]["offline"] == 1
    assert app.rest("event.unbind", {"event": "ONCRMDEALUPDATE"})["result"] == {"count": 0}
    assert app.rest("event.unbind", {"event": "ONCRMDEALUPDATE", "event_type": "offline"})["result"] == {"count": 1}
