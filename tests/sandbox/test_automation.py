"""Robots stand on stages by hand, fire in order, wait, and end when the item leaves."""

from __future__ import annotations

from typing import Any

from b24pysdk.credentials import OAuthPlacementData, OAuthWorkflowData

from sandbox.portal import Actor
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

DEAL = 2
ITEM = {"ID": 7, "TITLE": "Поставка", "OPPORTUNITY": 120000.0, "ASSIGNED_BY_ID": 1, "STAGE_ID": "PREPARATION"}


def robot(app: ListeningApp, code: str = "make_act", **more: Any) -> dict[str, Any]:
    properties = {
        "amount": {"Name": "Сумма", "Type": "double", "Default": "{{Сумма}}"},
        "title": {"Name": {"ru": "Название"}, "Type": "string"},
        "who": {"Name": "Кто", "Type": "user", "Default": "{{Ответственный}}"},
        "last": {"Name": "Последний", "Type": "bool", "Default": "N"},
    }
    asked = {"CODE": code, "HANDLER": f"{app.url}/robot", "NAME": "Сформировать акт", "AUTH_USER_ID": 1}
    return {**asked, "PROPERTIES": properties, **more}


def enter(server: SandboxServer, stage: str, before: str | None = None) -> None:
    with server.portal.transaction():
        server.portal.stage_changed(DEAL, {**ITEM, "STAGE_ID": stage}, before, stage, Actor(1))


def place(control: Any, code: str = "make_act", stage: str = "PREPARATION", **more: Any) -> Any:
    return control("automation/place", {"kind": DEAL, "stage_id": stage, "code": code, **more})


def test_a_robot_is_posted_as_the_sdk_expects_it(server: SandboxServer, app: ListeningApp, control: Any) -> None:
    assert app.rest("bizproc.robot.add", robot(app))["result"] is True
    place(control, properties={"title": "Акт по «{=Document:TITLE}» для {{Ответственный}}"})
    enter(server, "PREPARATION", "NEW")
    post = app.wait(1)[0]
    parsed = OAuthWorkflowData.from_dict(post)
    assert parsed.code == "make_act"
    assert list(parsed.document_id) == ["crm", "CCrmDocumentDeal", "DEAL_7"]
    assert list(parsed.document_type) == ["crm", "CCrmDocumentDeal", "DEAL"]
    assert parsed.auth.application_token == app.app["application_token"]
    assert parsed.properties == {
        "amount": "120000", "title": "Акт по «Поставка» для Анна Орлова", "who": "user_1", "last": "N",
    }  # fmt: skip


def test_the_next_robot_waits_for_the_answer_and_an_answer_counts_once(
    server: SandboxServer, app: ListeningApp, control: Any
) -> None:
    app.rest("bizproc.robot.add", robot(app))
    app.rest("bizproc.robot.add", robot(app, "quick", USE_SUBSCRIPTION="N"))
    app.rest("bizproc.robot.add", robot(app, "after"))
    for code in ("quick", "make_act", "after"):
        place(control, code)
    enter(server, "PREPARATION")
    posts = app.wait(2)
    control("events/wait")
    assert [post["code"] for post in app.received] == ["quick", "make_act"]
    assert [post["use_subscription"] for post in posts] == ["N", "Y"]
    token = posts[1]["event_token"]
    assert app.rest("bizproc.activity.log", {"EVENT_TOKEN": token})["error"] == "ERROR_EMPTY_LOG_MESSAGE"
    assert app.rest("bizproc.activity.log", {"EVENT_TOKEN": token, "LOG_MESSAGE": "Считаю"})["result"] is True
    assert app.rest("bizproc.event.send", {"event_token": token, "RETURN_VALUES": {"n": "1"}})["result"] is True
    assert app.wait(3)[2]["code"] == "after"
    again = app.rest("bizproc.event.send", {"EVENT_TOKEN": token})
    assert again == {"error": "ACCESS_DENIED", "error_description": "Access denied!"}


def test_leaving_the_stage_ends_what_waits_on_it(server: SandboxServer, app: ListeningApp, control: Any) -> None:
    app.rest("bizproc.robot.add", robot(app))
    place(control)
    enter(server, "PREPARATION")
    token = app.wait(1)[0]["event_token"]
    enter(server, "EXECUTING", "PREPARATION")
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": token})["error"] == "ACCESS_DENIED"
    runs = control("automation/runs", {"kind": DEAL, "id": 7})["runs"]
    assert [run["state"] for run in runs] == ["terminated"]


def test_a_post_to_a_robot_can_come_twice(server: SandboxServer, app: ListeningApp, control: Any) -> None:
    app.rest("bizproc.robot.add", robot(app))
    place(control)
    enter(server, "PREPARATION")
    app.wait(1)
    sent = control("events")["events"][0]
    assert (sent["kind"], sent["name"]) == ("robot", "make_act")
    control("events/duplicate", {"id": sent["id"]})
    first, second = app.wait(2)
    assert first["event_token"] == second["event_token"]


def test_an_update_of_the_app_blocks_placed_robots_until_they_are_added_again(
    server: SandboxServer, app: ListeningApp, control: Any
) -> None:
    app.rest("bizproc.robot.add", robot(app))
    place(control)
    control("apps/update", {"client_id": app.app["client_id"]})
    assert app.rest("bizproc.robot.list")["result"] == []
    assert control("automation/list")["robots"][0]["is_blocked"] is True
    enter(server, "PREPARATION")
    app.rest("bizproc.robot.add", robot(app))
    assert control("automation/list", {"kind": DEAL})["robots"][0]["is_blocked"] is False
    enter(server, "PREPARATION", "NEW")
    assert len(app.wait(1)) == 1


def test_the_host_refuses_wrong_robots_in_its_own_words(app: ListeningApp, rest: Any, control: Any) -> None:
    def refusal(**wrong: Any) -> tuple[str, str]:
        answer = app.rest("bizproc.robot.add", robot(app, **wrong))
        return answer["error"], answer["error_description"]

    invalid = "ERROR_ACTIVITY_VALIDATION_FAILURE"
    assert refusal(code="") == (invalid, "Empty activity code!")
    assert refusal(code="плохо") == (invalid, "Wrong activity code!")
    assert refusal(NAME="") == (invalid, "Empty activity NAME!")
    assert refusal(PROPERTIES={"1x": {"Name": "n"}}) == (invalid, "Wrong property key 1x!")
    assert refusal(HANDLER="ftp://127.0.0.1/x") == (
        "ERROR_UNSUPPORTED_PROTOCOL",
        "Unsupported handler protocol",
    )
    assert refusal(HANDLER="http://other.example/x")[0] == "ERROR_WRONG_HANDLER_URL"
    assert rest("bizproc.robot.list")["error_description"] == "Application context required"
    app.rest("bizproc.robot.add", robot(app))
    assert refusal()[0] == "ERROR_ACTIVITY_ALREADY_INSTALLED"
    assert app.rest("bizproc.activity.add", robot(app))["error"] == "ERROR_ACTIVITY_ALREADY_INSTALLED"
    assert app.rest("bizproc.robot.update", {"CODE": "make_act", "FIELDS": {}})["error_description"] == (
        "No fields to update"
    )
    assert app.rest("bizproc.robot.delete", {"CODE": "none"})["error"] == "ERROR_ACTIVITY_NOT_FOUND"
    control("handlers", {"loopback": False})
    assert refusal(code="other")[0] == "ERROR_WRONG_HANDLER_URL"


def test_a_page_of_the_app_is_opened_as_the_sdk_expects_it(app: ListeningApp, control: Any) -> None:
    asked = {"client_id": app.app["client_id"], "placement": "CRM_DEAL_DETAIL_TAB", "options": {"ID": "7"}}
    launch = control("apps/launch", asked)
    query = dict(pair.split("=", 1) for pair in launch["url"].split("?", 1)[1].split("&"))
    parsed = OAuthPlacementData.from_dict({**query, **launch["fields"]})
    assert parsed.placement == "CRM_DEAL_DETAIL_TAB"
    assert parsed.placement_options == {"ID": "7"}


def test_a_deal_moved_by_rest_sets_its_stages_robots_going(app: ListeningApp, rest: Any, control: Any) -> None:
    app.rest("bizproc.robot.add", robot(app))
    place(control, properties={"title": "{=Document:TITLE} / {=Document:ID}"})
    fields = {"title": "Монтаж", "opportunity": 100500.5, "currencyId": "RUB"}
    deal = rest("crm.item.add", {"entityTypeId": DEAL, "fields": fields})["result"]["item"]["id"]
    rest("crm.item.update", {"entityTypeId": DEAL, "id": deal, "fields": {"stageId": "PREPARATION"}})
    first = OAuthWorkflowData.from_dict(app.wait(1)[0])
    assert first.properties["amount"] == "100500.5"
    assert first.properties["title"] == f"Монтаж / {deal}"
    rest("crm.item.update", {"entityTypeId": DEAL, "id": deal, "fields": {"stageId": "NEW"}})
    rest("crm.item.update", {"entityTypeId": DEAL, "id": deal, "fields": {"stageId": "PREPARATION"}})
    second = OAuthWorkflowData.from_dict(app.wait(2)[1])
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": first.event_token})["error"] == "ACCESS_DENIED"
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": second.event_token})["result"] is True


def test_a_smart_process_has_robots_of_its_own(app: ListeningApp, rest: Any, control: Any) -> None:
    type_fields = {"title": "Акты", "isStagesEnabled": "Y", "isCategoriesEnabled": "Y", "isAutomationEnabled": "Y"}
    kind = rest("crm.type.add", {"fields": type_fields})["result"]["type"]["entityTypeId"]
    app.rest("bizproc.robot.add", robot(app))
    item = rest("crm.item.add", {"entityTypeId": kind, "fields": {"title": "Акт"}})["result"]["item"]
    target = item["stageId"].replace(":NEW", ":PREPARATION")
    control("automation/place", {"kind": kind, "stage_id": target, "code": "make_act"})
    rest("crm.item.update", {"entityTypeId": kind, "id": item["id"], "fields": {"stageId": target}})
    parsed = OAuthWorkflowData.from_dict(app.wait(1)[0])
    space = "Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic"
    assert list(parsed.document_id) == ["crm", space, f"DYNAMIC_{kind}_{item['id']}"]
    assert list(parsed.document_type) == ["crm", space, f"DYNAMIC_{kind}"]


def test_a_reinstalled_app_gets_its_placed_robots_back(
    server: SandboxServer, app: ListeningApp, rest: Any, control: Any
) -> None:
    app.rest("bizproc.robot.add", robot(app))
    place(control)
    control("apps/uninstall", {"client_id": app.app["client_id"]})
    assert control("automation/list")["robots"][0]["is_blocked"] is True
    again = ListeningApp(server)
    again.rest("bizproc.robot.add", robot(again))
    deal = rest("crm.item.add", {"entityTypeId": DEAL, "fields": {"stageId": "PREPARATION"}})["result"]["item"]
    assert again.wait(1)[0]["document_id[2]"] == f"DEAL_{deal['id']}"
    again.close()


def test_a_late_robot_finds_that_its_deal_has_left(
    server: SandboxServer, app: ListeningApp, rest: Any, control: Any
) -> None:
    app.rest("bizproc.robot.add", robot(app))
    place(control)
    control("events/pause")
    deal = rest("crm.item.add", {"entityTypeId": DEAL, "fields": {"stageId": "PREPARATION"}})["result"]["item"]["id"]
    rest("crm.item.update", {"entityTypeId": DEAL, "id": deal, "fields": {"stageId": "WON"}})
    control("events/resume")
    late = app.wait(1)[0]
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": late["event_token"]})["error"] == "ACCESS_DENIED"


def test_what_a_robot_returned_is_known_to_the_later_ones(
    server: SandboxServer, app: ListeningApp, rest: Any, control: Any
) -> None:
    returned = {"number": {"Name": "Номер", "Type": "string"}}
    app.rest("bizproc.robot.add", robot(app, RETURN_PROPERTIES=returned))
    app.rest("bizproc.robot.add", robot(app, "after", USE_SUBSCRIPTION="N"))
    first = place(control)
    title = f"{{={first['name']}:number}} | {{{{Сформировать акт: Номер}}}} | {{={first['name']}:secret}}"
    place(control, "after", properties={"title": title})
    rest("crm.item.add", {"entityTypeId": DEAL, "fields": {"stageId": "PREPARATION"}})
    token = app.wait(1)[0]["event_token"]
    app.rest("bizproc.event.send", {"EVENT_TOKEN": token, "RETURN_VALUES": {"number": "А-15", "secret": "?"}})
    assert app.wait(2)[1]["properties[title]"] == "А-15 | А-15 | "


def test_an_answer_is_not_waited_for_longer_than_set(
    server: SandboxServer, app: ListeningApp, rest: Any, control: Any
) -> None:
    app.rest("bizproc.robot.add", robot(app))
    app.rest("bizproc.robot.add", robot(app, "after", USE_SUBSCRIPTION="N"))
    place(control, timeout=1800)
    place(control, "after", delay=600)
    rest("crm.item.add", {"entityTypeId": DEAL, "fields": {"stageId": "PREPARATION"}})
    first = app.wait(1)[0]
    assert first["timeout_duration"] == "1800"
    control("clock", {"advance": 1801})
    assert [run["state"] for run in server.portal.collection("workflow").all()] == ["delayed"]
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": first["event_token"]})["error"] == "ACCESS_DENIED"
    control("clock", {"advance": 601})
    assert app.wait(2)[1]["code"] == "after"
