"""Surprises of the host on the wire and in robots: one test each, the number is the trap's, the page is the docs'."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp


def _waiting_robot(app: ListeningApp, control: Any, rest: Any, **more: Any) -> dict[str, str]:
    """The post that a robot put on the first working stage of a new deal gets."""
    app.rest("bizproc.robot.add", {"CODE": "make", "NAME": "Акт", "HANDLER": f"{app.url}/r", **more})
    control("automation/place", {"kind": 2, "stage_id": "PREPARATION", "code": "make"})
    fields = {"title": "Робот", "stageId": "PREPARATION", "categoryId": 0}
    assert "result" in rest("crm.item.add", {"entityTypeId": 2, "fields": fields})
    return app.wait(1)[0]


def test_10_an_empty_use_subscription_waits(app: ListeningApp, control: Any, rest: Any) -> None:
    """bizproc/bizproc-robot/bizproc-robot-add.md"""
    assert _waiting_robot(app, control, rest)["use_subscription"] == "Y"


def test_11_a_second_answer_to_a_robot_is_denied(app: ListeningApp, control: Any, rest: Any) -> None:
    """bizproc/bizproc-robot/bizproc-event-send.md"""
    token = _waiting_robot(app, control, rest)["event_token"]
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": token})["result"] is True
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": token})["error"] == "ACCESS_DENIED"


def test_12_a_robot_and_an_activity_cannot_share_a_code(app: ListeningApp) -> None:
    """bizproc/bizproc-robot/bizproc-robot-add.md"""
    asked = {"CODE": "one", "NAME": "Акт", "HANDLER": f"{app.url}/r"}
    assert app.rest("bizproc.robot.add", asked)["result"] is True
    assert app.rest("bizproc.activity.add", asked)["error"] == "ERROR_ACTIVITY_ALREADY_INSTALLED"


def test_18_empty_maps_are_lists(app: ListeningApp, rest: Any) -> None:
    """settings/how-to-call-rest-api/batch.md"""
    assert app.rest("app.option.get")["result"] == []
    answer = rest("batch", {"cmd": ["profile"]})["result"]
    assert (answer["result_error"], isinstance(answer["result"], list)) == ([], True)


def test_19_a_list_not_counted_has_total_zero_and_no_next(rest: Any) -> None:
    """settings/performance/huge-data.md"""
    answer = rest("crm.item.list", {"entityTypeId": 2, "start": -1})
    assert (answer["total"], "next" in answer, len(answer["result"]["items"]) > 0) == (0, False, True)


def test_20_a_batch_with_errors_is_200_and_goes_on(server: SandboxServer) -> None:
    """settings/how-to-call-rest-api/batch.md"""
    commands = {"bad": "no.such", "good": "profile"}
    answer = requests.post(f"{server.webhook_url}batch", json={"cmd": commands}, timeout=10)
    result = answer.json()["result"]
    assert answer.status_code == 200
    assert (set(result["result_error"]), set(result["result"])) == ({"bad"}, {"good"})


def test_21_too_many_requests_are_503_and_too_much_time_is_429(server: SandboxServer, control: Any) -> None:
    """settings/performance/limits.md"""
    hook = f"{server.webhook_url}profile"
    control("limiter", {"on": True, "operating_limit": -1})
    assert requests.get(hook, timeout=10).status_code == 429
    control("limiter", {"depth": 0})
    assert requests.get(hook, timeout=10).status_code == 503


def test_a_request_of_more_than_a_minute_is_broken_off(server: SandboxServer, rest: Any, control: Any) -> None:
    """settings/performance/limits.md, «Ограничение на время выполнения запроса»: a batch is one request."""
    control("limiter", {"on": True})
    control("costs", {"method": "crm.deal.add", "seconds": 25, "waits": False})
    cmd = {f"n{number}": {"method": "crm.deal.add", "params": {"fields": {"TITLE": "Долго"}}} for number in range(3)}
    answer = requests.post(f"{server.webhook_url}batch", json={"cmd": cmd}, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (504, "text/html")
    assert len(rest("crm.deal.list", {"filter": {"TITLE": "Долго"}})["result"]) == 2
    control("costs", {"method": "crm.deal.add", "seconds": 61, "waits": False})
    alone = requests.post(f"{server.webhook_url}crm.deal.add", json={"fields": {"TITLE": "Долго"}}, timeout=10)
    assert alone.status_code == 504
    assert len(rest("crm.deal.list", {"filter": {"TITLE": "Долго"}})["result"]) == 2


def test_22_codes_may_be_empty_and_an_error_may_come_with_200(server: SandboxServer, app: ListeningApp) -> None:
    """crm/deals/crm-deal-get.md; widgets/placement-bind.md"""
    assert app.rest("crm.deal.get", {"id": 99999})["error"] == ""
    body = {"auth": app.token, "PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": ""}
    answer = requests.post(f"{server.url}/rest/placement.bind", json=body, timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (200, "ERROR_ARGUMENT")


def test_25_lists_and_drives_have_no_events(app: ListeningApp) -> None:
    """events/events.md"""
    names = app.rest("events", {"FULL": True})["result"]
    assert not [name for name in names if name.startswith(("ONLIST", "ONDISK", "ONMAIL", "ONENTITY"))]


def test_26_a_letter_asked_for_twice_goes_out_twice(rest: Any, control: Any) -> None:
    """tutorials/crm/how-to-add-crm-objects/how-to-send-email.md: sent is not delivered, and nothing is remembered."""
    fields = {
        "OWNER_TYPE_ID": 2, "OWNER_ID": 1, "TYPE_ID": 4, "DIRECTION": 2, "COMPLETED": "Y", "SUBJECT": "Акт",
        "DESCRIPTION": "Текст", "RESPONSIBLE_ID": 1, "ORIGIN_ID": "one",
        "COMMUNICATIONS": [{"VALUE": "client@client.example", "ENTITY_ID": 1, "ENTITY_TYPE_ID": 3}],
        "SETTINGS": {"MESSAGE_FROM": "Анна <orlova@example.com>", "DISABLE_SENDING_MESSAGE_COPY": "Y"},
    }  # fmt: skip
    assert [isinstance(rest("crm.activity.add", {"fields": fields})["result"], int) for _ in range(2)] == [True, True]
    assert len(control("mailbox", {"wait": 2, "to": "client@client.example"})["letters"]) == 2


def test_34_tasks_is_not_task_and_a_missing_entity_of_rest_3_is_400(server: SandboxServer) -> None:
    """tasks/tasks-task-get-rest-v3.md, tasks/tasks-task-get.md: REST 3.0 wants the scope `tasks`, the old one `task`"""
    for scope, fits, fails, status in (("tasks", "rest/api", "rest", 400), ("task", "rest", "rest/api", 200)):
        hook = f"1/{server.portal.tokens.add_webhook(1, [scope])}/tasks.task.get"
        missing = requests.post(f"{server.url}/{fits}/{hook}", json={"id": 999, "taskId": 999}, timeout=10)
        assert missing.status_code == status
        refused = requests.post(f"{server.url}/{fails}/{hook}", json={"id": 1, "taskId": 1}, timeout=10)
        assert refused.status_code == 403
