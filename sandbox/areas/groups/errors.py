"""The host's words about groups (api-reference/sonet-group/). The old methods have no codes."""

from __future__ import annotations

from sandbox.errors import HostError


def plain(words: str) -> HostError:
    return HostError("", words)


def wrong_group() -> HostError:
    return plain("Wrong group ID")


def wrong_sonet_group() -> HostError:
    return plain("Wrong socialnetwork group ID")


def not_found() -> HostError:
    return plain("Socialnetwork group not found")


def wrong_users() -> HostError:
    return plain("Wrong user IDs")


def cannot_create() -> HostError:
    return plain("Cannot create group")


def cannot_update() -> HostError:
    return plain("Cannot update group")


def no_right_to_update() -> HostError:
    return plain("User has no permissions to update group")


def no_right_to_delete() -> HostError:
    return plain("User has no permissions to delete group")


def no_right_to_add() -> HostError:
    return plain("No permissions to add users")


def no_right_to_roles() -> HostError:
    return plain("No permissions to update users role")


def wrong_role() -> HostError:
    return plain("Incorrect role code")


def cannot_request() -> HostError:
    return plain("Cannot request to join group")


def invalid_group() -> HostError:
    return plain("Invalid workgroup/project ID")


def invalid_user() -> HostError:
    return plain("Invalid user ID")


def no_right_to_owner() -> HostError:
    return plain("User has no permissions to set owner")


def wrong_feature() -> HostError:
    return plain("Wrong feature")


def wrong_operation() -> HostError:
    return plain("Wrong operation")


def image_wrong() -> HostError:
    return HostError("ERROR_IMAGE_ID", "Изображение не корректно: Неверный тип файла")


def empty() -> HostError:
    return HostError("SONET_CONTROLLER_WORKGROUP_EMPTY", "Не передано значение ID рабочей группы.")


def absent() -> HostError:
    return HostError("SONET_CONTROLLER_WORKGROUP_NOT_FOUND", "Рабочая группа не найдена.")
