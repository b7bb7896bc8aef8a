"""crm.item.* behaves as crm/universal/ of the official docs says."""

from __future__ import annotations

import base64
from typing import Any

import requests

from sandbox.areas.crm import requirements
from sandbox.server import SandboxServer


def _add(rest: Any, **fields: Any) -> Any:
    return rest("crm.item.add", {"entityTypeId": 2, "fields": fields})["result"]["item"]


def test_an_added_deal_comes_back_whole_with_ints_and_camel_names(rest: Any) -> None:
    deal = _add(rest, title="Проверка", opportunity="999.99", companyId="2", contactIds=["2", "3"])
    assert deal["id"] == 15
    assert (deal["opportunity"], deal["companyId"], deal["contactIds"], deal["contactId"]) == (999.99, 2, [2, 3], 2)
    assert (deal["stageSemanticId"], deal["closed"], deal["entityTypeId"]) == ("P", "N", 2)
    assert deal["dateCreateShort"] is None


def test_an_unknown_field_is_ignored_in_fields_and_refused_in_filter_and_order(rest: Any) -> None:
    assert _add(rest, title="x", nonsense=1)["title"] == "x"
    filtered = rest("crm.item.list", {"entityTypeId": 2, "filter": {"nonsense": 1}})
    assert filtered["error"] == "INVALID_ARG_VALUE"
    assert filtered["error_description"] == "Invalid filter: field 'nonsense' is not allowed in filter"
    assert rest("crm.item.list", {"entityTypeId": 2, "order": {"nonsense": "ASC"}})["error"] == "INVALID_ARG_VALUE"


def test_a_kind_or_an_item_that_is_not_there_is_said_in_the_hosts_words(rest: Any) -> None:
    assert rest("crm.item.get", {"entityTypeId": 999, "id": 1})["error_description"] == "Смарт-процесс не найден"
    assert rest("crm.item.get", {"entityTypeId": 2, "id": 999})["error_description"] == "Элемент не найден"
    assert rest("crm.item.get", {"entityTypeId": 2})["error"] == "100"


def test_filters_take_prefixes_lists_and_nested_logic(rest: Any) -> None:
    def ids(**asked: Any) -> list[int]:
        answer = rest("crm.item.list", {"entityTypeId": 2, "select": ["id"], "order": {"id": "DESC"}, "filter": asked})
        return [item["id"] for item in answer["result"]["items"]]

    assert ids(**{"<=id": 2}) == [2, 1]
    assert ids(**{"%title": "РОМАШКА", "!@id": [3]}) == [14, 13, 4]
    assert ids(**{"@stageId": ["C1:WON", "C1:LOSE"]}) == [13, 12]
    assert ids(**{"0": {"logic": "OR", "0": {"id": 1}, "1": {"stageId": "C1:WON"}}}) == [12, 1]
    assert ids(contactIds=7) == [12, 5]
    assert ids(**{"companyId": ""}) == [9]


def test_pages_are_fifty_and_start_minus_one_does_not_count(rest: Any) -> None:
    for _ in range(2):
        commands = {str(n): f"crm.item.add?entityTypeId=2&fields[title]=n{n}" for n in range(40)}
        assert rest("batch", {"cmd": commands})["result"]["result_error"] == []
    first = rest("crm.item.list", {"entityTypeId": 2})
    assert (len(first["result"]["items"]), first["total"], first["next"]) == (50, 94, 50)
    last = rest("crm.item.list", {"entityTypeId": 2, "start": 50})
    assert len(last["result"]["items"]) == 44
    assert "next" not in last
    window = rest("crm.item.list", {"entityTypeId": 2, "start": -1, "filter": {">id": 20}, "order": {"id": "ASC"}})
    assert (len(window["result"]["items"]), window["total"]) == (50, 0)
    assert "next" not in window


def test_an_update_that_changes_nothing_saves_nothing(rest: Any, server: SandboxServer) -> None:
    seen: list[int] = []
    server.portal.on("item_updated", lambda **facts: seen.append(facts["item"]["ID"]))
    before = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]
    same = {"title": before["title"], "opportunity": str(before["opportunity"])}
    after = rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": same})["result"]["item"]
    assert after == before
    assert seen == []
    rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"title": "другое"}})
    assert seen == [1]


def test_a_stage_entered_is_a_record_of_history_each_time(rest: Any) -> None:
    for stage in ("C1:REPORT_SENT", "C1:EXECUTING", "C1:REPORT_SENT", "C1:WON"):
        rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"stageId": stage}})
    history = rest("crm.stagehistory.list", {"entityTypeId": 2, "filter": {"OWNER_ID": 1}})["result"]["items"]
    assert [(h["TYPE_ID"], h["STAGE_ID"], h["STAGE_SEMANTIC_ID"]) for h in history] == [
        (1, "C1:EXECUTING", "P"),
        (2, "C1:REPORT_SENT", "P"),
        (2, "C1:EXECUTING", "P"),
        (2, "C1:REPORT_SENT", "P"),
        (3, "C1:WON", "S"),
    ]
    assert rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]["closed"] == "Y"


def test_a_stage_of_another_funnel_and_an_empty_required_field_are_refused(rest: Any, server: SandboxServer) -> None:
    wrong = rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"stageId": "NOWHERE"}})
    assert wrong["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID"
    requirements.require_on_stage(server.portal, 2, "ADDITIONAL_INFO", ["C1:WON"])
    empty = rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"stageId": "C1:WON"}})
    assert empty["error_description"] == 'Поле "Дополнительная информация" обязательно для заполнения'
    filled = {"stageId": "C1:WON", "additionalInfo": "есть"}
    assert "result" in rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": filled})


def test_an_invoice_belongs_to_a_deal_and_gets_its_number(rest: Any) -> None:
    fields = {
        "title": "Счёт",
        "parentId2": 1,
        "companyId": 2,
        "contactIds": [1],
        "mycompanyId": 1,
        "opportunity": 150000,
    }
    invoice = rest("crm.item.add", {"entityTypeId": 31, "fields": fields})["result"]["item"]
    assert (invoice["accountNumber"], invoice["parentId2"], invoice["mycompanyId"]) == ("1", 1, 1)
    assert invoice["stageId"].startswith("DT31_")
    found = rest("crm.item.list", {"entityTypeId": 31, "filter": {"parentId2": 1}, "select": ["id"]})
    assert found["total"] == 1


def test_multifields_come_only_with_everything(rest: Any) -> None:
    whole = rest("crm.item.get", {"entityTypeId": 3, "id": 1})["result"]["item"]
    assert whole["fm"][0]["typeId"] == "EMAIL"
    assert whole["emailWork"] == "melnik@vector-plus.example"
    named = rest("crm.item.list", {"entityTypeId": 3, "select": ["id", "fm"], "filter": {"id": 1}})
    assert named["result"]["items"] == [{"id": 1}]


def test_a_smart_process_with_a_file_field(rest: Any, server: SandboxServer) -> None:
    flags = {"isStagesEnabled": "Y", "isClientEnabled": "Y", "isLinkWithProductsEnabled": "Y"}
    relations = {"parent": [{"entityTypeId": 2, "isChildrenListEnabled": "true"}]}
    made = rest("crm.type.add", {"fields": {"title": "Акты", **flags, "relations": relations}})["result"]["type"]
    kind, entity = made["entityTypeId"], f"CRM_{made['id']}"
    field = {"entityId": entity, "fieldName": f"UF_{entity}_SCAN", "userTypeId": "file", "multiple": "N"}
    assert rest("userfieldconfig.add", {"moduleId": "crm", "field": field})["result"]["field"]["userTypeId"] == "file"
    scan = ["скан.pdf", base64.b64encode(b"%PDF-1.7 scan").decode()]
    asked = {
        "entityTypeId": kind,
        "useOriginalUfNames": "Y",
        "fields": {"title": "Акт 1", "parentId2": 1, field["fieldName"]: scan},
    }
    item = rest("crm.item.add", asked)["result"]["item"]
    assert item["stageId"] == f"DT{kind}_{item['categoryId']}:NEW"
    shown = item[field["fieldName"]]
    assert set(shown) == {"id", "url", "urlMachine"}
    assert requests.get(shown["urlMachine"], timeout=10).content == b"%PDF-1.7 scan"
    camel = rest("crm.item.get", {"entityTypeId": kind, "id": item["id"]})["result"]["item"]
    assert camel[f"ufCrm{made['id']}Scan"]["id"] == shown["id"]


def test_a_lone_value_for_a_multiple_field_is_error_100(rest: Any) -> None:
    answer = rest("crm.item.add", {"entityTypeId": 2, "fields": {"contactIds": "2"}})
    assert answer["error"] == "100"
    assert answer["error_description"] == "Expected iterable value for multiple field, but got string instead"


def test_who_may_see_only_his_own_is_refused_others_deals(server: SandboxServer) -> None:
    secret = server.portal.tokens.add_webhook(4, ["crm"], "Сафин")
    hook = f"{server.url}/rest/4/{secret}/"
    mine = requests.post(hook + "crm.item.get", json={"entityTypeId": 2, "id": 4}, timeout=10)
    assert mine.status_code == 200
    other = requests.post(hook + "crm.item.get", json={"entityTypeId": 2, "id": 1}, timeout=10).json()
    assert other == {"error": "ACCESS_DENIED", "error_description": "У Вас нет прав на просмотр этого элемента"}
    listed = requests.post(hook + "crm.item.list", json={"entityTypeId": 2}, timeout=10).json()
    assert {deal["assignedById"] for deal in listed["result"]["items"]} == {4}


def test_the_general_funnel_is_number_zero_on_the_wire(rest: Any) -> None:
    made = rest("crm.item.add", {"entityTypeId": 2, "fields": {"title": "В общей воронке", "categoryId": 0}})
    assert made["result"]["item"]["categoryId"] == 0


def test_a_tariff_may_have_no_smart_processes(rest: Any, control: Any) -> None:
    control("crm/processes", {"sold": False})
    refused = rest("crm.type.add", {"fields": {"title": "Акты"}})
    assert refused["error"] == "CREATE_DYNAMIC_TYPE_RESTRICTED"
    control("crm/processes", {"sold": True})
    assert rest("crm.type.add", {"fields": {"title": "Акты"}})["result"]["type"]["title"] == "Акты"
