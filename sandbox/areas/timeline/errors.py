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
