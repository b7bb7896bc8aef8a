"""Chats, messages and lists of the messenger keep the host's rules (api-reference/chats/)."""

from __future__ import annotations

import base64

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.conftest import Rest


@pytest.fixture
def other(server: SandboxServer) -> Rest:
    """As `rest`, by a webhook of user 2."""
    hook = server.portal.tokens.add_webhook(2, ["im", "disk"])

    def call(method: str, params: dict[str, object] | None = None) -> object:
        with requests.post(f"{server.url}/rest/2/{hook}/{method}", json=params or {}, timeout=30) as answer:
            return answer.json()

    return call


def begun(rest: Rest, **given: object) -> int:
    chat: int = rest("im.chat.add", {"USERS": [2], "TITLE": "Склад", **given})["result"]
    return chat


def test_a_chat_is_entered_by_its_people_only(rest: Rest, other: Rest) -> None:
    chat = rest("im.chat.add", {"TITLE": "Сам с собой"})["result"]
    assert other("im.dialog.get", {"DIALOG_ID": f"chat{chat}"})["error"] == "ACCESS_ERROR"
    assert other("im.message.add", {"DIALOG_ID": f"chat{chat}", "MESSAGE": "Тук"})["error"] == "ACCESS_ERROR"
    assert other("im.message.add", {"DIALOG_ID": "chat100500", "MESSAGE": "Тук"})["error"] == "CHAT_ID"
    assert rest("im.chat.user.add", {"CHAT_ID": chat, "USERS": [2]})["result"] is True
    assert other("im.dialog.get", {"DIALOG_ID": f"chat{chat}"})["result"]["role"] == "member"
    assert rest("im.chat.user.list", {"CHAT_ID": chat})["result"] == [1, 2]


def test_newcomers_do_not_see_what_was_said_before(rest: Rest, other: Rest) -> None:
    chat = rest("im.chat.add", {"MESSAGE": "До прихода"})["result"]
    rest("im.chat.user.add", {"CHAT_ID": chat, "USERS": [2]})
    seen = other("im.dialog.messages.get", {"DIALOG_ID": f"chat{chat}"})["result"]["messages"]
    assert [row["params"].get("CODE") for row in seen] == [["CHAT_JOIN"]]


def test_messages_are_paged_by_the_number_of_the_last_one(rest: Rest) -> None:
    dialog = f"chat{begun(rest)}"
    said = [rest("im.message.add", {"DIALOG_ID": dialog, "MESSAGE": f"{n}"})["result"] for n in range(5)]
    page = rest("im.dialog.messages.get", {"DIALOG_ID": dialog, "LIMIT": 2})["result"]["messages"]
    assert [row["id"] for row in page] == said[:-3:-1]
    older = rest("im.dialog.messages.get", {"DIALOG_ID": dialog, "LIMIT": 2, "LAST_ID": page[-1]["id"]})["result"]
    assert [row["id"] for row in older["messages"]] == [said[2], said[1]]
    newer = rest("im.dialog.messages.get", {"DIALOG_ID": dialog, "LIMIT": 2, "FIRST_ID": said[0]})["result"]
    assert [row["id"] for row in newer["messages"]] == [said[2], said[1]]
    assert rest("im.dialog.messages.get", {"DIALOG_ID": dialog, "LAST_ID": 999999})["result"]["messages"] == []


def test_only_the_author_changes_a_message_and_empty_words_take_it_back(rest: Rest, other: Rest) -> None:
    said = rest("im.message.add", {"DIALOG_ID": "2", "MESSAGE": "Счёт готов"})["result"]
    assert other("im.message.update", {"MESSAGE_ID": said, "MESSAGE": "Нет"})["error"] == "CANT_EDIT_MESSAGE"
    assert other("im.message.like", {"MESSAGE_ID": said, "ACTION": "plus"})["result"] is True
    assert other("im.message.like", {"MESSAGE_ID": said, "ACTION": "plus"})["error"] == "WITHOUT_CHANGES"
    assert rest("im.message.update", {"MESSAGE_ID": said, "MESSAGE": ""})["result"] is True
    assert rest("im.message.delete", {"MESSAGE_ID": said})["error"] == "CANT_EDIT_MESSAGE"


def test_what_is_unread_is_counted_until_it_is_read(rest: Rest, other: Rest) -> None:
    other("im.message.add", {"DIALOG_ID": "1", "MESSAGE": "Раз"})
    first = other("im.message.add", {"DIALOG_ID": "1", "MESSAGE": "Два"})["result"]
    assert rest("im.counters.get")["result"]["DIALOG"] == {"2": 2}
    assert rest("im.dialog.read", {"DIALOG_ID": "2", "MESSAGE_ID": first - 1})["result"]["counter"] == 1
    assert rest("im.dialog.read.all")["result"] is True
    assert rest("im.counters.get")["result"]["DIALOG"] == []
    assert rest("im.dialog.unread", {"DIALOG_ID": "2", "MESSAGE_ID": first})["result"] is True
    assert rest("im.recent.list", {"UNREAD_ONLY": "Y"})["result"]["items"][0]["counter"] == 1


def test_muted_chats_are_counted_apart(rest: Rest, other: Rest) -> None:
    chat = begun(rest)
    rest("im.chat.mute", {"CHAT_ID": chat})
    other("im.message.add", {"DIALOG_ID": f"chat{chat}", "MESSAGE": "Шум"})
    counted = rest("im.counters.get")["result"]
    assert counted["CHAT_MUTED"] == {str(chat): 1}
    assert counted["TYPE"]["CHAT"] == 0


def test_pinned_chats_come_first_and_hidden_ones_come_back_with_a_message(rest: Rest) -> None:
    old, new = begun(rest, TITLE="Старый", MESSAGE="А"), begun(rest, TITLE="Новый", MESSAGE="Б")
    rest("im.recent.pin", {"DIALOG_ID": f"chat{old}"})
    assert [one["id"] for one in rest("im.recent.get")["result"]] == [f"chat{old}", f"chat{new}"]
    rest("im.recent.hide", {"DIALOG_ID": f"chat{old}"})
    assert [one["id"] for one in rest("im.recent.get")["result"]] == [f"chat{new}"]
    rest("im.message.add", {"DIALOG_ID": f"chat{old}", "MESSAGE": "В"})
    assert f"chat{old}" in [one["id"] for one in rest("im.recent.get")["result"]]


def test_chats_of_the_crm_keep_their_names_and_are_found_by_their_object(rest: Rest) -> None:
    chat = begun(rest, ENTITY_TYPE="CRM", ENTITY_ID="DEAL|1")
    assert rest("im.chat.get", {"ENTITY_TYPE": "CRM", "ENTITY_ID": "DEAL|1"})["result"] == {"ID": chat}
    assert rest("im.chat.get", {"ENTITY_TYPE": "CRM", "ENTITY_ID": "DEAL|77"})["result"] is None
    refused = rest("im.chat.updateTitle", {"CHAT_ID": chat, "TITLE": "Другой"})
    assert refused["error_description"] == "This chat cannot be renamed"
    assert rest("im.dialog.get", {"DIALOG_ID": f"chat{chat}"})["result"]["entity_link"]["url"] == "/crm/deal/details/1/"


def test_the_owner_alone_hands_a_chat_over(rest: Rest, other: Rest) -> None:
    chat = begun(rest)
    assert other("im.chat.setOwner", {"CHAT_ID": chat, "USER_ID": 2})["error"] == "WRONG_REQUEST"
    assert other("im.chat.user.delete", {"CHAT_ID": chat, "USER_ID": 1})["error"] == "ACCESS_DENIED_KICK"
    assert rest("im.chat.setOwner", {"DIALOG_ID": f"chat{chat}", "USER_ID": 2})["result"] is True
    assert rest("im.chat.setOwner", {"DIALOG_ID": "2", "USER_ID": 2})["error"] == "DIALOG_ID_EMPTY"
    assert rest("im.chat.leave", {"CHAT_ID": chat})["result"] is True
    assert rest("im.chat.updateColor", {"CHAT_ID": chat, "COLOR": "RED"})["error"] == "ACCESS_ERROR"


def test_an_avatar_is_a_picture(rest: Rest, server: SandboxServer) -> None:
    chat = begun(rest)
    assert rest("im.chat.updateAvatar", {"CHAT_ID": chat, "AVATAR": ""})["error"] == "AVATAR_ERROR"
    huge = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (6000).to_bytes(4, "big") + (10).to_bytes(4, "big")
    refused = rest("im.chat.updateAvatar", {"CHAT_ID": chat, "AVATAR": base64.b64encode(huge).decode()})
    assert refused["error_description"] == "Avatar incorrect size (max 5000x5000)"
    dot = b"GIF89a\x01\0\x01\0"
    rest("im.chat.updateAvatar", {"CHAT_ID": chat, "AVATAR": base64.b64encode(dot).decode()})
    shown = rest("im.dialog.get", {"DIALOG_ID": f"chat{chat}"})["result"]["avatar"]
    assert requests.get(shown, timeout=10).content == dot


def test_a_file_is_said_in_a_chat_and_only_its_sender_takes_it_away(rest: Rest, other: Rest) -> None:
    chat = begun(rest)
    folder = rest("im.disk.folder.get", {"CHAT_ID": chat})["result"]["ID"]
    content = ["Акт.txt", base64.b64encode("Акт".encode()).decode()]
    given = {"id": folder, "data": {"NAME": "Акт.txt"}, "fileContent": content}
    file = int(rest("disk.folder.uploadFile", given)["result"]["ID"])
    assert rest("im.disk.file.commit", {"CHAT_ID": chat, "FILE_ID": file})["result"]["DISK_ID"] == [str(file)]
    shown = other("im.dialog.messages.get", {"DIALOG_ID": f"chat{chat}"})["result"]["files"]
    assert [one["name"] for one in shown] == ["Акт.txt"]
    assert other("im.disk.file.save", {"FILE_ID": file})["result"]["folder"]["name"] == "Сохраненные файлы"
    assert other("im.disk.file.delete", {"CHAT_ID": chat, "FILE_ID": file})["result"] is True
    assert len(other("im.dialog.messages.get", {"DIALOG_ID": f"chat{chat}"})["result"]["files"]) == 1
    assert rest("im.disk.file.delete", {"CHAT_ID": chat, "FILE_ID": file})["result"] is True
    assert other("im.dialog.messages.get", {"DIALOG_ID": f"chat{chat}"})["result"]["files"] == []


def test_a_message_becomes_a_task_of_those_who_talk(rest: Rest) -> None:
    said = rest("im.message.add", {"DIALOG_ID": "2", "MESSAGE": "Позвонить в банк"})["result"]
    assert rest("im.message.share", {"MESSAGE_ID": said, "DIALOG_ID": "2", "TYPE": "TASK"})["result"] is True
    task = rest("tasks.task.list", {"filter": {"TITLE": "Позвонить в банк"}})["result"]["tasks"][0]
    assert (task["responsibleId"], task["auditors"]) == ("1", ["2"])
    unknown = {"MESSAGE_ID": said, "DIALOG_ID": "2", "TYPE": "MESSAGE"}
    assert rest("im.message.share", unknown)["error"] == "PARAMS_ERROR"


def test_notifications_are_read_one_by_one_or_from_one_on(rest: Rest) -> None:
    ids = [rest("im.notify.system.add", {"USER_ID": 1, "MESSAGE": f"Счёт {n}"})["result"] for n in range(3)]
    rest("im.notify.read", {"ID": ids[0], "ONLY_CURRENT": "Y"})
    assert rest("im.notify.get")["result"]["total_unread_count"] == 2
    rest("im.notify.read", {"ID": ids[1]})
    assert rest("im.notify.get")["result"]["total_unread_count"] == 0
    rest("im.notify.read.list", {"IDS": [ids[2], 0, ids[1]], "ACTION": "N"})
    assert rest("im.notify.get")["result"]["total_unread_count"] == 1
    assert rest("im.notify.history.search", {"SEARCH_TEXT": "Счёт 1"})["result"]["total_results"] == 1
    assert rest("im.notify.history.search", {"SEARCH_TEXT": "Сч"})["error"] == "SEARCH_TEXT_ERROR"


def test_a_webhook_names_the_application_it_deletes_notifications_of(rest: Rest) -> None:
    own = {"USER_ID": 1, "MESSAGE": "Проба", "TAG": "a", "CLIENT_ID": "mine"}
    rest("im.notify.system.add", own)
    assert rest("im.notify.delete", {"TAG": "a"})["error_description"] == "Access denied! Client ID not specified"
    assert rest("im.notify.delete", {"TAG": "a", "CLIENT_ID": "mine"})["result"] is True


def test_departments_are_found_by_the_beginning_of_words(rest: Rest) -> None:
    everything = rest("im.search.department.list", {"FIND": ""})["result"]
    assert rest("im.search.department.list")["error"] == "FIND_SHORT"
    word = everything[0]["name"][:4]
    assert everything[0]["id"] in [one["id"] for one in rest("im.search.department.list", {"FIND": word})["result"]]
    assert rest("im.department.get", {"ID": []})["error"] == "ID_EMPTY"
