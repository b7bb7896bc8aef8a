"""The host's words about notifications and messages (api-reference/chats/)."""

from __future__ import annotations

from sandbox.errors import HostError


def user_empty() -> HostError:
    return HostError("USER_ID_EMPTY", "User ID can't be empty")


def message_empty() -> HostError:
    return HostError("MESSAGE_EMPTY", "Message can't be empty")


def attach_oversize() -> HostError:
    return HostError("ATTACH_OVERSIZE", "You have exceeded the maximum allowable size of attach")


def attach_wrong() -> HostError:
    return HostError("ATTACH_ERROR", "Incorrect attach params")


def wrong_params() -> HostError:
    return HostError("PARAMS_ERROR", "Incorrect params")


def no_client() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Client ID not specified", 403)


def user_not_found() -> HostError:
    return HostError("USER_NOT_FOUND", "User not found")


def half_a_cursor() -> HostError:
    return HostError("LAST_ID_AND_LAST_TYPE", "Parameters LAST_ID and LAST_TYPE should be used together.")


def cursor_is_text() -> HostError:
    return HostError("LAST_ID_STRING", "Last notification ID can't be string")


def dialog_empty() -> HostError:
    return HostError("DIALOG_ID_EMPTY", "Dialog ID can't be empty")


def chat_empty() -> HostError:
    return HostError("CHAT_ID_EMPTY", "Chat ID can't be empty")


def no_access() -> HostError:
    return HostError("ACCESS_ERROR", "You do not have access to the specified dialog", 403)


def unavailable() -> HostError:
    return HostError("ACCESS_ERROR", "Action unavailable")


def no_such_chat() -> HostError:
    """chats/messages/im-message-add.md: a message for a chat that is not there."""
    return HostError("CHAT_ID", "Ошибка при создании сообщения")


def cannot_mute() -> HostError:
    return HostError("ACCESS_ERROR", "This chat cannot be muted", 403)


def cannot_pin() -> HostError:
    return HostError("ACCESS_ERROR", "You don't have permission to pin this chat")


def no_owner_rights() -> HostError:
    return HostError("WRONG_REQUEST", "Change owner can only owner and user must be member in chat")


def wrong_color() -> HostError:
    return HostError("WRONG_COLOR", "This color currently unavailable")


def same_color() -> HostError:
    return HostError("WRONG_REQUEST", "This color currently set or chat isn't exists")


def title_empty() -> HostError:
    return HostError("TITLE_EMPTY", "Title can't be empty")


def cannot_rename() -> HostError:
    return HostError("ACCESS_ERROR", "This chat cannot be renamed")


def avatar_wrong() -> HostError:
    return HostError("AVATAR_ERROR", "Avatar incorrect type")


def avatar_too_big() -> HostError:
    return HostError("AVATAR_ERROR", "Avatar incorrect size (max 5000x5000)")


def avatar_fixed() -> HostError:
    return HostError("ACCESS_ERROR", "The avatar of this chat cannot be changed")


def cannot_leave() -> HostError:
    return HostError("ACCESS_ERROR", "It is forbidden to delete users of this chat")


def cannot_add() -> HostError:
    return HostError("ACCESS_ERROR", "It is forbidden to add users to this chat")


def cannot_kick() -> HostError:
    return HostError("ACCESS_DENIED_KICK", "Недостаточно прав на исключение участников из чата")


def not_a_member() -> HostError:
    return HostError("USER_NOT_FOUND", "Указанный пользователь не состоит в чате")


def message_id() -> HostError:
    return HostError("MESSAGE_ID_ERROR", "Message ID can't be empty")


def first_unread_empty() -> HostError:
    return HostError("MESSAGE_ID_ERROR", "First unread message id can't be empty")


def cannot_edit() -> HostError:
    return HostError("CANT_EDIT_MESSAGE", "Time has expired for modification or you don't have access")


def without_changes() -> HostError:
    return HostError("WITHOUT_CHANGES", "Action completed without changes")


def not_a_number(parameter: str) -> HostError:
    return HostError(f"{parameter}_ID_STRING", f"{parameter.title()} ID can't be string")


def reply_elsewhere() -> HostError:
    return HostError("REPLY_FROM_OTHER_CHAT_ERROR", "You can only reply to a message within the same chat")


def reply_hidden() -> HostError:
    return HostError("REPLY_ACCESS_ERROR", "Action unavailable")


def file_empty() -> HostError:
    return HostError("FILE_ID_EMPTY", "File ID can't be empty")


def file_not_saved() -> HostError:
    return HostError("FILE_SAVE_ERROR", "File ID can't be saved")


def files_missing() -> HostError:
    return HostError("FILES_ERROR", "List of files in not specified")


def files_not_saved() -> HostError:
    return HostError("SAVE_ERROR", "Error during saving file to chat")


def department_empty() -> HostError:
    return HostError("ID_EMPTY", "Department ID can't be empty")


def user_id_empty() -> HostError:
    return HostError("ID_EMPTY", "User ID can't be empty")


def user_absent() -> HostError:
    return HostError("USER_NOT_EXISTS", "User is not exists")


def wrong_format() -> HostError:
    return HostError("INVALID_FORMAT", "A wrong format for the ID field is passed")


def status_wrong() -> HostError:
    return HostError("STATUS_ERROR", "Status is not available")


def find_short() -> HostError:
    return HostError("FIND_SHORT", "Too short a search phrase")


def search_text_short() -> HostError:
    return HostError("SEARCH_TEXT_ERROR", "SEARCH_TEXT can't be less then 3 symbols")


def notification_empty() -> HostError:
    return HostError("ID_ERROR", "Notification ID can't be empty")


def answer_empty() -> HostError:
    return HostError("ANSWER_TEXT_ERROR", "ANSWER_TEXT can't be empty")


def value_empty() -> HostError:
    return HostError("NOTIFY_VALUE_ERROR", "Notification Value can't be empty")


def ids_missing() -> HostError:
    return HostError("PARAMS_ERROR", "No IDS param or it is not an array")


def chat_unnamed() -> HostError:
    return HostError("CHAT_ID_EMPTY", "CHAT_ID can`t be empty")


def no_access_to_chat() -> HostError:
    return HostError("ACCESS_ERROR", "You do not have access to this chat")
