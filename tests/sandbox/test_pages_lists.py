"""The page of lists over HTTP: it is found from the menu, filters, adds, changes and refuses."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.server import SandboxServer


def test_a_portal_without_lists_says_so(server: SandboxServer, rest: Any) -> None:
    [shown] = rest("lists.get", {"IBLOCK_TYPE_ID": "lists"})["result"]
    rest("lists.delete", {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": shown["ID"]})
    assert "Списков на портале нет" in requests.get(f"{server.url}/company/lists/", timeout=10).text


def test_an_element_is_added_found_changed_and_deleted(server: SandboxServer, rest: Any) -> None:
    with requests.Session() as session:
        session.headers["Origin"] = server.url
        new = rest("lists.add", {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "pay", "FIELDS": {"NAME": "Заявки"}})
        where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "pay"}
        kinds = {"N": "SUM", "S:Date": "DUE", "F": "SCAN"}
        names = [
            rest("lists.field.add", {**where, "FIELDS": {"NAME": code, "TYPE": kind, "CODE": code}})["result"]
            for kind, code in kinds.items()
        ]
        total, due, scan = names
        home = f"{server.url}/company/lists/{new['result']}"
        said = {"NAME": "Счёт 57", total: "46900", due: "2026-11-24"}
        session.post(f"{home}/save", data=said, files={scan: ("a.pdf", b"%PDF")}, timeout=10).raise_for_status()
        row = rest("lists.element.get", where)["result"][0]
        assert list(row[due].values()) == ["24.11.2026"]
        assert "Счёт 57" in session.get(f"{home}/view/0/", params={"find": "46900"}, timeout=10).text
        assert "Счёт 57" not in session.get(f"{home}/view/0/", params={"find": "нет такого"}, timeout=10).text
        card = session.get(f"{home}/element/0/{row['ID']}/", timeout=10).text
        assert 'value="2026-11-24"' in card
        changed = {"element": row["ID"], "NAME": "Счёт 58", total: "1"}
        session.post(f"{home}/save", data=changed, timeout=10).raise_for_status()
        after = rest("lists.element.get", where)["result"][0]
        assert (after["NAME"], due in after, after[scan]) == ("Счёт 58", False, row[scan])
        number = next(iter(row[scan].values()))
        assert session.get(f"{home}/file/0/{row['ID']}/{scan}/{number}/", timeout=10).content == b"%PDF"
        assert session.post(f"{home}/save", data={"NAME": ""}, timeout=10).status_code == 400
        session.post(f"{home}/delete", data={"element": row["ID"]}, timeout=10).raise_for_status()
        assert rest("lists.element.get", where)["total"] == 0


def test_a_row_is_changed_in_its_place_on_the_page_it_stands_on(server: SandboxServer, rest: Any) -> None:
    where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "payments"}
    table = f"{server.url}/company/lists/1/view/0/"
    first = requests.get(table, timeout=10).text
    second = requests.get(table, params={"page": 2}, timeout=10).text
    assert ("Вперёд" in first, "Назад" in first) == (True, False)
    assert ("Вперёд" in second, "Назад" in second) == (False, True)
    row = rest("lists.element.get", {**where, "ELEMENT_ID": 1})["result"][0]
    assert row["NAME"] in second
    assert row["NAME"] not in first
    edited = requests.get(table, params={"page": 2, "edit": 1}, timeout=10).text
    assert f'value="{row["NAME"]}"' in edited
    fields = {name: next(iter(value.values())) for name, value in row.items() if name.startswith("PROPERTY_")}
    day, month, year = fields["PROPERTY_4"].split(".")
    said = {**fields, "PROPERTY_4": f"{year}-{month}-{day}", "NAME": "Счёт правлен", "element": 1, "query": "page=2"}
    answer = requests.post(
        f"{server.url}/company/lists/1/save", data=said, headers={"Origin": server.url}, timeout=10,
        allow_redirects=False,
    )  # fmt: skip
    assert answer.headers["Location"] == "/company/lists/1/view/0/?page=2"
    after = rest("lists.element.get", {**where, "ELEMENT_ID": 1})["result"][0]
    assert after["NAME"] == "Счёт правлен"
    assert {n: list(after[n].values()) for n in fields} == {n: [fields[n]] for n in fields}
