"""The host's words about the live feed (api-reference/log/)."""

from __future__ import annotations

from sandbox.errors import HostError

ADD_ERROR = "SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR"
UPDATE_ERROR = "SONET_CONTROLLER_LIVEFEED_BLOGPOST_UPDATE_ERROR"


def not_added() -> HostError:
    return HostError(ADD_ERROR, "Blog post hasn't been added")


def no_destination() -> HostError:
    return HostError(ADD_ERROR, "No destination specified")


def nothing_to_update() -> HostError:
    return HostError(UPDATE_ERROR, "Wrong post ID")


def title_empty() -> HostError:
    return HostError("EMPTY_TITLE", "Не указан заголовок сообщения")


def nothing_to_delete() -> HostError:
    return HostError("100", "Wrong post ID")


def may_not_delete() -> HostError:
    return HostError("403", "У вас нет прав на удаление этого сообщения")


def worded(words: str) -> HostError:
    """Sharing and comments have words and no codes."""
    return HostError("", words)
