"""Surprises of the host around applications: one test each, the number is the trap's, the page is the docs'."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from sandbox import apps, oauth
from sandbox.areas.crm import items
from sandbox.portal import Actor
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

Rest = Any


def _bind(app: ListeningApp, event: str = "ONCRMDEALUPDATE") -> None:
    assert app.rest("event.bind", {"event": event, "handler": f"{app.url}/h"})["result"] is True


def _change(app: ListeningApp, title: str = "Другая") -> None:
    assert app.rest("crm.deal.update", {"id": 1, "fields": {"TITLE": title}})["result"] is True


def test_01_an_event_is_sent_once_whatever_the_handler_answers(app: ListeningApp, control: Rest) -> None:
    """events/index.md: no second attempt."""
    app.rest("event.bind", {"event": "ONCRMDEALUPDATE", "handler": "http://127.0.0.1:9/nobody"})
    _change(app)
    assert control("events/wait")["idle"]
    assert [row["state"] for row in control("events")["events"]] == ["failed"]


def test_02_events_and_widgets_are_silent_until_the_installation_is_finished(
    server: SandboxServer, app: ListeningApp, control: Rest
) -> None:
    """settings/app-installation/installation-finish.md"""
    server.portal.collection("app").change(app.app["ID"], INSTALLED=False, install_url=f"{app.url}/install")
    _bind(app)
    _change(app, "до")
    control("apps/finish", {"client_id": app.app["client_id"]})
    _change(app, "после")
    control("events/wait")
    assert len(app.received) == 1


def test_03_what_a_robot_changed_comes_without_a_token(server: SandboxServer, app: ListeningApp) -> None:
    """events/index.md"""
    _bind(app)
    items.update(server.portal, 2, 1, {"TITLE": "робот"}, Actor(1, by_robot=True))
    assert "auth[access_token]" not in app.wait(1)[0]


def test_04_ordinary_events_have_no_refresh_token_and_a_pair_serves_once(
    server: SandboxServer, app: ListeningApp
) -> None:
    """events/index.md; settings/oauth/auto-renewal.md"""
    _bind(app)
    _change(app)
    assert "auth[refresh_token]" not in app.wait(1)[0]
    assert _refreshed(server).ok
    pair = server.portal.tokens.issue(app.app["client_id"], 1)
    again = [_refreshed(server, app, pair.refresh).status_code for _ in range(2)]
    assert again == [200, 400]


def _refreshed(server: SandboxServer, app: ListeningApp | None = None, refresh: str = "") -> requests.Response:
    env = server.env
    known = app.app if app else {"client_id": env["B24_CLIENT_ID"], "client_secret": env["B24_CLIENT_SECRET"]}
    ask = {"grant_type": "refresh_token", "refresh_token": refresh or env["B24_REFRESH_TOKEN"]}
    ask |= {"client_id": known["client_id"], "client_secret": known["client_secret"]}
    return requests.get(f"{server.url}/oauth/token/", params=ask, timeout=10)


def test_05_the_domain_of_an_oauth_answer_is_the_authorization_server(server: SandboxServer) -> None:
    """settings/oauth/index.md: the portal is in client_endpoint."""
    answer = _refreshed(server).json()
    assert answer["domain"] == oauth.HOST
    assert answer["client_endpoint"] == f"{server.url}/rest/"


def test_06_the_authorization_server_is_where_server_endpoint_says(server: SandboxServer, app: ListeningApp) -> None:
    """settings/oauth/index.md"""
    launch = apps.launch(server.portal, app.app, 1)
    endpoint = launch.fields["SERVER_ENDPOINT"]
    info = requests.get(f"{endpoint}app.info", params={"auth": launch.fields["AUTH_ID"]}, timeout=10).json()
    assert info["result"]["client_id"] == app.app["client_id"]
    assert oauth.HOST not in endpoint


def test_07_a_launch_is_half_query_half_body(server: SandboxServer, app: ListeningApp) -> None:
    """widgets/index.md"""
    launch = apps.launch(server.portal, app.app, 1)
    assert set(parse_qs(urlsplit(launch.url).query)) == {"DOMAIN", "PROTOCOL", "LANG", "APP_SID"}
    assert {"AUTH_ID", "AUTH_EXPIRES", "REFRESH_ID", "member_id", "PLACEMENT"} <= set(launch.fields)


def test_08_placement_options_are_a_json_string(server: SandboxServer, app: ListeningApp) -> None:
    """widgets/crm/deal/detail-tab.md"""
    launch = apps.launch(server.portal, app.app, 1, placement="CRM_DEAL_DETAIL_TAB", options={"ID": "1"})
    assert json.loads(launch.fields["PLACEMENT_OPTIONS"]) == {"ID": "1"}


def test_09_a_widget_above_a_list_is_told_of_no_items(server: SandboxServer, app: ListeningApp) -> None:
    """widgets/crm/list-toolbar.md"""
    app.rest("placement.bind", {"PLACEMENT": "CRM_DEAL_LIST_TOOLBAR", "HANDLER": f"{app.url}/many", "TITLE": "Пачкой"})
    here = "/crm/deal/list/category/1/"
    page = requests.get(f"{server.url}{here}", timeout=10).text
    [entry] = re.findall(r'<a class="btn" href="([^"]+)" data-testid="list-widget">', page)
    opened = requests.get(server.url + entry, timeout=10).text
    [options] = re.findall(r"data-options='([^']+)'", opened)
    assert json.loads(options) == {"URI": here}


def test_13_a_handler_on_this_machine_is_refused_once_the_hosts_rule_is_on(app: ListeningApp, control: Rest) -> None:
    """bizproc/bizproc-robot/bizproc-robot-add.md"""
    robot = {"CODE": "make", "NAME": "Акт", "HANDLER": f"{app.url}/r"}
    control("handlers", {"loopback": False})
    assert app.rest("bizproc.robot.add", robot)["error"] == "ERROR_WRONG_HANDLER_URL"
    control("handlers", {"loopback": True})
    elsewhere = {**robot, "HANDLER": "http://other.example/r"}
    assert app.rest("bizproc.robot.add", elsewhere)["error"] == "ERROR_WRONG_HANDLER_URL"


def test_14_an_update_drops_registrations_and_a_second_one_is_refused(app: ListeningApp, control: Rest) -> None:
    """events/event-bind.md; bizproc/bizproc-robot/bizproc-robot-delete.md"""
    _bind(app)
    again = app.rest("event.bind", {"event": "ONCRMDEALUPDATE", "handler": f"{app.url}/h"})
    assert again["error_description"].endswith("Handler already binded")
    robot = {"CODE": "make", "NAME": "Акт", "HANDLER": f"{app.url}/r"}
    app.rest("bizproc.robot.add", robot)
    assert app.rest("bizproc.robot.add", robot)["error"] == "ERROR_ACTIVITY_ALREADY_INSTALLED"
    control("apps/update", {"client_id": app.app["client_id"]})
    assert (app.rest("event.get")["result"], app.rest("bizproc.robot.list")["result"]) == ([], [])


def test_15_an_event_carries_an_id_and_no_state(app: ListeningApp) -> None:
    """crm/deals/events/on-crm-deal-update.md"""
    _bind(app)
    _change(app)
    assert ListeningApp.nested(app.wait(1)[0])["data"] == {"FIELDS": {"ID": "1"}}


def test_16_an_update_that_changes_nothing_has_no_event(app: ListeningApp, control: Rest) -> None:
    """crm/universal/crm-item-update.md"""
    _bind(app)
    title = app.rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]["title"]
    app.rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"title": title}})
    control("events/wait")
    assert app.received == []


def test_17_a_source_is_not_told_of_its_own_changes_in_its_queue_only(app: ListeningApp, control: Rest) -> None:
    """events/offline-events.md, «Как избегать замкнутых циклов»; from the tariff «Профессиональный» on."""
    control("limiter", {"licence": "ru_pro100"})
    offline = {"event": "ONCRMDEALUPDATE", "event_type": "offline"}
    app.rest("event.bind", {**offline, "auth_connector": "erp"})
    app.rest("event.bind", offline)
    _bind(app)
    app.rest("crm.deal.update", {"id": 1, "fields": {"TITLE": "Из 1С"}, "auth_connector": "erp"})
    control("events/wait")
    assert app.rest("event.offline.list", {"auth_connector": "erp"})["total"] == 0
    assert app.rest("event.offline.list")["total"] == 1
    assert len(app.received) == 1
    _change(app)
    assert app.rest("event.offline.list", {"auth_connector": "erp"})["total"] == 1


def test_23_task_events_say_undefined(app: ListeningApp) -> None:
    """tasks/events-tasks/on-task-add.md"""
    _bind(app, "ONTASKADD")
    app.rest("tasks.task.add", {"fields": {"TITLE": "Проба", "RESPONSIBLE_ID": 1}})
    data = ListeningApp.nested(app.wait(1)[0])["data"]
    assert (data["FIELDS_BEFORE"], data["IS_ACCESSIBLE_AFTER"]) == ("undefined", "undefined")


def test_24_a_comments_event_has_no_fields(app: ListeningApp) -> None:
    """crm/timeline/comments/events/on-crm-timeline-comment-add.md"""
    _bind(app, "ONCRMTIMELINECOMMENTADD")
    fields = {"ENTITY_ID": 1, "ENTITY_TYPE": "deal", "COMMENT": "Проба"}
    app.rest("crm.timeline.comment.add", {"fields": fields})
    assert "ID" in ListeningApp.nested(app.wait(1)[0])["data"]


def test_27_a_renamed_portal_answers_302_and_keeps_its_member_id(server: SandboxServer, rest: Rest) -> None:
    """settings/how-to-call-rest-api/change-domen.md"""
    before, hook = server.portal.member_id, server.webhook_url
    new = f"localhost:{server.port}"
    requests.post(f"{server.url}/sandbox/api/rename", json={"domain": new}, timeout=10)
    moved = requests.post(f"{hook}profile", json={}, allow_redirects=False, timeout=10)
    assert moved.status_code == 302
    assert urlsplit(moved.headers["Location"]).netloc == new
    again = requests.post(moved.headers["Location"], json={}, timeout=10)
    assert (again.json()["result"]["ID"], server.portal.member_id) == ("1", before)


def test_28_a_removal_is_known_by_the_application_token_only(app: ListeningApp, control: Rest) -> None:
    """common/events/on-app-uninstall.md"""
    _bind(app, "ONAPPUNINSTALL")
    control("apps/uninstall", {"client_id": app.app["client_id"], "clean": True})
    gone = ListeningApp.nested(app.wait(1)[0])
    assert (gone["data"]["CLEAN"], gone["auth"]["application_token"]) == ("1", app.app["application_token"])
    assert not {"access_token", "refresh_token"} & set(gone["auth"])


def test_29_an_update_brings_another_application_token(app: ListeningApp, control: Rest) -> None:
    """common/events/on-app-update.md"""
    _bind(app, "ONAPPUPDATE")
    control("apps/update", {"client_id": app.app["client_id"]})
    told = ListeningApp.nested(app.wait(1)[0])["auth"]
    assert told["application_token"] != app.app["application_token"]
    assert told["refresh_token"]


def test_31_scopes_stand_between_commas_in_the_frame(server: SandboxServer, app: ListeningApp) -> None:
    """widgets/index.md"""
    assert apps.launch(server.portal, app.app, 1).fields["APPLICATION_SCOPE"] == ",".join(app.app["scope"])


def test_33_event_names_are_upper_case(app: ListeningApp) -> None:
    """events/index.md"""
    _bind(app, "onCrmDealUpdate")
    _change(app)
    assert app.wait(1)[0]["event"] == "ONCRMDEALUPDATE"


def test_35_offline_events_given_by_default_are_gone(app: ListeningApp) -> None:
    """events/event-offline-get.md"""
    app.rest("event.bind", {"event": "ONCRMDEALUPDATE", "event_type": "offline"})
    _change(app)
    counts = [len(app.rest("event.offline.get")["result"]["events"]) for _ in range(2)]
    assert counts == [1, 0]


def test_36_unbinding_a_widget_counts_it_twice(app: ListeningApp) -> None:
    """widgets/placement-unbind.md"""
    app.rest("placement.bind", {"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": f"{app.url}/t", "TITLE": "Акты"})
    assert app.rest("placement.unbind", {"PLACEMENT": "CRM_DEAL_DETAIL_TAB"})["result"] == {"count": 2}
