"""The host's words about people and departments (api-reference/user/, api-reference/departments/)."""

from __future__ import annotations

from sandbox.errors import HostError


def wrong_email() -> HostError:
    return HostError("ERROR_ARGUMENT", "wrong_email")


def email_taken() -> HostError:
    return HostError("ERROR_ARGUMENT", "Пользователь с таким email уже существует")


def no_department() -> HostError:
    return HostError("ERROR_ARGUMENT", "no_extranet_field")


def no_group() -> HostError:
    return HostError("ERROR_GROUPID", "Не указан код группы")


def wrong_group() -> HostError:
    return HostError("ERROR_NO_GROUP", "Группа указана неверно")


def user_denied() -> HostError:
    return HostError("ERROR_CORE", "access_denied")


def denied() -> HostError:
    return HostError("ERROR_CORE", "Access denied")


def department_unnamed() -> HostError:
    return HostError("ERROR_CORE", "Не введено название раздела.<br>")


def second_top() -> HostError:
    return HostError("ERROR_CORE", "В структуре компании должен быть только один раздел верхнего уровня")


def department_absent() -> HostError:
    return HostError("ERROR_CORE", "Department not found")


def field_missing(name: str) -> HostError:
    return HostError("", f"The '{name}' field is not found.")


def field_denied() -> HostError:
    return HostError("", "Access denied.")


def field_unnamed() -> HostError:
    return HostError("", "ID is not defined or invalid")


def field_exists(name: str) -> HostError:
    return HostError("ERROR_CORE", f"Поле {name} для объекта USER уже существует")


def field_failed() -> HostError:
    return HostError("ERROR_CORE", "Fail to create new user field")
