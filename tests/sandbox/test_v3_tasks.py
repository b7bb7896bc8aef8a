"""Tasks, their results, the journal of events, mailboxes and departments by REST 3.0: rights, checks, what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.seeds.empty import person
from sandbox.server import SandboxServer
from tests.sandbox.third import Third

CALLED = {"creatorId": 1, "responsibleId": 1}


@pytest.fixture(scope="module")
def third() -> Iterator[Third]:
    with SandboxServer(seed="sdk", limiter=False) as server:
        with server.portal.transaction():
            server.portal.collection("user").add(person("Пётр", "Чужой", "Гость", "guest@example.com"), 3)
        yield Third(server)


def _new(third: Third, **fields: Any) -> dict[str, Any]:
    item: dict[str, Any] = third.ask("tasks.task.add", fields={"title": "Проба", **CALLED, **fields})["item"]
    return item


def test_a_task_comes_back_as_it_was_given(third: Third) -> None:
    given = {
        "description": "Что сделать", "deadline": "2030-12-31T23:59:59+03:00", "needsControl": True,
        "priority": "high", "mark": "P",
        "crmItemIds": ["D_1"], "allowsTimeTracking": "Y", "requireResult": True, "siteId": "s2",
    }  # fmt: skip
    new = _new(third, **given)
    item = third.ask("tasks.task.get", id=new["id"])["item"]
    assert {name: item[name] for name in given} == {**given, "allowsTimeTracking": True}
    assert item["rights"]["remove"] is True
    assert "creatorId" not in item


def test_a_list_without_select_holds_numbers_only(third: Third) -> None:
    assert third.ask("tasks.task.list", filter=[["id", 2]]) == {"items": [{"id": 2}]}


def test_what_a_new_task_may_lack(third: Third) -> None:
    wrong = third.refused("tasks.task.add", fields={"responsibleId": 1})[2]
    assert [one["field"] for one in wrong] == ["title", "creatorId"]
    for name, value in (("responsibleId", 99), ("creatorId", 99), ("parentId", 99), ("deadline", "завтра")):
        fields = {"title": "Проба", **CALLED, name: value}
        assert third.refused("tasks.task.add", fields=fields)[2][0]["field"] == name
    assert third.refused("tasks.task.add", fields={"title": "Проба", **CALLED, "x": 1})[1] == "UNKNOWNDTOPROPERTY"
    for name, value in (("status", "nonsense"), ("priority", "7"), ("mark", "X")):
        fields = {"title": "Проба", **CALLED, name: value}
        assert third.refused("tasks.task.add", fields=fields)[2][0]["field"] == name
    assert third.refused("tasks.task.add", fields={"title": "  ", **CALLED})[1] == "VALIDATION_REQUESTVALIDATION"
    dates = {"startPlan": "2030-02-01T00:00:00+03:00", "endPlan": "2030-01-01T00:00:00+03:00"}
    assert third.refused("tasks.task.add", fields={"title": "Проба", **CALLED, **dates})[2][0]["field"] == "endPlan"


def test_an_update_changes_what_it_is_given(third: Third) -> None:
    number = _new(third, description="Прежнее")["id"]
    assert third.ask("tasks.task.update", id=number, fields={"status": "in_progress"}) == {"result": True}
    item = third.ask("tasks.task.get", id=number, select=["status", "description", "title"])["item"]
    assert item == {"status": "in_progress", "description": "Прежнее", "title": "Проба"}
    assert third.refused("tasks.task.update", id=number, fields={"creatorId": 2})[2][0]["field"] == "creatorId"
    assert third.refused("tasks.task.update", id=number, fields={"parentId": number})[2][0]["field"] == "parentId"
    assert third.refused("tasks.task.update", id=number, fields={"status": "nonsense"})[0] == 400


def test_a_task_that_is_absent_or_anothers(third: Third) -> None:
    assert third.refused("tasks.task.get", id=404)[:2] == (400, "ENTITYNOTFOUND")
    assert third.refused("tasks.task.update", id=404, fields={"title": "x"})[:2] == (403, "ACCESSDENIED")
    assert third.refused("tasks.task.delete", id=404)[:2] == (403, "ACCESSDENIED")
    assert third.as_user(3, "tasks.task.get", id=2).status_code == 400
    assert third.as_user(3, "tasks.task.list").json()["result"] == {"items": []}
    assert set(third.as_user(3, "tasks.task.access.get", id=2).json()["result"].values()) == {False}


def test_an_auditor_sees_a_task_and_may_not_change_it(third: Third) -> None:
    number = _new(third, auditors=[3])["id"]
    assert third.as_user(3, "tasks.task.get", id=number).status_code == 200
    assert third.as_user(3, "tasks.task.update", id=number, fields={"title": "x"}).status_code == 403
    auditors = third.ask("tasks.task.get", id=number, select=["auditors.id"])["item"]["auditors"]
    assert auditors == [{"id": 3}]


def test_a_subtask_leads_to_its_parent(third: Third) -> None:
    number = _new(third, parentId=2)["id"]
    item = third.ask("tasks.task.get", id=number, select=["parentId", "parent.title", "parent.creator.id"])["item"]
    assert item == {"parentId": 2, "parent": {"title": "Задача 2", "creator": {"id": 1}}}
    assert third.ask("tasks.task.get", id=2, select=["containsSubTasks"])["item"] == {"containsSubTasks": True}


def test_a_message_of_the_chat_becomes_a_result(third: Third) -> None:
    number = _new(third)["id"]
    third.ask("tasks.task.chat.message.send", fields={"taskId": number, "text": "Готово"})
    message = third.server.portal.collection("im_message").all()[-1]
    result = third.ask("tasks.task.result.addfromchatmessage", fields={"messageId": message["ID"]})["item"]
    assert (result["taskId"], result["text"], result["messageId"]) == (number, "Готово", message["ID"])
    assert third.ask("tasks.task.get", id=number, select=["containsResults"])["item"] == {"containsResults": True}
    code = third.refused("tasks.task.chat.message.send", fields={"taskId": number})[1]
    assert code == "VALIDATION_DTOVALIDATION"


def test_a_result_is_its_authors(third: Third) -> None:
    number = _new(third, auditors=[3])["id"]
    result = third.ask("tasks.task.result.add", fields={"taskId": number, "text": "Итог"})["item"]
    assert (result["status"], result["rights"]) == ("open", {"edit": True, "remove": True})
    changed = third.ask("tasks.task.result.update", id=result["id"], fields={"text": "Другой"})["item"]
    assert (changed["text"], changed["updatedAt"] is None) == ("Другой", False)
    assert third.as_user(3, "tasks.task.result.delete", id=result["id"]).status_code == 403
    listed = third.as_user(3, "tasks.task.result.list", filter=[["taskId", number]], select=["id", "author.name"])
    assert listed.json()["result"] == {"items": [{"id": result["id"], "author": {"name": "Анна Орлова"}}]}
    assert third.ask("tasks.task.result.delete", id=result["id"]) == {"result": True}
    assert third.ask("tasks.task.result.list", filter=[["taskId", number]]) == {"items": []}


def test_results_are_listed_of_one_task(third: Third) -> None:
    assert third.refused("tasks.task.result.list")[1] == "VALIDATION_REQUESTVALIDATION"
    assert third.refused("tasks.task.result.list", filter=[["id", 1]])[1] == "VALIDATION_REQUESTFILTERVALIDATION"
    assert third.refused("tasks.task.result.add", fields={"taskId": 404, "text": "x"})[2][0]["message"]
    assert third.refused("tasks.task.result.delete")[1] == "VALIDATION_REQUESTVALIDATION"


def test_a_file_of_the_drive_is_attached(third: Third) -> None:
    number = _new(third)["id"]
    file = third.server.portal.collection("disk_object").first(TYPE="file")
    assert file is not None
    assert third.ask("tasks.task.file.attach", taskId=number, fileIds=[file["ID"]]) == {"result": True}
    assert third.ask("tasks.task.get", id=number, select=["fileIds"])["item"] == {"fileIds": [file["ID"]]}
    assert third.refused("tasks.task.file.attach", taskId=number, fileIds=[9999])[0] == 400


def test_fields_are_described(third: Third) -> None:
    told = third.ask("tasks.task.field.get", name="created", select=["name", "type", "sortable", "filterable"])
    assert told == {"item": {"name": "created", "type": "object", "sortable": True, "filterable": False}}
    assert third.refused("tasks.task.field.list", select=["nonsense"])[1] == "UNKNOWNDTOPROPERTY"
    answer = third.post("tasks.task.field.get", {"name": "nonsense"}).json()["error"]
    assert answer["code"] == "BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION"


def test_the_journal_tells_once_an_hour_who_has_come(third: Third) -> None:
    third.as_user(2, "tasks.task.list")
    third.as_user(2, "tasks.task.list")
    rows = third.ask("main.eventlog.list", filter=[["userId", 2]])["items"]
    assert [(row["auditTypeId"], row["moduleId"], row["itemId"]) for row in rows] == [("USER_AUTHORIZE", "rest", "2")]
    assert third.ask("main.eventlog.get", id=rows[0]["id"], select=["userId"]) == {"item": {"userId": 2}}
    assert third.as_user(2, "main.eventlog.list").status_code == 403


def test_a_tail_goes_on_from_its_cursor(third: Third) -> None:
    first = third.ask("main.eventlog.tail", cursor={"limit": 1}, select=["id"])["items"]
    rest = third.ask("main.eventlog.tail", cursor={"value": first[0]["id"]}, select=["id"])["items"]
    assert first[0]["id"] not in [row["id"] for row in rest]
    down = third.ask("main.eventlog.tail", cursor={"order": "DESC", "value": 10**6, "limit": 1})["items"]
    assert down[0]["id"] >= first[0]["id"]
    assert third.refused("main.eventlog.tail", filter=[["id", ">", 1]])[1] == "INVALIDFILTER"
    assert third.refused("main.eventlog.tail", cursor={"limit": 0})[1] == "INVALIDPAGINATION"


def test_a_mailbox_is_its_owners(third: Third) -> None:
    box = {"id": 1, "name": "Рабочая почта", "email": "orlova@example.com", "senderName": "Анна Орлова"}
    assert third.ask("mail.mailbox.list", name="рабоч", email="orlova") == {"items": [box]}
    assert third.ask("mail.mailbox.list", email="никто") == {"items": []}
    assert third.ask("mail.mailbox.senders")["items"][0]["sender"] == "Анна Орлова <orlova@example.com>"
    assert third.as_user(2, "mail.mailbox.list").json()["result"] == {"items": []}
    assert third.as_user(2, "mail.mailbox.get", id=1).status_code == 400


def test_departments_are_told_with_their_people(third: Third) -> None:
    assert third.refused("humanresources.node.list")[2][0]["field"] == "type"
    assert third.refused("humanresources.node.list", type="CLUB")[2][0]["field"] == "type"
    assert third.ask("humanresources.node.list", type="TEAM") == {"items": []}
    named = third.ask("humanresources.node.list", type="DEPARTMENT", select=["id", "name", "parentId"])["items"]
    assert {"id": 67, "name": "Компания", "parentId": None} in named
    item = third.ask("humanresources.node.get", id=67)["item"]
    assert (item["userCount"], item["members"][0]["role"]) == (len(item["members"]), "MEMBER_HEAD")
    children = third.ask("humanresources.node.children", id=67, select=["name"])["items"]
    assert children == [{"name": "Продажи"}]
    found = third.ask("humanresources.node.search", type="DEPARTMENT", name="прод", parentId=67)["items"]
    assert [one["parentId"] for one in found] == [67]
    assert third.ask("humanresources.node.count") == {"departments": len(named), "teams": 0}
    assert third.refused("humanresources.node.get", id=404)[1] == "ENTITYNOTFOUND"
