"""Surprises of the host in its data: one test each, the number is the trap's, the page is the docs'."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

FILE = ["Акт.pdf", "JVBERg=="]
Where = dict[str, Any]


@pytest.fixture
def register(rest: Any) -> Where:
    new = rest("lists.add", {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "acts", "FIELDS": {"NAME": "Акты"}})["result"]
    return {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": new}


def _field(rest: Any, register: Where, kind: str, code: str) -> str:
    return str(rest("lists.field.add", {**register, "FIELDS": {"NAME": code, "TYPE": kind, "CODE": code}})["result"])


def _element(rest: Any, register: Where, fields: dict[str, Any] | None = None) -> Any:
    return rest("lists.element.add", {**register, "ELEMENT_CODE": "one", "FIELDS": {"NAME": "Акт", **(fields or {})}})


def _root(rest: Any) -> str:
    storage = rest("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "common"}})["result"][0]
    return str(storage["ROOT_OBJECT_ID"])


def test_01_an_update_of_an_element_clears_what_it_does_not_carry(rest: Any, register: Where) -> None:
    """lists/elements/lists-element-update.md: files stay until they are deleted by name."""
    amount, scan = _field(rest, register, "N", "AMOUNT"), _field(rest, register, "F", "SCAN")
    element = _element(rest, register, {amount: 100, scan: FILE})["result"]
    rest("lists.element.update", {**register, "ELEMENT_ID": element, "FIELDS": {"NAME": "Акт"}})
    row = rest("lists.element.get", register)["result"][0]
    assert (amount in row, len(row[scan])) == (False, 1)


def test_02_a_property_is_a_map_of_values_and_numbers_are_strings(rest: Any, register: Where) -> None:
    """lists/elements/lists-element-get.md"""
    amount = _field(rest, register, "N", "AMOUNT")
    element = _element(rest, register, {amount: 100})["result"]
    row = rest("lists.element.get", register)["result"][0]
    assert (type(element), row["ID"], list(row[amount].values())) == (int, str(element), ["100"])


def test_03_an_element_needs_a_code_of_its_own(rest: Any, register: Where) -> None:
    """lists/elements/lists-element-add.md"""
    missing = rest("lists.element.add", {**register, "FIELDS": {"NAME": "Акт"}})
    assert missing["error"] == "ERROR_REQUIRED_PARAMETERS_MISSING"
    assert "result" in _element(rest, register)
    assert _element(rest, register)["error"] == "ERROR_ELEMENT_ALREADY_EXISTS"


def test_04_a_wrong_filter_is_dropped_by_lists_and_refused_by_items(rest: Any, register: Where) -> None:
    """lists/elements/lists-element-get.md; crm/universal/crm-item-list.md"""
    _element(rest, register)
    assert rest("lists.element.get", {**register, "FILTER": {"NO_SUCH": 1}})["total"] == 1
    refused = rest("crm.item.list", {"entityTypeId": 2, "filter": {"noSuch": 1}})
    assert refused["error"] == "INVALID_ARG_VALUE"


def test_05_user_fields_have_two_names_and_flags_two_forms(rest: Any) -> None:
    """crm/universal/object-fields.md: Y in fields, 1 in filters."""
    fields = {"FIELD_NAME": "SIGNED", "USER_TYPE_ID": "boolean"}
    rest("crm.deal.userfield.add", {"fields": fields})
    written = {"entityTypeId": 2, "id": 1, "fields": {"ufCrmSigned": "Y"}}
    assert "result" in rest("crm.item.update", written)
    camel = rest("crm.item.list", {"entityTypeId": 2, "filter": {"ufCrmSigned": 1}})["result"]["items"]
    original = rest("crm.item.get", {"entityTypeId": 2, "id": 1, "useOriginalUfNames": "Y"})["result"]["item"]
    assert ([item["id"] for item in camel], "UF_CRM_SIGNED" in original) == ([1], True)


def test_06_a_process_has_two_numbers_and_its_relations_other_flags(rest: Any) -> None:
    """crm/universal/user-defined-object-types/crm-type-add.md: relations take the words true and false only."""
    links = [{"entityTypeId": 2, "isChildrenListEnabled": "Y"}, {"entityTypeId": 31, "isChildrenListEnabled": "true"}]
    fields = {"title": "Акты", "isStagesEnabled": "Y", "relations": {"parent": links}}
    made = rest("crm.type.add", {"fields": fields})["result"]["type"]
    assert (made["id"] != made["entityTypeId"], made["isStagesEnabled"]) == (True, "Y")
    shown = {one["entityTypeId"]: one["isChildrenListEnabled"] for one in made["relations"]["parent"]}
    assert (shown[2], shown[31]) == ("N", "Y")


def test_07_an_update_without_a_change_keeps_the_time_of_the_last_one(rest: Any) -> None:
    """crm/universal/crm-item-update.md"""
    before = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]
    rest("crm.item.update", {"entityTypeId": 2, "id": 1, "fields": {"title": before["title"]}})
    assert rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"] == before


def test_08_an_app_hears_of_its_own_writes_too(app: ListeningApp) -> None:
    """events/index.md"""
    app.rest("event.bind", {"event": "ONCRMDEALUPDATE", "handler": f"{app.url}/h"})
    app.rest("crm.deal.update", {"id": 1, "fields": {"TITLE": "Своя"}})
    assert app.wait(1)[0]["data[FIELDS][ID]"] == "1"


def test_09_a_letter_that_failed_leaves_its_activity(rest: Any, control: Any) -> None:
    """tutorials/crm/how-to-add-crm-objects/how-to-send-email.md"""
    control("mailbox/fail", {"text": "Failed to add posting. Please see details below"})
    fields = {
        "OWNER_TYPE_ID": 2, "OWNER_ID": 1, "TYPE_ID": 4, "DIRECTION": 2, "COMPLETED": "Y", "SUBJECT": "Письмо",
        "RESPONSIBLE_ID": 1, "DESCRIPTION_TYPE": 3, "DESCRIPTION": "<b>Текст</b>",
        "COMMUNICATIONS": [{"VALUE": "client@client.example", "ENTITY_ID": 1, "ENTITY_TYPE_ID": 3}],
        "SETTINGS": {"MESSAGE_FROM": "Анна <orlova@example.com>"},
    }  # fmt: skip
    refused = rest("crm.activity.add", {"fields": fields})
    assert refused["error_description"].startswith("Email send error.")
    assert rest("crm.activity.list", {"filter": {"SUBJECT": "Письмо"}})["total"] == 1


def test_10_a_taken_name_is_22000_and_a_link_dies_with_its_token(server: SandboxServer, rest: Any) -> None:
    """disk/folder/disk-folder-add-subfolder.md; disk/file/disk-file-get.md"""
    asked = {"id": _root(rest), "data": {"NAME": "Акты"}}
    folder = rest("disk.folder.addsubfolder", asked)["result"]
    assert (type(folder["ID"]), rest("disk.folder.addsubfolder", asked)["error"]) == (int, "DISK_OBJ_22000")
    assert isinstance(rest("disk.folder.get", {"id": folder["ID"]})["result"]["ID"], str)
    place = rest("disk.folder.uploadfile", {"id": folder["ID"]})["result"]
    sent = requests.post(place["uploadUrl"], files={place["field"]: ("Акт.pdf", b"%PDF")}, timeout=10).json()
    token = server.portal.tokens.issue(server.env["B24_CLIENT_ID"], 1).access
    asked = {"id": sent["result"]["ID"], "auth": token}
    link = requests.post(f"{server.url}/rest/disk.file.get", json=asked, timeout=10).json()["result"]["DOWNLOAD_URL"]
    assert requests.get(link, timeout=10).content == b"%PDF"
    server.portal.tokens.expire_all()
    assert requests.get(link, timeout=10).status_code == 401


def test_12_payments_are_for_deals_and_invoices(rest: Any) -> None:
    """crm/universal/payment/crm-item-payment-add.md"""
    kind = rest("crm.type.add", {"fields": {"title": "Акты"}})["result"]["type"]["entityTypeId"]
    item = rest("crm.item.add", {"entityTypeId": kind, "fields": {}})["result"]["item"]["id"]
    assert rest("crm.item.payment.add", {"entityId": item, "entityTypeId": kind})["error"] == "0"


def test_14_robots_are_for_the_crm_only(app: ListeningApp, control: Any) -> None:
    """bizproc/bizproc-robot/bizproc-robot-add.md: none of its documents is a company."""
    app.rest("bizproc.robot.add", {"CODE": "make", "NAME": "Акт", "HANDLER": f"{app.url}/r"})
    assert "error" in control("automation/place", {"kind": 4, "stage_id": "NEW", "code": "make"})


def test_15_some_things_are_hidden_from_the_brief_and_closed_to_the_plain(server: SandboxServer) -> None:
    """scopes/permissions.md; common/settings/app-option-set.md"""
    hook = server.portal.tokens.add_webhook(1, ["user_brief"])
    shown = requests.get(f"{server.url}/rest/1/{hook}/user.get", timeout=10).json()["result"][0]
    token = server.portal.tokens.issue(server.env["B24_CLIENT_ID"], 2).access
    body = {"options": {"a": 1}, "auth": token}
    refused = requests.post(f"{server.url}/rest/app.option.set", json=body, timeout=10).json()
    assert ("EMAIL" in shown, refused["error_description"]) == (False, "Administrator authorization required")


def test_16_phones_come_only_with_everything(rest: Any) -> None:
    """crm/universal/crm-item-list.md"""
    named = rest("crm.item.list", {"entityTypeId": 3, "select": ["id", "fm"]})["result"]["items"][0]
    whole = rest("crm.item.list", {"entityTypeId": 3, "select": ["*"]})["result"]["items"][0]
    assert ("fm" in named, "fm" in whole) == (False, True)


def test_17_one_bucket_serves_all_apps_of_an_address(server: SandboxServer, control: Any) -> None:
    """settings/performance/limits.md"""
    control("limiter", {"on": True, "depth": 2, "drain": 0})
    url, token = f"{server.url}/rest/profile", server.env["B24_ACCESS_TOKEN"]
    codes = [requests.get(f"{server.webhook_url}profile", timeout=10).status_code for _ in range(2)]
    codes.append(requests.get(url, params={"auth": token}, timeout=10).status_code)
    assert codes == [200, 200, 503]


def test_18_files_of_a_comment_are_a_list_of_pairs(rest: Any) -> None:
    """crm/timeline/comments/crm-timeline-comment-add.md: kinds in lower case."""
    fields = {"ENTITY_ID": 1, "ENTITY_TYPE": "deal", "COMMENT": "Акт", "FILES": [FILE]}
    new = rest("crm.timeline.comment.add", {"fields": fields})["result"]
    assert len(rest("crm.timeline.comment.get", {"id": new})["result"]["FILES"]) == 1


def test_19_classic_tasks_are_strings_in_camel_case_under_their_word(rest: Any) -> None:
    """tasks/tasks-task-list.md"""
    rest("tasks.task.add", {"fields": {"TITLE": "Проба", "RESPONSIBLE_ID": 1}})
    task = rest("tasks.task.list")["result"]["tasks"][0]
    assert (task["responsibleId"], task["id"].isdigit()) == ("1", True)


def test_20_crm_writes_iso_dates_and_lists_the_portals(rest: Any, register: Where) -> None:
    """crm/data-types.md; lists/elements/lists-element-get.md"""
    day = _field(rest, register, "S:Date", "DAY")
    _element(rest, register, {day: "2026-11-22"})
    shown = next(iter(rest("lists.element.get", register)["result"][0][day].values()))
    created = rest("crm.item.get", {"entityTypeId": 2, "id": 1})["result"]["item"]["createdTime"]
    assert (shown, datetime.fromisoformat(created).tzinfo is not None) == ("22.11.2026", True)
