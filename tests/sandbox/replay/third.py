"""The part of the walk that goes by REST 3.0."""

from __future__ import annotations

from tests.sandbox.replay.storing import FILE, Do


def third(do: Do, ask: Do) -> None:
    tasks(do, ask)
    results(do, ask)
    journal(ask)
    mail(ask)
    structure(ask)


def tasks(do: Do, ask: Do) -> None:
    fields = {"title": "Проба", "creatorId": 1, "responsibleId": 1, "deadline": "2030-12-31T23:59:59+02:00",
              "crmItemIds": ["D_1"]}  # fmt: skip
    task = ask("tasks.task.add", fields=fields)["item"]["id"]
    ask("tasks.task.update", id=task, fields={"title": "Другая"})
    ask("tasks.task.get", id=task, select=["responsible.name", "responsible.email"])
    ask("tasks.task.list", select=["id", "title", "responsibleId", "deadline", "status"], filter=[["id", ">=", task]])
    ask("tasks.task.access.get", id=task)
    ask("tasks.task.chat.message.send", fields={"taskId": task, "text": "Проба"})
    storage = do("disk.storage.getlist", filter={"ENTITY_TYPE": "common"})[0]["ID"]
    file = do("disk.storage.uploadFile", id=storage, data={"NAME": "К задаче.pdf"}, fileContent=FILE)["ID"]
    ask("tasks.task.file.attach", taskId=task, fileIds=[int(file)])
    for prefix, name in (("tasks.task", "id"), ("tasks.task.access", "id"), ("tasks.task.chat.message", "text"),
                         ("tasks.task.file", "taskId")):  # fmt: skip
        ask(f"{prefix}.field.list")
        ask(f"{prefix}.field.get", name=name)
    ask("tasks.task.delete", id=task)


def results(do: Do, ask: Do) -> None:
    task = ask("tasks.task.add", fields={"title": "С итогом", "creatorId": 1, "responsibleId": 1})["item"]
    result = ask("tasks.task.result.add", fields={"taskId": task["id"], "text": "Готово"})["item"]["id"]
    said = do("im.message.add", DIALOG_ID=f"chat{task['chatId']}", MESSAGE="Сделано")
    ask("tasks.task.result.addfromchatmessage", fields={"messageId": said})
    ask("tasks.task.result.update", id=result, fields={"text": "Проверено"})
    ask("tasks.task.result.list", filter=[["taskId", task["id"]]])
    ask("tasks.task.result.delete", id=result)


def journal(ask: Do) -> None:
    entry = ask("main.eventlog.list", order={"id": "ASC"}, pagination={"limit": 1})["items"][0]["id"]
    ask("main.eventlog.get", id=entry)
    ask("main.eventlog.tail", cursor={"field": "id", "value": entry - 1})
    ask("main.eventlog.field.list")
    ask("main.eventlog.field.get", name="timestampX")


def mail(ask: Do) -> None:
    mailbox = ask("mail.mailbox.list")["items"][0]["id"]
    ask("mail.mailbox.get", id=mailbox)
    ask("mail.mailbox.senders")
    ask("mail.mailbox.field.list")
    ask("mail.mailbox.field.get", name="email")


def structure(ask: Do) -> None:
    ask("humanresources.node.list", type="DEPARTMENT")
    ask("humanresources.node.get", id=2)
    ask("humanresources.node.children", id=1)
    ask("humanresources.node.count")
    ask("humanresources.node.search", type="DEPARTMENT", name="продаж")
    ask("humanresources.node.field.list")
    ask("humanresources.node.field.get", name="name")
