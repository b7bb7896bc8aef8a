"""Digital workplaces and call lists (crm/automated-solution/, crm/call-list/)."""

from __future__ import annotations

from typing import Any


def test_a_smart_process_stands_in_one_workplace_at_most(rest: Any) -> None:
    type_id = rest("crm.type.add", {"fields": {"title": "Заявки"}})["result"]["type"]["id"]

    def place(title: str) -> Any:
        asked = {"fields": {"title": title, "typeIds": [type_id]}}
        return rest("crm.automatedsolution.add", asked)["result"]["automatedSolution"]

    first, second = place("HR"), place("R&D")
    assert (first["typeIds"], second["typeIds"]) == ([type_id], [type_id])
    left = rest("crm.automatedsolution.get", {"id": first["id"]})["result"]["automatedSolution"]
    assert left == {"id": first["id"], "title": "HR", "typeIds": []}
    assert rest("crm.automatedsolution.delete", {"id": second["id"]})["error"] == "HAS_BOUND_TYPES"
    rest("crm.automatedsolution.update", {"id": second["id"], "fields": {"typeIds": []}})
    assert rest("crm.automatedsolution.delete", {"id": second["id"]})["result"] is None
    assert rest("crm.automatedsolution.add", {"fields": {}})["error"] == "BX_EMPTY_REQUIRED"
    found = rest("crm.automatedsolution.list", {"filter": {"%title": "hr"}})
    assert (found["total"], found["result"]["automatedSolutions"][0]["id"]) == (1, first["id"])
    assert rest("crm.automatedsolution.list", {"filter": {"x": 1}})["error"] == "INVALID_ARG_VALUE"


def test_a_call_list_keeps_the_status_of_who_stays(rest: Any) -> None:
    new = rest("crm.calllist.add", {"ENTITY_TYPE": "CONTACT", "ENTITIES": [1, 2]})["result"]
    asked = {"LIST_ID": new, "ENTITY_TYPE": "CONTACT", "ENTITIES": [2, 3]}
    assert rest("crm.calllist.update", asked)["result"] is True
    items = rest("crm.calllist.items.get", {"LIST_ID": new})["result"]
    assert items == [{"ID": n, "STATUS": "IN_WORK", "ENTITY_TYPE": 3} for n in (2, 3)]
    assert rest("crm.calllist.items.get", {"LIST_ID": new, "FILTER": {"STATUS": "SUCCESS"}})["result"] == []
    assert rest("crm.calllist.items.get", {"LIST_ID": new, "FILTER": {"STATUS": "X"}})["error"] == "STATUS_ERROR"
    assert rest("crm.calllist.items.get", {"LIST_ID": new, "FILTER": {"STATUS": {}}})["error"] == "STATUS_ERROR"
    other = rest("crm.calllist.update", {**asked, "ENTITY_TYPE": "COMPANY"})
    assert other["error_description"] == "Discrepancy between the type of call participants and incoming type"


def test_a_call_list_names_what_is_wrong(rest: Any) -> None:
    def error(params: dict[str, Any]) -> str:
        return str(rest("crm.calllist.add", params)["error"])

    assert error({"ENTITIES": [1]}) == "ERROR_ARGUMENT"
    assert error({"ENTITY_TYPE": "DEAL", "ENTITIES": [1]}) == "ENTITY_TYPE_ERROR"
    assert error({"ENTITY_TYPE": "CONTACT", "ENTITIES": 1}) == "ENTITIES_ERROR"
    assert error({"ENTITY_TYPE": "CONTACT", "ENTITIES": [100500]}) == "ENTITY_ERROR"
    assert error({"ENTITY_TYPE": "CONTACT", "ENTITIES": [1], "WEBFORM_ID": 1}) == "WEBFORM_ERROR"
    assert rest("crm.calllist.list", {"SELECT": ["TITLE"]})["error"] == "100"
    assert rest("crm.calllist.get", {"ID": 5})["error"] == "LIST_ID_ERROR"
