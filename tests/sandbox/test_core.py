"""The base methods: people, scopes, features (api-reference/common/, user/, departments/)."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.server import SandboxServer


def _with_scope(server: SandboxServer, scope: list[str], user_id: int = 1) -> str:
    return f"{server.url}/rest/{user_id}/{server.portal.tokens.add_webhook(user_id, scope)}/"


def test_users_are_filtered_searched_and_shown_as_strings(rest: Any) -> None:
    found = rest("user.get", {"FILTER": {"LAST_NAME": "Сафин", "ACTIVE": True}})
    assert (found["total"], found["result"][0]["ID"], found["result"][0]["UF_DEPARTMENT"]) == (1, "4", [2])
    assert rest("user.get", {"ID": 2})["result"][0]["LAST_NAME"] == "Воронцов"
    assert [u["ID"] for u in rest("user.search", {"FILTER": {"FIND": "бухгалтер"}})["result"]] == ["3"]
    assert rest("department.get", {"PARENT": 1})["total"] == 2
    assert "IS_ADMIN" not in rest("user.current")["result"]


def test_user_brief_hides_the_email(server: SandboxServer) -> None:
    brief = requests.get(_with_scope(server, ["user_brief"]) + "user.get", timeout=10).json()
    assert "EMAIL" not in brief["result"][0]
    basic = requests.get(_with_scope(server, ["user_basic"]) + "user.get", timeout=10).json()
    assert basic["result"][0]["EMAIL"] == "orlova@ladoga-consult.example"


def test_a_scope_not_granted_is_403(server: SandboxServer) -> None:
    refused = requests.get(_with_scope(server, ["user"]) + "crm.deal.list", timeout=10)
    assert (refused.status_code, refused.json()["error"]) == (403, "insufficient_scope")
    known = requests.get(_with_scope(server, ["user"]) + "method.get?name=crm.deal.list", timeout=10).json()
    assert known["result"] == {"isExisting": True, "isAvailable": False}


def test_what_needs_an_app_refuses_a_webhook(rest: Any) -> None:
    assert rest("app.info")["error_description"] == "Access denied! Application context required"
    assert rest("app.option.get") == {
        "error": "AccessException",
        "error_description": "Application context required",
    }
    assert rest("feature.get", {"CODE": "rest_auth_connector"})["result"] == {"value": "N"}
    assert rest("feature.get")["error"] == "CODE_EMPTY"


def test_a_source_of_its_own_comes_with_a_dearer_tariff(rest: Any, control: Any) -> None:
    control("limiter", {"licence": "ru_pro100"})
    assert rest("feature.get", {"CODE": "rest_auth_connector"})["result"] == {"value": "Y"}
    assert rest("feature.get", {"CODE": "nonsense"})["result"] == {"value": "N"}


def test_only_an_administrator_changes_the_settings_of_crm(server: SandboxServer) -> None:
    hook = _with_scope(server, ["crm"], user_id=2)
    assert requests.get(hook + "profile", timeout=10).json()["result"]["ADMIN"] is False
    made = requests.post(hook + "crm.type.add", json={"fields": {"title": "Нельзя"}}, timeout=10).json()
    assert made == {"error": "ACCESS_DENIED", "error_description": "Доступ запрещен"}


def test_a_smart_process_and_its_funnels_live_and_die(rest: Any) -> None:
    made = rest("crm.type.add", {"fields": {"title": "Заявки", "isStagesEnabled": "Y"}})["result"]["type"]
    assert (made["entityTypeId"], made["isStagesEnabled"], made["isClientEnabled"]) == (1030, "Y", "N")
    out_of_range = rest("crm.type.add", {"fields": {"title": "Нет", "entityTypeId": 1031}})
    assert out_of_range["error_description"] == "entityTypeId is out of allowed range"
    kind = made["entityTypeId"]
    fields = rest("crm.item.fields", {"entityTypeId": kind})["result"]["fields"]
    assert "companyId" not in fields
    assert fields["stageId"]["statusType"].startswith(f"DYNAMIC_{kind}_STAGE_")
    funnels = rest("crm.category.list", {"entityTypeId": kind})["result"]["categories"]
    refused = rest("crm.category.delete", {"entityTypeId": kind, "id": funnels[0]["id"]})
    assert refused["error"] == "BX_ERROR"
    item = rest("crm.item.add", {"entityTypeId": kind, "fields": {}})["result"]["item"]
    assert item["title"] == f"Заявки #{item['id']}"
    assert rest("crm.type.delete", {"id": made["id"]})["error"] == "BX_ERROR"
    rest("crm.item.delete", {"entityTypeId": kind, "id": item["id"]})
    assert rest("crm.type.delete", {"id": made["id"]})["result"] == []
    assert rest("crm.item.list", {"entityTypeId": kind})["error"] == "NOT_FOUND"


def test_a_deal_moved_to_another_funnel_begins_it_anew(rest: Any) -> None:
    rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"categoryId": 0}})
    deal = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]
    assert (deal["categoryId"], deal["stageId"]) == (0, "NEW")
    history = rest("crm.stagehistory.list", {"entityTypeId": 2, "filter": {"OWNER_ID": 1}})["result"]["items"]
    assert history[-1]["TYPE_ID"] == 5


def test_the_log_keeps_no_secrets(server: SandboxServer, control: Any) -> None:
    env = server.env
    requests.post(f"{server.url}/rest/profile", json={"auth": env["B24_ACCESS_TOKEN"]}, timeout=10)
    row = control("log", {"method": "profile"})["log"][0]
    assert (row["status"], row["params"]["auth"], row["who"]) == (200, "***", "Приложение для проверки:1")
