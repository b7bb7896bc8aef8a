"""Lists have the host's traps: values with ids, updates that clear, fields under their type."""

from __future__ import annotations

from typing import Any

import pytest

Where = dict[str, Any]


@pytest.fixture
def register(rest: Any) -> Where:
    asked = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "acts", "FIELDS": {"NAME": "Реестр актов"}}
    number = rest("lists.add", asked)["result"]
    assert rest("lists.add", asked)["error"] == "ERROR_IBLOCK_ALREADY_EXISTS"
    return {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": number}


def field(rest: Any, register: Where, kind: str, code: str, **more: Any) -> str:
    fields = {"NAME": code, "TYPE": kind, "CODE": code, **more}
    return str(rest("lists.field.add", {**register, "FIELDS": fields})["result"])


def test_an_update_clears_what_is_not_sent(rest: Any, register: Where) -> None:
    amount, client = field(rest, register, "N", "AMOUNT"), field(rest, register, "S", "CLIENT")
    fields = {"NAME": "Акт № 1", amount: 1200, client: "ООО «Ветер»"}
    element = rest("lists.element.add", {**register, "ELEMENT_CODE": "act-1", "FIELDS": fields})["result"]
    assert isinstance(element, int)
    again = rest("lists.element.add", {**register, "ELEMENT_CODE": "act-1", "FIELDS": fields})
    assert again["error"] == "ERROR_ELEMENT_ALREADY_EXISTS"
    row = rest("lists.element.get", {**register, "FILTER": {f">={amount}": 1000}})["result"][0]
    assert list(row[amount].values()) == ["1200"]
    changed = {**register, "ELEMENT_ID": element, "FIELDS": {"NAME": "Акт № 1", amount: 1300}}
    assert rest("lists.element.update", changed)["result"] is True
    row = rest("lists.element.get", register)["result"][0]
    assert (list(row[amount].values()), client in row) == (["1300"], False)
    assert rest("lists.element.delete", {**register, "ELEMENT_ID": element})["result"] is True
    assert rest("lists.element.get", register)["total"] == 0


def test_a_single_field_stands_under_its_type(rest: Any, register: Where) -> None:
    status = field(rest, register, "L", "STATUS", LIST_TEXT_VALUES="Подписан\nНе подписан")
    assert status in rest("lists.field.get", register)["result"]
    one = rest("lists.field.get", {**register, "FIELD_ID": status})["result"]["L"]
    assert list(one["DISPLAY_VALUES_FORM"].values()) == ["Подписан", "Не подписан"]


def test_wrong_lists_fields_and_files_are_refused(rest: Any, register: Where) -> None:
    assert rest("lists.get")["error_description"] == "Required parameter `IBLOCK_TYPE_ID` is missing"
    assert rest("lists.field.get", {**register, "IBLOCK_ID": 99})["error"] == "ERROR_IBLOCK_NOT_FOUND"
    nameless = {**register, "FIELDS": {"NAME": "Сумма", "TYPE": "N"}}
    assert rest("lists.field.add", nameless)["error_description"] == "Please fill the code fields"
    scan = field(rest, register, "F", "SCAN")
    asked = {**register, "ELEMENT_CODE": "a", "FIELDS": {"NAME": "Акт", scan: 15}}
    assert rest("lists.element.add", asked)["error_description"] == "Writing file values by ID is not supported"
    asked["FIELDS"][scan] = ["a.pdf", "JVBERg=="]
    assert isinstance(rest("lists.element.add", asked)["result"], int)


def test_dates_are_in_the_portals_own_format(rest: Any, control: Any, register: Where) -> None:
    day = field(rest, register, "S:Date", "DAY")
    rest("lists.field.add", {**register, "FIELDS": {"NAME": "Изменён", "TYPE": "TIMESTAMP_X"}})
    asked = {**register, "ELEMENT_CODE": "a", "FIELDS": {"NAME": "Акт", day: "31.12.2024"}}
    rest("lists.element.add", asked)
    assert list(rest("lists.element.get", register)["result"][0][day].values()) == ["31.12.2024"]
    control("lists/culture", {"culture": "en"})
    rest("lists.element.add", {**asked, "ELEMENT_CODE": "b", "FIELDS": {"NAME": "Акт", day: "2/1/2025"}})
    row = rest("lists.element.get", {**register, "ELEMENT_CODE": "b"})["result"][0]
    assert list(row[day].values()) == ["02/01/2025"]
    assert row["TIMESTAMP_X"][-3:] in (" am", " pm")


def test_elements_are_found_by_their_time_of_change(rest: Any, control: Any, register: Where) -> None:
    rest("lists.field.add", {**register, "FIELDS": {"NAME": "Изменён", "TYPE": "TIMESTAMP_X"}})
    old = {**register, "ELEMENT_CODE": "old", "FIELDS": {"NAME": "Старый"}}
    rest("lists.element.add", old)
    control("clock", {"advance": 3600})
    rest("lists.element.add", {**old, "ELEMENT_CODE": "new", "FIELDS": {"NAME": "Новый"}})
    row = rest("lists.element.get", {**register, "ELEMENT_CODE": "new"})["result"][0]
    found = rest("lists.element.get", {**register, "FILTER": {">=TIMESTAMP_X": row["TIMESTAMP_X"]}})
    assert [one["NAME"] for one in found["result"]] == ["Новый"]
