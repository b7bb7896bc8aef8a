"""Business processes started by hand or by REST, their templates, and the tasks they give to people."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

DEAL = ["crm", "CCrmDocumentDeal", "DEAL"]
DEAL_1 = [*DEAL[:2], "DEAL_1"]


def serialized(value: Any) -> bytes:
    """As PHP's serialize() does it."""
    if value is None:
        return b"N;"
    if isinstance(value, int):
        return b"i:%d;" % value
    if isinstance(value, str):
        return b's:%d:"%s";' % (len(value.encode()), value.encode())
    pairs = list(enumerate(value)) if isinstance(value, list) else list(value.items())
    return b"a:%d:{%s}" % (len(pairs), b"".join(serialized(one) for pair in pairs for one in pair))


def bpt(children: list[Any], parameters: Any = None) -> list[str]:
    root = {"Type": "SequentialWorkflowActivity", "Name": "Template", "Properties": [], "Children": children}
    packed = zlib.compress(serialized({"VERSION": 2, "TEMPLATE": [root], "PARAMETERS": parameters or []}))
    return ["process.bpt", base64.b64encode(packed).decode()]


def approval(*users: str, **more: Any) -> dict[str, Any]:
    properties = {"Users": list(users), "Name": "Согласовать {=Document:TITLE}", **more}
    return {"Type": "ApproveActivity", "Name": "A1_2_3_4", "Properties": properties, "Children": []}


def template(app: ListeningApp, *children: Any, **more: Any) -> Any:
    asked = {"DOCUMENT_TYPE": DEAL, "NAME": "Согласование", "TEMPLATE_DATA": bpt(list(children)), **more}
    return app.rest("bizproc.workflow.template.add", asked)


def start(rest: Any, number: int, document: list[str] = DEAL_1, **parameters: Any) -> Any:
    asked = {"TEMPLATE_ID": number, "DOCUMENT_ID": document, "PARAMETERS": parameters}
    return rest("bizproc.workflow.start", asked)


def test_a_template_is_kept_by_the_app_that_added_it(app: ListeningApp, server: SandboxServer, rest: Any) -> None:
    number = template(app, approval("user_2"))["result"]
    code = f"rest_app_{app.app['ID']}"
    asked = {"SELECT": ["ID", "NAME", "USER_ID", "SYSTEM_CODE"], "FILTER": {"SYSTEM_CODE": code}}
    row = {"ID": str(number), "NAME": "Согласование", "USER_ID": "1", "SYSTEM_CODE": code}
    assert rest("bizproc.workflow.template.list", asked)["result"] == [row]
    assert (
        app.rest("bizproc.workflow.template.update", {"ID": number, "FIELDS": {"NAME": "Другое"}})["result"] == number
    )
    other = ListeningApp(server)
    try:
        refused = other.rest("bizproc.workflow.template.delete", {"ID": number})
        assert refused["error"] == "ERROR_TEMPLATE_NOT_OWNER"
    finally:
        other.close()
    assert (
        rest("bizproc.workflow.template.delete", {"ID": number})["error_description"] == "Application context required"
    )
    assert app.rest("bizproc.workflow.template.delete", {"ID": number})["result"] is None
    assert app.rest("bizproc.workflow.template.delete", {"ID": number})["error"] == "ERROR_TEMPLATE_NOT_FOUND"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"DOCUMENT_TYPE": ["crm", "CCrmDocumentDeal", "LEAD"]}, "Incorrect field DOCUMENT_TYPE!"),
        ({"NAME": ""}, "Empty template name!"),
        ({"AUTO_EXECUTE": 7}, "Incorrect field AUTO_EXECUTE!"),
        ({"TEMPLATE_DATA": ["a.bpt", "bm90IGEgdGVtcGxhdGU="]}, "Incorrect field TEMPLATE_DATA!"),
        ({"TEMPLATE_DATA": ["a.bpt", "eJxLBAAAYgBi"]}, "Incorrect field TEMPLATE_DATA!"),
    ],
)
def test_a_wrong_template_is_refused_by_name(app: ListeningApp, wrong: dict[str, Any], words: str) -> None:
    refused = template(app, approval("user_2"), **wrong)
    assert (refused["error"], refused["error_description"]) == ("ERROR_TEMPLATE_VALIDATION_FAILURE", words)


def test_a_process_waits_for_people_and_hands_their_answer_on(app: ListeningApp, rest: Any, control: Any) -> None:
    properties = {"said": {"Name": "Сказали", "Type": "string"}}
    asked = {"CODE": "told", "HANDLER": f"{app.url}/a", "NAME": "Сообщить", "PROPERTIES": properties}
    app.rest("bizproc.activity.add", {**asked, "USE_SUBSCRIPTION": "N"})
    number = template(app, approval("user_1", "user_2", CommentRequired="YR"))["result"]
    said = {"said": "{=A1_2_3_4:Comments} ({=A1_2_3_4:ApprovedCount}), {=Template:why}"}
    control("processes/place", {"document_type": DEAL, "template": number, "code": "told", "properties": said})
    process = start(rest, number, why="срочно")["result"]
    assert [row["ID"] for row in rest("bizproc.workflow.instances")["result"]] == [process]
    task = rest("bizproc.task.list", {"SELECT": ["*"], "FILTER": {"USER_ID": 1}})["result"][0]
    title = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]["title"]
    assert (task["NAME"], task["WORKFLOW_ID"], task["STATUS"]) == (f"Согласовать {title}", process, "0")
    assert (
        rest("bizproc.task.complete", {"TASK_ID": task["ID"], "STATUS": 3})["error_description"] == "incorrect STATUS"
    )
    without = rest("bizproc.task.complete", {"TASK_ID": task["ID"], "STATUS": "no"})
    assert without["error"] == "ERROR_TASK_EXECUTION"
    assert rest("bizproc.task.complete", {"TASK_ID": task["ID"], "STATUS": 1, "COMMENT": "Можно"})["result"] is True
    assert rest("bizproc.task.complete", {"TASK_ID": task["ID"], "STATUS": 1})["error"] == "ERROR_TASK_COMPLETED"
    given = {"TASK_IDS": [task["ID"]], "FROM_USER_ID": 2, "TO_USER_ID": 1}
    assert rest("bizproc.task.delegate", given)["result"] is True
    assert rest("bizproc.task.complete", {"TASK_ID": task["ID"], "STATUS": "yes"})["result"] is True
    assert app.wait(1)[0]["properties[said]"] == "Можно (1), срочно"
    assert rest("bizproc.workflow.instances")["result"] == []


def test_a_process_is_started_only_on_documents_of_its_kind(app: ListeningApp, rest: Any) -> None:
    number = template(app, approval("user_2"))["result"]
    assert start(rest, 0)["error_description"] == "Empty TEMPLATE_ID"
    assert start(rest, 999)["error_description"] == "Template not found"
    assert start(rest, number, ["crm"])["error_description"] == "Wrong DOCUMENT_ID!"
    assert start(rest, number, ["crm", "Nobody", "DEAL_1"])["error_description"] == "Incorrect document type!"
    company = ["crm", "CCrmDocumentCompany", "COMPANY_1"]
    assert start(rest, number, company)["error_description"] == "Template type and DOCUMENT_ID mismatch!"


def test_a_process_is_terminated_or_killed(app: ListeningApp, rest: Any, control: Any) -> None:
    number = template(app, approval("user_2"))["result"]
    first, second = (start(rest, number)["result"] for _ in range(2))
    assert rest("bizproc.workflow.terminate", {"ID": first, "STATUS": "Передумали"})["result"] is True
    assert rest("bizproc.workflow.terminate", {"ID": ""})["error_description"] == "Empty workflow instance ID"
    assert rest("bizproc.workflow.kill", {"ID": second})["result"] is True
    assert rest("bizproc.workflow.instances")["result"] == []
    assert rest("bizproc.task.list")["result"] == []
    runs = control("processes/runs", {"document_id": DEAL_1})["runs"]
    assert [(run["state"], run["log"][-1]["text"]) for run in runs] == [("terminated", "Передумали")]


def test_a_task_that_nobody_answers_in_time_lets_the_process_go_on(rest: Any, control: Any) -> None:
    asked = {"document_type": DEAL, "code": "ReviewActivity", "timeout": 600, "auto_execute": 1}
    control("processes/place", {**asked, "properties": {"Users": [1]}})
    rest("crm.item.add", {"entityTypeId": 2, "fields": {"title": "Новая"}})
    assert len(rest("bizproc.workflow.instances")["result"]) == 1
    control("clock", {"advance": 601})
    assert rest("bizproc.workflow.instances")["result"] == []
    assert [row["STATUS"] for row in rest("bizproc.task.list", {"SELECT": ["STATUS"]})["result"]] == ["4"]
    control("clock", {"advance": 25 * 3600})
    assert rest("bizproc.task.list")["result"] == []


def test_only_heads_see_the_tasks_of_others(server: SandboxServer, app: ListeningApp, rest: Any) -> None:
    start(rest, template(app, approval("user_1"))["result"])
    token = server.portal.tokens.issue(app.app["client_id"], 3).access
    app.token = token
    refused = app.rest("bizproc.task.list", {"FILTER": {"USER_ID": 1}})
    assert (refused["error"], refused["error_description"]) == ("ACCESS_DENIED", "Access denied!")
    assert app.rest("bizproc.task.list")["result"] == []
    assert app.rest("bizproc.workflow.instances")["error"] == "ACCESS_DENIED"
