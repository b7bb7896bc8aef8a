"""The host's words about activities (crm/timeline/activities/): most have no code."""

from __future__ import annotations

from sandbox.errors import HostError

CANNOT_BIND = "Could not build binding. Please ensure that owner info and communications are defined correctly"
NO_TO = '"To" is not found'
NO_FROM = '"From" is not found'
INVALID_EMAIL = "Invalid email is specified"


def wrong(words: str) -> HostError:
    return HostError("", words)


def undefined(field: str) -> HostError:
    return wrong(f"The field {field} is not defined or {'empty' if field == 'SUBJECT' else 'invalid'}.")


def not_found() -> HostError:
    return wrong("Activity is not found.")


def access_denied() -> HostError:
    return wrong("Access denied.")


def not_sent(cause: str) -> HostError:
    """The activity stays, as on the host."""
    words = cause if cause.startswith("Email send error") else f"Email send error. {cause}"
    return HostError("", words, keep=True)


def element_not_found() -> HostError:
    return HostError("NOT_FOUND", "Элемент не найден")


def owner_not_found() -> HostError:
    return HostError("OWNER_NOT_FOUND", "Владелец элемента не найден")


def already_bound() -> HostError:
    return HostError("ACTIVITY_IS_ALREADY_BOUND", "Дело уже привязано к этому элементу")


def not_bound() -> HostError:
    return HostError("BINDING_NOT_FOUND", "Дело не привязано к этому элементу")


def last_binding() -> HostError:
    words = "Нельзя удалять единственную привязку дела к сущности"
    return HostError("LAST_BINDING_CANNOT_BE_DELETED", words)


def wrong_date() -> HostError:
    return HostError("WRONG_DATETIME_FORMAT", "Некорректный формат даты")
