"""The host's words about the timeline (crm/timeline/comments/, logmessage/, bindings/)."""

from __future__ import annotations

from sandbox.errors import HostError


def not_found() -> HostError:
    return HostError("NOT_FOUND", "Not found.")


def wrong(words: str) -> HostError:
    """What the older methods of reading say: no code."""
    return HostError("", words)


def owner_not_found() -> HostError:
    return HostError("OWNER_NOT_FOUND", "Владелец элемента не найден")


def access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "Доступ запрещен")


def empty_comment() -> HostError:
    return HostError("INVALID_ARG_VALUE", "Пустой комментарий")


def multiple_bindings() -> HostError:
    return HostError("MULTIPLE_BINDINGS", "Элемент имеет привязки к нескольким элементам")


def message_not_found(message_id: int) -> HostError:
    return HostError("NOT_FOUND", f"Timeline logmessage not found for id {message_id}")


def element_not_found() -> HostError:
    return HostError("NOT_FOUND", "Элемент не найден")


def record_not_found() -> HostError:
    return HostError("NOT_FOUND", "Не найдена запись таймлайна или набор дополнительных контентных блоков")


def unsuitable_record() -> HostError:
    words = "Тип записи таймлайна не подходит для добавления набора дополнительных контентных блоков"
    return HostError("UNSUITABLE_TIMELINE_ITEM", words)


def wrong_context() -> HostError:
    return HostError("ERROR_WRONG_CONTEXT", "Вызов метода возможен только в контексте rest приложения")


def too_many_pinned() -> HostError:
    return HostError("0", "Только три события можно добавить в избранное")


def wrong_picture() -> HostError:
    return HostError("INVALID_ARG_VALUE", "Неверно указан параметр fileContent")


def picture_absent(words: str) -> HostError:
    return HostError("NOT_FOUND", words)
