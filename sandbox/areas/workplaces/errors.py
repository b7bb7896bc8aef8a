"""The host's words about digital workplaces (crm/automated-solution/)."""

from __future__ import annotations

from sandbox.errors import HostError


def access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "Недостаточно прав")


def not_found() -> HostError:
    return HostError("NOT_FOUND", "Цифровое рабочее место с таким id не найдено")


def no_title() -> HostError:
    return HostError("BX_EMPTY_REQUIRED", "Не заполнено обязательное поле «Название»")


def has_types() -> HostError:
    words = "Не можем удалить рабочее место, в котором есть смарт-процессы. Перенесите их в другое рабочее место"
    return HostError("HAS_BOUND_TYPES", words)


def type_not_found(type_id: int) -> HostError:
    """INVALID_ARG_VALUE «подробности в тексте ошибки»: the words are a guess."""
    return HostError("INVALID_ARG_VALUE", f"Смарт-процесс {type_id} не найден")


def not_allowed(name: str, place: str) -> HostError:
    return HostError("INVALID_ARG_VALUE", f"Invalid {place}: field '{name}' is not allowed in {place}")
