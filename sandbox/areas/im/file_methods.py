"""im.disk.* on the wire («Файлы чата»): api-reference/chats/files/."""

from __future__ import annotations

from typing import Any

from sandbox.areas.disk import objects, storages
from sandbox.areas.im import chats, dialogs, errors, files, messages
from sandbox.call import Call, method
from sandbox.errors import HostError
from sandbox.params import as_int, as_list
from sandbox.store import Record


@method("im.disk.folder.get", scope="im")
def folder_get(call: Call) -> dict[str, int]:
    return {"ID": files.folder(call.portal, dialogs.any_chat(call))["ID"]}


def _readable(call: Call, file_id: int) -> Record | None:
    """A live file that the caller may read: of a chat he is in, or of a storage he may enter."""
    found = objects.collection(call.portal).get(file_id)
    if found is None or found["TYPE"] != "file" or found["DELETED_TYPE"]:
        return None
    chat = chats.collection(call.portal).first(FOLDER_ID=found["PARENT_ID"])
    if chat is not None:
        return found if chats.may_enter(call.portal, chat, call.user_id) else None
    storage = storages.get(call.portal, found["STORAGE_ID"])
    return found if storages.may_enter(call.portal, storage, call.user_id) else None


@method("im.disk.file.commit", scope="im")
def file_commit(call: Call) -> dict[str, Any]:
    chat = dialogs.any_chat(call)
    given = call.get_any_case("FILE_ID", call.get_any_case("UPLOAD_ID"))
    if given is None:
        raise errors.files_missing()
    asked = [_readable(call, as_int(one)) for one in as_list(given)]
    found = [one for one in asked if one is not None]
    if not found or len(found) < len(asked):
        raise errors.files_not_saved()
    text = str(call.get_any_case("MESSAGE", "") or "")
    message_id, there = files.commit(call.portal, chat, found, call.user_id, text)
    return {
        "FILES": {f"upload{one['ID']}": files.card(call, one["ID"], chat) for one in there},
        "DISK_ID": [str(one["ID"]) for one in there],
        "FILE_MODELS": {f"upload{one['ID']}": files.model(call, one) for one in there},
        "MESSAGE_ID": message_id,
    }


@method("im.disk.file.delete", scope="im")
def file_delete(call: Call) -> bool:
    """True and nothing done where another one has sent it; false where there is none."""
    chat_id, file_id = as_int(call.get_any_case("CHAT_ID")), as_int(call.get_any_case("FILE_ID"))
    if chat_id <= 0:
        raise errors.chat_empty()
    if file_id <= 0:
        raise errors.file_empty()
    chat = chats.collection(call.portal).get(chat_id)
    message = files.message_of(call.portal, chat, file_id) if chat else None
    if chat is None or message is None or chats.member(call.portal, chat_id, call.user_id) is None:
        return False
    if message["AUTHOR_ID"] == call.user_id:
        objects.delete(call.portal, objects.get(call.portal, file_id, "file"))
        left = [one for one in message["FILES"] if one != file_id]
        if left:
            messages.collection(call.portal).change(message["ID"], FILES=left)
        else:
            messages.take_back(call.portal, message)
    return True


@method("im.disk.file.save", scope="im")
def file_save(call: Call) -> dict[str, Any]:
    file_id = as_int(call.get_any_case("FILE_ID"))
    if file_id <= 0:
        raise errors.file_empty()
    file = _readable(call, file_id)
    if file is None:
        raise errors.file_not_saved()
    try:
        folder, saved = files.save(call.portal, file, call.user_id)
    except HostError as error:
        raise errors.file_not_saved() from error
    return {name: {"id": one["ID"], "name": one["NAME"]} for name, one in (("folder", folder), ("file", saved))}
