"""Tasks answer in camelCase and strings, carry files of the drive, and tell apps in the host's odd way."""

from __future__ import annotations

import base64
from typing import Any

import requests

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp


def test_a_task_is_added_found_and_completed(rest: Any) -> None:
    fields = {
        "TITLE": "Получить оригинал акта", "RESPONSIBLE_ID": 2, "DEADLINE": "2026-12-01T19:00:00+03:00",
        "UF_CRM_TASK": ["D_7", "CO_1"],
    }  # fmt: skip
    task = rest("tasks.task.add", {"fields": fields})["result"]["task"]
    assert (type(task["id"]), task["status"], task["responsibleId"]) == (str, "2", "2")
    assert "ufCrmTask" not in task
    select = ["ID", "TITLE", "UF_CRM_TASK"]
    got = rest("tasks.task.get", {"taskId": task["id"], "select": select})["result"]["task"]
    assert got["ufCrmTask"] == ["D_7", "CO_1"]
    listed = rest("tasks.task.list", {"filter": {"UF_CRM_TASK": "D_7", "!STATUS": 5}, "select": select})
    assert [row["title"] for row in listed["result"]["tasks"]] == ["Получить оригинал акта"]
    moved = rest("tasks.task.update", {"taskId": task["id"], "fields": {"TITLE": "Оригинал акта"}})
    assert moved["result"]["task"]["title"] == "Оригинал акта"
    assert rest("tasks.task.complete", {"taskId": task["id"]})["result"]["task"]["status"] == "5"


def test_a_task_holds_files_of_the_drive(server: SandboxServer) -> None:
    app = ListeningApp(server)
    root = app.rest("disk.storage.getlist", {"filter": {"ENTITY_TYPE": "common"}})["result"][0]
    content = ["Акт.pdf", base64.b64encode(b"%PDF").decode()]
    asked = {"id": root["ROOT_OBJECT_ID"], "data": {"NAME": "Акт.pdf"}, "fileContent": content}
    file = app.rest("disk.folder.uploadfile", asked)["result"]["ID"]
    fields = {"TITLE": "Подписать", "RESPONSIBLE_ID": 1, "UF_TASK_WEBDAV_FILES": [f"n{file}"]}
    task = app.rest("tasks.task.add", {"fields": fields})["result"]["task"]["id"]
    select = ["UF_TASK_WEBDAV_FILES"]
    held = app.rest("tasks.task.get", {"taskId": task, "select": select})["result"]["task"]
    attached = app.rest("disk.attachedObject.get", {"id": held["ufTaskWebdavFiles"][0]})["result"]
    assert (attached["NAME"], attached["OBJECT_ID"], attached["MODULE_ID"]) == ("Акт.pdf", str(file), "tasks")
    assert requests.get(attached["DOWNLOAD_URL"], timeout=10).content == b"%PDF"
    app.close()


def test_a_task_without_people_or_name_is_refused(rest: Any) -> None:
    def refusal(**fields: Any) -> str:
        answer: dict[str, str] = rest("tasks.task.add", {"fields": fields})
        return answer["error_description"]

    assert refusal(RESPONSIBLE_ID=1) == "Не указано название задачи<br>"
    assert refusal(TITLE="?") == "Не указан исполнитель<br>"
    assert refusal(TITLE="?", RESPONSIBLE_ID=99) == 'Пользователь указанный в поле "Исполнитель" не найден<br>'
    assert rest("tasks.task.add")["error"] == "100"
    assert rest("tasks.task.get", {"taskId": 99})["result"] == []


def test_a_new_task_tells_the_app_with_the_word_undefined(server: SandboxServer) -> None:
    app = ListeningApp(server)
    app.rest("event.bind", {"event": "ONTASKADD", "handler": f"{app.url}/event"})
    app.rest("tasks.task.add", {"fields": {"TITLE": "Позвонить", "RESPONSIBLE_ID": 1}})
    post = app.wait(1)[0]
    assert (post["data[FIELDS_BEFORE]"], post["data[FIELDS_AFTER][ID]"]) == ("undefined", "1")
    app.close()
