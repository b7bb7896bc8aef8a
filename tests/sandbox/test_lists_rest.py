"""The rest of lists.*: changes of lists and fields, sections, file addresses, rights (api-reference/lists/)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer

Where = dict[str, Any]
MANAGER = 3


@pytest.fixture
def requests_list(rest: Any) -> Where:
    asked = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "pay", "FIELDS": {"NAME": "Заявки"}}
    return {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": rest("lists.add", asked)["result"]}


def field(rest: Any, where: Where, kind: str, code: str, **more: Any) -> str:
    fields = {"NAME": code, "TYPE": kind, "CODE": code, **more}
    return str(rest("lists.field.add", {**where, "FIELDS": fields})["result"])


def test_a_list_is_changed_named_and_deleted(rest: Any, requests_list: Where) -> None:
    words = {"ELEMENT_NAME": "Заявка"}
    changed = {**requests_list, "FIELDS": {"NAME": "Заявки на оплату", "SORT": 20}, "MESSAGES": words}
    assert rest("lists.update", changed)["result"] is True
    row = rest("lists.get", requests_list)["result"][0]
    assert (row["NAME"], row["SORT"], row["ELEMENT_NAME"]) == ("Заявки на оплату", "20", "Заявка")
    assert rest("lists.get.iblock.type.id", {"IBLOCK_ID": requests_list["IBLOCK_ID"]})["result"] == "lists"
    assert rest("lists.get.iblock.type.id", {"IBLOCK_CODE": "pay"})["result"] == "lists"
    assert rest("lists.delete", requests_list)["result"] is True
    assert rest("lists.delete", requests_list)["error"] == "ERROR_IBLOCK_NOT_FOUND"
    assert rest("lists.get.iblock.type.id", {"IBLOCK_CODE": "pay"})["result"] is None


def test_a_field_keeps_its_kind_and_takes_its_values_along(rest: Any, requests_list: Where) -> None:
    status = field(rest, requests_list, "L", "STATUS", LIST_TEXT_VALUES="Новая\nОплачена")
    known = rest("lists.field.get", {**requests_list, "FIELD_ID": status})["result"]["L"]["DISPLAY_VALUES_FORM"]
    first = next(iter(known))
    asked = {**requests_list, "FIELD_ID": status, "FIELDS": {"NAME": "Статус", "TYPE": "L"}}
    asked["FIELDS"]["LIST"] = {first: {"VALUE": "Черновик"}, "n0": {"VALUE": "Отклонена"}}
    assert rest("lists.field.update", asked)["result"] is True
    shown = rest("lists.field.get", {**requests_list, "FIELD_ID": status})["result"]["L"]["DISPLAY_VALUES_FORM"]
    assert (shown[first], list(shown.values())) == ("Черновик", ["Черновик", "Отклонена"])
    other = {**asked, "FIELDS": {"NAME": "Статус", "TYPE": "N"}}
    assert rest("lists.field.update", other)["error"] == "ERROR_SAVE_FIELD"
    element = {**requests_list, "ELEMENT_CODE": "a", "FIELDS": {"NAME": "Заявка", status: first}}
    assert rest("lists.element.add", element)["result"]
    assert rest("lists.field.delete", {**requests_list, "FIELD_ID": status})["result"] is True
    assert status not in rest("lists.element.get", requests_list)["result"][0]


def test_a_system_field_is_offered_once(rest: Any, requests_list: Where) -> None:
    assert rest("lists.field.type.get", requests_list)["result"]["SORT"] == "Сортировка"
    assert rest("lists.field.add", {**requests_list, "FIELDS": {"NAME": "Порядок", "TYPE": "SORT"}})["result"] == "SORT"
    assert "SORT" not in rest("lists.field.type.get", requests_list)["result"]
    assert "SORT" in rest("lists.field.type.get", {**requests_list, "FIELD_ID": "SORT"})["result"]


def test_sections_are_a_tree_and_take_what_is_in_them(rest: Any, requests_list: Where) -> None:
    def add(code: str, parent: int = 0) -> int:
        asked = {"SECTION_CODE": code, "IBLOCK_SECTION_ID": parent, "FIELDS": {"NAME": code, "XML_ID": f"x-{code}"}}
        return int(rest("lists.section.add", {**requests_list, **asked})["result"])

    outer = add("docs")
    inner = add("acts", outer)
    element = {**requests_list, "ELEMENT_CODE": "a", "IBLOCK_SECTION_ID": inner, "FIELDS": {"NAME": "Заявка"}}
    rest("lists.element.add", element)
    assert rest("lists.element.get", requests_list)["result"][0]["IBLOCK_SECTION_ID"] == str(inner)
    found = rest("lists.section.get", {**requests_list, "FILTER": {"CODE": "acts"}})
    row = found["result"][0]
    assert (found["total"], row["IBLOCK_SECTION_ID"], row["DEPTH_LEVEL"]) == (1, str(outer), "2")
    assert (row["LEFT_MARGIN"], row["RIGHT_MARGIN"], row["EXTERNAL_ID"]) == ("2", "3", "x-acts")
    changed = {**requests_list, "SECTION_CODE": "acts", "FIELDS": {"NAME": "Акты"}}
    assert rest("lists.section.update", changed)["result"] is True
    only = rest("lists.section.get", {**requests_list, "FILTER": {"ID": inner}, "SELECT": ["ID", "NAME"]})["result"]
    assert only == [{"ID": str(inner), "NAME": "Акты"}]
    assert rest("lists.section.delete", {**requests_list, "SECTION_ID": outer})["result"] is True
    assert rest("lists.section.get", requests_list)["result"] == []
    assert rest("lists.element.get", requests_list)["total"] == 0
    gone = rest("lists.section.delete", {**requests_list, "SECTION_ID": outer})
    assert (gone["error"], gone["error_description"]) == ("ERROR_SECTION_NOT_FOUND", "Section not found")


def test_the_address_of_a_file_has_no_domain(rest: Any, requests_list: Where) -> None:
    scan = field(rest, requests_list, "F", "SCAN")
    asked = {**requests_list, "ELEMENT_CODE": "a", "FIELDS": {"NAME": "Заявка", scan: ["a.pdf", "JVBERg=="]}}
    element = rest("lists.element.add", asked)["result"]
    where = {**requests_list, "ELEMENT_ID": element}
    number = scan.removeprefix("PROPERTY_")
    url = rest("lists.element.get.file.url", {**where, "FIELD_ID": number})["result"][0]
    assert url.startswith(f"/company/lists/{requests_list['IBLOCK_ID']}/file/0/{element}/{scan}/")
    assert rest("lists.element.get.file.url", {**where, "FIELD_ID": 999})["result"] == []


def test_rights_are_added_never_changed(server: SandboxServer, rest: Any, requests_list: Where) -> None:
    secret = server.portal.tokens.add_webhook(MANAGER, ["lists"], "Менеджер")

    def manager(method: str, asked: Where) -> Any:
        url = f"{server.portal.client_endpoint}{MANAGER}/{secret}/{method}"
        with requests.post(url, json=asked, timeout=30) as answer:
            return answer.json()

    element = {**requests_list, "ELEMENT_CODE": "a", "FIELDS": {"NAME": "Заявка"}}
    named = {**requests_list, "FIELDS": {"NAME": "Заявки"}}
    assert rest("lists.update", {**named, "RIGHTS": {f"U{MANAGER}": "R"}})["result"] is True
    assert manager("lists.element.get", requests_list)["result"] == []
    assert manager("lists.element.add", element)["error"] == "ACCESS_DENIED"
    assert manager("lists.delete", requests_list)["error_description"] == "Access denied"
    assert rest("lists.update", {**named, "RIGHTS": {f"U{MANAGER}": "X", "*": "W"}})["result"] is True
    assert isinstance(manager("lists.element.add", element)["result"], int)
    assert (
        manager("lists.field.add", {**requests_list, "FIELDS": {"NAME": "Сумма", "TYPE": "N", "CODE": "SUM"}})["error"]
        == "ACCESS_DENIED"
    )
