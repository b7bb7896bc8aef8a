"""The part of the walk that talks: chats, messages, the bell, people as the messenger shows them."""

from __future__ import annotations

from tests.sandbox.replay.storing import FILE, Do

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def talk(do: Do) -> None:
    chat = do("im.chat.add", USERS=[2, 3], TITLE="Проба", MESSAGE="Начали", ENTITY_TYPE="CRM", ENTITY_ID="DEAL|1")
    do("im.chat.get", ENTITY_TYPE="CRM", ENTITY_ID="DEAL|1")
    _messages(do, f"chat{chat}")
    _lists(do, f"chat{chat}")
    _files(do, chat)
    do("im.dialog.messages.search", CHAT_ID=chat)
    do("im.chat.mute", CHAT_ID=chat)
    do("im.counters.get")
    plain = do("im.chat.add", USERS=[2], COLOR="RED")
    do("im.chat.updateTitle", CHAT_ID=plain, TITLE="Другой")
    do("im.chat.updateColor", CHAT_ID=plain, COLOR="MINT")
    do("im.chat.updateAvatar", CHAT_ID=plain, AVATAR=DOT)
    do("im.chat.user.add", CHAT_ID=plain, USERS=[3])
    do("im.chat.user.list", CHAT_ID=plain)
    do("im.chat.user.delete", CHAT_ID=plain, USER_ID=3)
    do("im.chat.setOwner", CHAT_ID=plain, USER_ID=2)
    do("im.chat.leave", CHAT_ID=plain)
    do("im.revision.get")
    _people(do)
    _bell(do)
    sender = {"CODE": "probe", "TYPE": "SMS", "HANDLER": "https://example.com/", "NAME": "Проба"}
    do("messageservice.sender.add", **sender)
    do("messageservice.sender.update", CODE="probe", NAME="Другая")
    do("messageservice.sender.list")
    do("messageservice.sender.delete", CODE="probe")


def _messages(do: Do, dialog: str) -> None:
    said = do("im.message.add", DIALOG_ID=dialog, MESSAGE="Проба")
    do("im.message.update", MESSAGE_ID=said, MESSAGE="Проба пера")
    do("im.message.like", MESSAGE_ID=said)
    do("im.message.share", MESSAGE_ID=said, DIALOG_ID=dialog, TYPE="TASK")
    do("im.dialog.get", DIALOG_ID=dialog)
    do("im.dialog.users.list", DIALOG_ID=dialog)
    do("im.dialog.writing", DIALOG_ID=dialog)
    do("im.dialog.messages.get", DIALOG_ID=dialog)
    do("im.dialog.unread", DIALOG_ID=dialog, MESSAGE_ID=said)
    do("im.dialog.read", DIALOG_ID=dialog, MESSAGE_ID=said)
    do("im.dialog.read.all")
    do("im.message.delete", MESSAGE_ID=said)


def _lists(do: Do, dialog: str) -> None:
    do("im.recent.get")
    do("im.recent.list")
    do("im.recent.pin", DIALOG_ID=dialog)
    do("im.recent.unread", DIALOG_ID=dialog)
    do("im.search.last.add", DIALOG_ID=dialog)
    do("im.search.last.get")
    do("im.search.last.delete", DIALOG_ID=dialog)
    do("im.search.chat.list", FIND="Проба")
    do("im.recent.hide", DIALOG_ID=dialog)


def _files(do: Do, chat: int) -> None:
    folder = do("im.disk.folder.get", CHAT_ID=chat)["ID"]
    file = do("disk.folder.uploadFile", id=folder, data={"NAME": "Акт.pdf"}, fileContent=FILE)["ID"]
    do("im.disk.file.commit", CHAT_ID=chat, FILE_ID=file)
    do("im.disk.file.save", FILE_ID=file)
    do("im.disk.file.delete", CHAT_ID=chat, FILE_ID=file)


def _people(do: Do) -> None:
    do("im.user.get")
    do("im.user.list.get", ID=[1, 2], RESULT_TYPE="array")
    do("im.user.status.set", STATUS="dnd")
    do("im.user.status.get")
    do("im.user.status.idle.start", AGO=5)
    do("im.user.status.idle.end")
    name = do("im.department.get", ID=[1], USER_DATA="Y")[0]["name"]
    do("im.department.employees.get", ID=[1])
    do("im.department.managers.get", ID=[1])
    do("im.department.colleagues.list")
    do("im.search.department.list", FIND=name, USER_DATA="Y")
    do("im.search.user.list", FIND=do("im.user.get", ID=1)["last_name"])


def _bell(do: Do) -> None:
    notice = do("im.notify.personal.add", USER_ID=1, MESSAGE="Проба")
    do("im.notify.system.add", USER_ID=1, MESSAGE="Проба")
    do("im.notify", USER_ID=1, MESSAGE="Проба")
    do("im.notify.get")
    do("im.notify.history.search", SEARCH_TEXT="Проба")
    do("im.notify.schema.get")
    do("im.notify.read", ID=notice, ONLY_CURRENT="Y")
    do("im.notify.read.list", IDS=[notice], ACTION="N")
    do("im.notify.read.all")
    do("im.notify.answer", NOTIFY_ID=notice, ANSWER_TEXT="Да")
    do("im.notify.confirm", NOTIFY_ID=notice, NOTIFY_VALUE="Y")
    do("im.notify.delete", ID=notice)
