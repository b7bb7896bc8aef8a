"""Events go out as the host sends them (api-reference/events/): form-encoded, once, only the id, after installation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from b24pysdk.credentials import OAuthEventData, OAuthPlacementData

from sandbox import apps
from sandbox.areas.crm import items
from sandbox.portal import Actor
from sandbox.server import SandboxServer
from tests.sandbox.handler import Handler, listening


@pytest.fixture
def handler() -> Iterator[Handler]:
    with listening() as running:
        yield running


@pytest.fixture
def app(server: SandboxServer, handler: Handler, control: Any) -> dict[str, Any]:
    """An app with an install page, not yet installed."""
    given = {"name": "Проба", "scope": ["crm", "user"], "handler_url": handler.url, "install_url": handler.url}
    made: dict[str, Any] = control("apps", given)
    return made


def _call(server: SandboxServer, app: dict[str, Any], method: str, user_id: int = 1, **params: Any) -> Any:
    token = server.portal.tokens.issue(app["client_id"], user_id)
    return requests.post(f"{server.url}/rest/{method}", json={**params, "auth": token.access}, timeout=10).json()


def test_nothing_is_sent_before_the_installation_is_finished(
    server: SandboxServer, app: dict[str, Any], handler: Handler, rest: Any, control: Any
) -> None:
    assert _call(server, app, "event.bind", event="onCrmDealUpdate", handler=handler.url)["result"] is True
    assert _call(server, app, "event.bind", event="ONAPPINSTALL", handler=handler.url)["result"] is True
    rest("crm.deal.update", {"id": 1, "fields": {"TITLE": "раз"}})
    assert control("events")["events"] == []
    control("apps/finish", {"client_id": app["client_id"]})
    installed = handler.next()
    assert installed["event"] == "ONAPPINSTALL"
    assert installed["auth"]["refresh_token"]
    rest("crm.deal.update", {"id": 1, "fields": {"TITLE": "два"}})
    event = handler.next()
    assert (event["event"], event["data"]) == ("ONCRMDEALUPDATE", {"FIELDS": {"ID": "1"}})
    assert "refresh_token" not in event["auth"]
    assert handler.types[-1] == "application/x-www-form-urlencoded"
    token = event["auth"]["access_token"]
    assert requests.get(f"{server.url}/rest/profile", params={"auth": token}, timeout=10).json()["result"]["ID"] == "1"


def test_the_official_sdk_reads_what_is_posted(
    server: SandboxServer, app: dict[str, Any], handler: Handler, rest: Any, control: Any
) -> None:
    _call(server, app, "event.bind", event="ONCRMDEALADD", handler=handler.url)
    launch = control(
        "apps/launch", {"client_id": app["client_id"], "placement": "CRM_DEAL_DETAIL_TAB", "options": {"ID": "1"}}
    )
    query = dict(part.split("=") for part in launch["url"].partition("?")[2].split("&"))
    placement = OAuthPlacementData.from_dict({**query, **launch["fields"]})
    assert placement.placement == "CRM_DEAL_DETAIL_TAB"
    control("apps/finish", {"client_id": app["client_id"]})
    rest("crm.deal.add", {"fields": {"TITLE": "Событие"}})
    event = OAuthEventData.from_dict(handler.next())
    assert event.event == "ONCRMDEALADD"
    assert event.auth.member_id == server.portal.member_id


def test_an_event_that_a_robot_caused_has_no_token(
    server: SandboxServer, app: dict[str, Any], handler: Handler, control: Any
) -> None:
    _call(server, app, "event.bind", event="ONCRMDEALUPDATE", handler=handler.url)
    control("apps/finish", {"client_id": app["client_id"]})
    items.update(server.portal, 2, 1, {"TITLE": "робот"}, Actor(1, by_robot=True))
    auth = handler.next()["auth"]
    assert set(auth) == {"domain", "client_endpoint", "server_endpoint", "member_id", "application_token"}


def test_a_failed_handler_loses_its_event(
    server: SandboxServer, app: dict[str, Any], handler: Handler, rest: Any, control: Any
) -> None:
    _call(server, app, "event.bind", event="ONCRMDEALUPDATE", handler=handler.url)
    control("apps/finish", {"client_id": app["client_id"]})
    handler.status = 500
    rest("crm.deal.update", {"id": 1, "fields": {"TITLE": "потеря"}})
    handler.next()
    assert control("events/wait")["idle"]
    assert [row["state"] for row in control("events")["events"]] == ["failed"]
    assert handler.is_quiet()


def test_invoices_and_smart_processes_say_their_type_in_two_events(
    server: SandboxServer, app: dict[str, Any], handler: Handler, rest: Any, control: Any
) -> None:
    for name in ("ONCRMDYNAMICITEMADD", "ONCRMDYNAMICITEMADD_31"):
        assert _call(server, app, "event.bind", event=name, handler=handler.url)["result"] is True
    unknown = _call(server, app, "event.bind", event="ONCRMDYNAMICITEMADD_7777", handler=handler.url)
    assert unknown["error"] == "ERROR_EVENT_NOT_FOUND"
    control("apps/finish", {"client_id": app["client_id"]})
    rest("crm.item.add", {"entityTypeId": 31, "fields": {"title": "Счёт"}})
    assert handler.next()["data"]["FIELDS"] == {"ID": "1", "ENTITY_TYPE_ID": "31"}
    assert handler.next()["event"] == "ONCRMDYNAMICITEMADD_31"


def test_delivery_can_be_paused_dropped_doubled_and_reordered(
    server: SandboxServer, app: dict[str, Any], handler: Handler, rest: Any, control: Any
) -> None:
    _call(server, app, "event.bind", event="ONCRMDEALUPDATE", handler=handler.url)
    control("apps/finish", {"client_id": app["client_id"]})
    control("events/pause")
    for deal in (1, 2, 3):
        rest("crm.deal.update", {"id": deal, "fields": {"TITLE": "пауза"}})
    rows = sorted(row["id"] for row in control("events")["events"])
    control("events/drop", {"id": rows[0]})
    control("events/duplicate", {"id": rows[1]})
    control("events/reorder", {"ids": [rows[2], rows[1]]})
    control("events/resume")
    assert [handler.next()["data"]["FIELDS"]["ID"] for _ in range(3)] == ["3", "2", "2"]


def test_update_drops_bindings_and_changes_the_token_removal_ends_all(
    server: SandboxServer, app: dict[str, Any], handler: Handler, control: Any
) -> None:
    control("apps/finish", {"client_id": app["client_id"]})
    for name in ("ONAPPUPDATE", "ONCRMDEALADD"):
        _call(server, app, "event.bind", event=name, handler=handler.url)
    updated = control("apps/update", {"client_id": app["client_id"]})
    assert handler.next()["auth"]["application_token"] == updated["application_token"] != app["application_token"]
    assert _call(server, app, "event.get")["result"] == []
    assert _call(server, app, "app.info")["result"]["INSTALLED"] is False
    control("apps/finish", {"client_id": app["client_id"]})
    _call(server, app, "event.bind", event="ONAPPUNINSTALL", handler=handler.url)
    token = server.portal.tokens.issue(app["client_id"], 1)
    control("apps/uninstall", {"client_id": app["client_id"], "clean": True})
    gone = handler.next()
    assert gone["data"]["CLEAN"] == "1"
    assert "access_token" not in gone["auth"]
    dead = requests.get(f"{server.url}/rest/profile", params={"auth": token.access}, timeout=10)
    assert dead.status_code == 401


def test_a_webhook_may_not_bind_events(rest: Any) -> None:
    assert rest("event.bind", {"event": "ONCRMDEALADD", "handler": "http://x"})["error"] == "WRONG_AUTH_TYPE"


def test_the_code_of_the_authorization_page_buys_one_pair_of_tokens(server: SandboxServer, app: dict[str, Any]) -> None:
    page = f"{server.url}/oauth/authorize/?client_id={app['client_id']}&state=zz"
    location = requests.get(page, allow_redirects=False, timeout=10).headers["Location"]
    answer = dict(part.split("=") for part in location.partition("?")[2].split("&"))
    assert (answer["state"], answer["member_id"]) == ("zz", server.portal.member_id)
    ask = {"grant_type": "authorization_code", "client_id": app["client_id"], "code": answer["code"]}
    ask["client_secret"] = app["client_secret"]
    pair = requests.get(f"{server.url}/oauth/token/", params=ask, timeout=10).json()
    info = requests.get(pair["server_endpoint"] + "app.info", params={"auth": pair["access_token"]}, timeout=10).json()
    assert info["result"]["install"]["member_id"] == server.portal.member_id
    assert requests.get(f"{server.url}/oauth/token/", params=ask, timeout=10).json()["error"] == "invalid_grant"


def test_options_belong_to_the_app_and_only_an_admin_sets_them(server: SandboxServer, app: dict[str, Any]) -> None:
    assert _call(server, app, "app.option.get")["result"] == []
    assert _call(server, app, "app.option.set", options={"a": "1"})["result"] is True
    assert _call(server, app, "app.option.get", option="a")["result"] == "1"
    assert _call(server, app, "app.option.set", user_id=2, options={"a": "2"})["error"] == "AccessException"
    assert _call(server, app, "user.option.set", user_id=2, options={"b": "3"})["result"] is True
    assert apps.by_client_id(server.portal, app["client_id"])
