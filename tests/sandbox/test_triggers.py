"""Triggers move items to the stages that wait for them; apps register their own types of user fields."""

from __future__ import annotations

from typing import Any

from tests.sandbox.apps import ListeningApp

NEEDED = {"OWNER_TYPE_ID": 2, "CODE": "paid"}


def deal(rest: Any, stage: str = "NEW") -> int:
    return int(rest("crm.item.add", {"entityTypeId": 2, "fields": {"stageId": stage}})["result"]["item"]["id"])


def stage_of(rest: Any, number: int) -> str:
    return str(rest("crm.item.get", {"entityTypeId": 2, "id": number})["result"]["item"]["stageId"])


def test_a_trigger_moves_a_deal_forward_where_a_stage_waits_for_it(app: ListeningApp, rest: Any, control: Any) -> None:
    """api-reference/crm/automation/triggers/"""
    assert app.rest("crm.automation.trigger.add", {"CODE": "paid", "NAME": "Оплачено"})["result"] is True
    number = deal(rest)
    assert app.rest("crm.automation.trigger.execute", {**NEEDED, "OWNER_ID": number})["result"] is True
    assert stage_of(rest, number) == "NEW"
    where = {"kind": 2, "stage_id": "EXECUTING", "code": "paid", "client_id": app.app["client_id"]}
    control("automation/trigger", where)
    app.rest("crm.automation.trigger.execute", {**NEEDED, "OWNER_ID": number})
    assert stage_of(rest, number) == "EXECUTING"
    late = deal(rest, "FINAL_INVOICE")
    app.rest("crm.automation.trigger.execute", {**NEEDED, "OWNER_ID": late})
    assert stage_of(rest, late) == "FINAL_INVOICE"
    control("automation/trigger", {**where, "stage_id": "PREPARATION", "back": True})
    app.rest("crm.automation.trigger.execute", {**NEEDED, "OWNER_ID": late})
    assert stage_of(rest, late) == "PREPARATION"


def test_what_a_trigger_refuses(app: ListeningApp, rest: Any) -> None:
    def words(**asked: Any) -> str:
        told = app.rest("crm.automation.trigger.execute", {**NEEDED, "OWNER_ID": 1, **asked})
        return str(told["error_description"])

    assert words() == "Trigger with code paid is not registered."
    assert words(CODE="Плохо") == "Wrong trigger code!"
    app.rest("crm.automation.trigger.add", {"CODE": "paid", "NAME": "Оплачено"})
    app.rest("crm.automation.trigger.add", {"CODE": "paid", "NAME": "Оплачен счёт"})
    assert app.rest("crm.automation.trigger.list")["result"] == [{"NAME": "Оплачен счёт", "CODE": "paid"}]
    assert words(OWNER_TYPE_ID=99) == "Incorrect parameter OWNER_TYPE_ID."
    assert words(OWNER_ID=-1) == "Incorrect parameter OWNER_ID."
    assert rest("crm.automation.trigger.list")["error_description"] == "Access denied! Application context required"
    assert app.rest("crm.automation.trigger.delete", {"CODE": "paid"})["result"] is True
    assert app.rest("crm.automation.trigger.delete", {"CODE": "paid"})["error_description"] == "Trigger not found"


def test_a_webhook_is_a_trigger_by_its_code(rest: Any, control: Any) -> None:
    """api-reference/crm/automation/crm-automation-trigger.md"""
    control("automation/trigger", {"kind": 2, "stage_id": "WON", "code": "h1"})
    number = deal(rest)
    assert rest("crm.automation.trigger", {"target": f"DEAL_{number}", "code": "other"})["result"] is True
    assert stage_of(rest, number) == "NEW"
    assert rest("crm.automation.trigger", {"target": f"DEAL_{number}", "code": "h1"})["result"] is True
    assert stage_of(rest, number) == "WON"
    assert rest("crm.automation.trigger", {"target": "DEAL_99999"})["error"] == "ACCESS_DENIED"


def test_a_field_is_made_of_an_apps_own_type(app: ListeningApp, rest: Any, control: Any) -> None:
    """api-reference/widgets/user-field/"""
    asked = {"USER_TYPE_ID": "act", "HANDLER": f"{app.url}/field", "TITLE": "Акт"}
    full = f"rest_{app.app['ID']}_act"
    field = {"fields": {"FIELD_NAME": "ACT", "USER_TYPE_ID": full}}
    assert "неверный пользовательский тип" in rest("crm.deal.userfield.add", field)["error_description"]
    assert app.rest("userfieldtype.add", asked)["result"] is True
    assert app.rest("userfieldtype.add", {**asked, "USER_TYPE_ID": "other"})["error"] == "ERROR_CORE"
    assert app.rest("userfieldtype.add", {"USER_TYPE_ID": "x"})["error"] == "ERROR_ARGUMENT"
    assert app.rest("userfieldtype.add", {**asked, "USER_TYPE_ID": "x" * 50})["error"] == "ERROR_ARGUMENT"
    assert rest("userfieldtype.list")["error"] == "WRONG_AUTH_TYPE"
    assert rest("crm.deal.userfield.add", field)["result"] > 0
    known = rest("userfieldconfig.getTypes", {"moduleId": "crm"})["result"]["types"]
    assert known[full] == {"userTypeId": full, "description": "Акт"}
    app.rest("userfieldtype.update", {**asked, "TITLE": "Акт работ"})
    listed = app.rest("userfieldtype.list")
    assert (listed["total"], listed["result"][0]["TITLE"]) == (1, "Акт работ")
    assert app.rest("userfieldtype.delete", {"USER_TYPE_ID": "act"})["result"] is True
    assert app.rest("userfieldtype.delete", {"USER_TYPE_ID": "act"})["error"] == "ERROR_NOT_FOUND"
