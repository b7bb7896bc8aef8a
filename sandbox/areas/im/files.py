"""Files of chats («Файлы чата»): each chat has a folder on the drive. api-reference/chats/files/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import objects, storages, wire
from sandbox.areas.im import chats, messages, people
from sandbox.call import Call
from sandbox.portal import Portal
from sandbox.store import Record

PICTURES = {"png", "jpg", "jpeg", "gif", "webp"}
SAVED = "Сохраненные файлы"


def folder(portal: Portal, chat: Record) -> Record:
    """Made at first sight, in the storage of all chats."""
    known = objects.collection(portal).get(chat.get("FOLDER_ID", 0))
    if known is not None:
        return known
    root = objects.get(portal, storages.of_chats(portal)["ROOT_OBJECT_ID"], "folder")
    made = objects.add_folder(portal, root, f"chat{chat['ID']}", chat["OWNER"])
    chats.collection(portal).change(chat["ID"], FOLDER_ID=made["ID"])
    return made


def commit(portal: Portal, chat: Record, files: list[Record], user_id: int, text: str) -> tuple[int, list[Record]]:
    """Say the files in the chat; those from elsewhere are copied into its folder. (message, the files there)"""
    place = folder(portal, chat)
    there = []
    for file in files:
        inside = file["PARENT_ID"] == place["ID"]
        content = objects.content(portal, file)
        there.append(file if inside else objects.add_file(portal, place, file["NAME"], content, user_id, unique=True))
    return messages.say(portal, chat, user_id, text, FILES=[file["ID"] for file in there]), there


def save(portal: Portal, file: Record, user_id: int) -> tuple[Record, Record]:
    """A copy on one's own drive: (the folder, the copy)."""
    root = objects.get(portal, storages.of_user(portal, user_id)["ROOT_OBJECT_ID"], "folder")
    place = objects.by_name(portal, root["ID"], SAVED) or objects.add_folder(portal, root, SAVED, user_id)
    content = objects.content(portal, file)
    return place, objects.add_file(portal, place, file["NAME"], content, user_id, unique=True)


def message_of(portal: Portal, chat: Record, file_id: int) -> Record | None:
    said = messages.of_chat(portal, chat["ID"])
    return next((row for row in said if file_id in row["FILES"]), None)


def card(call: Call, file_id: int, chat: Record) -> dict[str, Any]:
    """A file of the chat as its messages show it."""
    record = objects.get(call.portal, file_id, "file")
    extension = record["NAME"].rpartition(".")[2].lower() if "." in record["NAME"] else ""
    url = wire.download_url(call, {"file": file_id})
    return {
        "id": file_id, "chatId": chat["ID"], "date": record["CREATE_TIME"], "name": record["NAME"],
        "type": "image" if extension in PICTURES else "file", "extension": extension, "size": record["SIZE"],
        "image": False, "status": "done", "progress": 100, "authorId": record["CREATED_BY"],
        "authorName": people.name(call.portal, record["CREATED_BY"]), "urlPreview": url, "urlShow": url,
        "urlDownload": url, "viewerAttrs": {"viewerGroupBy": str(chat["ID"]), "imChatId": chat["ID"],
        "objectId": str(file_id), "title": record["NAME"]}, "mediaUrl": [], "isTranscribable": False,
        "isVideoNote": False, "isVoiceNote": False,
    }  # fmt: skip


def model(call: Call, record: Record) -> dict[str, Any]:
    """The file as the drive's newer controllers write it."""
    url = wire.download_url(call, {"file": record["ID"]})
    return {
        "id": record["ID"], "name": record["NAME"], "createTime": record["CREATE_TIME"], "code": record["CODE"],
        "updateTime": record["UPDATE_TIME"], "deleteTime": None, "xmlId": None, "storageId": record["STORAGE_ID"],
        "realObjectId": record["ID"], "parentId": record["PARENT_ID"], "deletedType": 0, "typeFile": 1,
        "createdBy": str(record["CREATED_BY"]), "updatedBy": str(record["UPDATED_BY"]), "deletedBy": "0",
        "uniqueCode": f"file{record['ID']}", "globalContentVersion": record["GLOBAL_CONTENT_VERSION"],
        "fileId": record["FILE_ID"], "size": record["SIZE"], "etag": f"{record['FILE_ID']:032x}",
        "links": {"download": url, "showInGrid": objects.detail_url(call.portal, record), "preview": url},
    }  # fmt: skip
