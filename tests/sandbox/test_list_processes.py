"""Processes on lists: an app learns of changes by an activity that a person has placed."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from b24pysdk.credentials import OAuthWorkflowData

from sandbox.areas.bizproc import documents, templates
from sandbox.areas.lists import lists
from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp

WHERE = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "acts"}
ENTITY = "Bitrix\\Lists\\BizprocDocumentLists"


@pytest.fixture
def acts(rest: Any) -> int:
    """A list with a number and a person."""
    number = rest("lists.add", {**WHERE, "FIELDS": {"NAME": "Акты"}})["result"]
    for kind, code in (("S", "NUMBER"), ("S:employee", "WHO")):
        rest("lists.field.add", {**WHERE, "FIELDS": {"NAME": code.title(), "TYPE": kind, "CODE": code}})
    return int(number)


def activity(app: ListeningApp, code: str = "list_changed", **more: Any) -> dict[str, Any]:
    properties = {
        "number": {"Name": "Номер", "Type": "string", "Default": "{=Document:PROPERTY_NUMBER}"},
        "who": {"Name": "Кто", "Type": "user", "Default": "{{Who}}"},
        "name": {"Name": "Название", "Type": "string", "Default": "{=Document:NAME}"},
    }
    asked = {"CODE": code, "HANDLER": f"{app.url}/activity", "NAME": "Запись изменилась", "USE_SUBSCRIPTION": "N"}
    return {**asked, "PROPERTIES": properties, "FILTER": {"INCLUDE": [["lists"]]}, **more}


def add(rest: Any, name: str, code: str = "a1", **values: Any) -> int:
    given = {"NAME": name, **values}
    return int(rest("lists.element.add", {**WHERE, "ELEMENT_CODE": code, "FIELDS": given})["result"])


def values(rest: Any, number: str, who: str) -> dict[str, str]:
    """By the ids of the list's fields."""
    fields = rest("lists.field.get", WHERE)["result"]
    ids = {field["CODE"]: name for name, field in fields.items()}
    return {ids["NUMBER"]: number, ids["WHO"]: who}


def test_every_change_of_an_element_is_posted(acts: int, app: ListeningApp, rest: Any, control: Any) -> None:
    assert app.rest("bizproc.activity.add", activity(app))["result"] is True
    placed = control("processes/place", {"list": acts, "code": "list_changed"})
    assert placed["AUTO_EXECUTE"] == 3
    element = add(rest, "Акт 7", **values(rest, "7", "1"))
    post = OAuthWorkflowData.from_dict(app.wait(1)[0])
    assert post.code == "list_changed"
    assert list(post.document_id) == ["lists", ENTITY, str(element)]
    assert list(post.document_type) == ["lists", ENTITY, f"iblock_{acts}"]
    assert post.properties == {"number": "7", "who": "user_1", "name": "Акт 7"}
    assert post.auth.application_token == app.app["application_token"]
    rest("lists.element.update", {**WHERE, "ELEMENT_ID": element, "FIELDS": {"NAME": "Акт 8"}})
    assert app.wait(2)[1]["properties[name]"] == "Акт 8"
    runs = control("processes/runs", {"list": acts, "element": element})["runs"]
    assert [run["state"] for run in runs] == ["done", "done"]


def test_a_person_that_is_none_is_written_as_nothing(acts: int, app: ListeningApp, rest: Any, control: Any) -> None:
    asked = activity(app)
    asked["PROPERTIES"]["who"] = {"Name": "Кто", "Type": "string", "Default": "{=Document:PROPERTY_WHO}"}
    app.rest("bizproc.activity.add", asked)
    control("processes/place", {"list": acts, "code": "list_changed"})
    add(rest, "Акт", **values(rest, "АКТ-1", "abc"))
    assert app.nested(app.wait(1)[0])["properties"]["who"] == ""


def test_a_process_starts_when_it_was_told_to(acts: int, app: ListeningApp, rest: Any, control: Any) -> None:
    app.rest("bizproc.activity.add", activity(app))
    control("processes/place", {"list": acts, "code": "list_changed", "auto_execute": 1})
    element = add(rest, "Акт 7")
    rest("lists.element.update", {**WHERE, "ELEMENT_ID": element, "FIELDS": {"NAME": "Акт 8"}})
    rest("lists.update", {**WHERE, "FIELDS": {"NAME": "Акты", "BIZPROC": "N"}})
    add(rest, "Акт 9", "a2")
    control("events/wait")
    assert [post["properties[name]"] for post in app.received] == ["Акт 7"]


def test_an_update_of_the_app_blocks_the_activity_until_it_is_added_again(
    acts: int, app: ListeningApp, rest: Any, control: Any
) -> None:
    app.rest("bizproc.activity.add", activity(app))
    control("processes/place", {"list": acts, "code": "list_changed"})
    control("apps/update", {"client_id": app.app["client_id"]})
    assert control("processes/list", {"list": acts})["processes"][0]["TEMPLATE"][0]["is_blocked"] is True
    add(rest, "Никто не узнал")
    app.rest("bizproc.activity.add", activity(app))
    add(rest, "Узнали", "a2")
    assert [post["properties[name]"] for post in app.wait(1)] == ["Узнали"]


def test_a_seed_may_expect_an_activity_that_an_app_will_bring(
    server: SandboxServer, acts: int, app: ListeningApp, rest: Any, control: Any
) -> None:
    record = lists.collection(server.portal).get(acts) or {}
    asked = {"code": "list_changed", "expected": True, "properties": {"name": "{{Название}}!"}}
    templates.place(server.portal, documents.type_of_list(record), asked)
    assert control("processes/list", {"list": acts})["processes"][0]["TEMPLATE"][0]["is_blocked"] is True
    add(rest, "Рано")
    app.rest("bizproc.activity.add", activity(app))
    add(rest, "Пора", "a2")
    assert [post["properties[name]"] for post in app.wait(1)] == ["Пора!"]


def test_an_activity_that_waits_holds_back_the_next(acts: int, app: ListeningApp, rest: Any, control: Any) -> None:
    number = {"number": {"Name": "Номер", "Type": "string"}}
    app.rest("bizproc.activity.add", activity(app, "first", USE_SUBSCRIPTION="", RETURN_PROPERTIES=number))
    app.rest("bizproc.activity.add", activity(app, "second"))
    first = control("processes/place", {"list": acts, "code": "first", "auto_execute": 1})
    template = f"№ {{={first['TEMPLATE'][0]['name']}:number}} и {{{{Запись изменилась: Номер}}}}"
    asked = {"list": acts, "code": "second", "template": first["ID"], "properties": {"number": template}}
    control("processes/place", asked)
    element = add(rest, "Акт")
    token = app.wait(1)[0]["event_token"]
    answer = {"EVENT_TOKEN": token, "RETURN_VALUES": {"number": "15", "other": "x"}}
    assert app.rest("bizproc.event.send", answer)["result"] is True
    assert app.wait(2)[1]["properties[number]"] == "№ 15 и 15"
    runs = control("processes/runs", {"list": acts, "element": element})["runs"]
    assert (runs[0]["state"], runs[0]["returned"]) == ("done", {"first": {"number": "15"}})


def test_nothing_waits_for_a_deleted_element(acts: int, app: ListeningApp, rest: Any, control: Any) -> None:
    app.rest("bizproc.activity.add", activity(app, USE_SUBSCRIPTION="Y"))
    control("processes/place", {"list": acts, "code": "list_changed"})
    element = add(rest, "Акт")
    token = app.wait(1)[0]["event_token"]
    rest("lists.element.delete", {**WHERE, "ELEMENT_ID": element})
    assert app.rest("bizproc.event.send", {"EVENT_TOKEN": token})["error"] == "ACCESS_DENIED"


def test_a_list_of_the_live_feed_is_another_kind_of_document(app: ListeningApp, rest: Any, control: Any) -> None:
    where = {"IBLOCK_TYPE_ID": "bitrix_processes", "IBLOCK_CODE": "trips"}
    number = rest("lists.add", {**where, "FIELDS": {"NAME": "Командировки"}})["result"]
    app.rest("bizproc.activity.add", activity(app, FILTER={"INCLUDE": [["lists", "BizprocDocument"]]}))
    control("processes/place", {"list": number, "code": "list_changed"})
    rest("lists.element.add", {**where, "ELEMENT_CODE": "t", "FIELDS": {"NAME": "Поездка"}})
    assert app.wait(1)[0]["document_type[1]"] == "BizprocDocument"
    other = rest("lists.add", {**WHERE, "FIELDS": {"NAME": "Акты"}})["result"]
    assert "недоступны" in control("processes/place", {"list": other, "code": "list_changed"})["error"]


def test_an_administrator_places_it_on_the_lists_page(
    server: SandboxServer, acts: int, app: ListeningApp, rest: Any
) -> None:
    app.rest("bizproc.activity.add", activity(app))
    home = f"{server.url}/company/lists/{acts}/bp_list/"
    form = {"robot": f"{app.app['client_id']}|list_changed", "auto": "1", "list_changed:number": "№ {{Number}}"}
    with requests.Session() as session:
        session.headers["Origin"] = server.url
        assert "Бизнес-процессы" in session.get(f"{server.url}/company/lists/{acts}/view/0/", timeout=10).text
        assert "Запись изменилась" in session.post(f"{home}place", data=form, timeout=10).text
        add(rest, "Акт", **values(rest, "7", "1"))
        assert app.wait(1)[0]["properties[number]"] == "№ 7"
        assert "Запущено" in session.get(home, timeout=10).text
        session.post(f"{home}remove/1", timeout=10).raise_for_status()
        assert "Процессов нет" in session.get(home, timeout=10).text
        session.cookies.set("sandbox_user", "2")
        assert session.get(home, timeout=10).status_code == 403
