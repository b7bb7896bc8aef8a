"""The host's words in CRM (crm/universal/*.md, crm/deals/*.md, crm/status/*.md)."""

from __future__ import annotations

from sandbox.errors import HostError


def type_not_found() -> HostError:
    return HostError("NOT_FOUND", "Смарт-процесс не найден", 400)


def processes_not_sold() -> HostError:
    words = "Превышено максимальное количество смарт-процессов"
    return HostError("CREATE_DYNAMIC_TYPE_RESTRICTED", words, 400)


def item_not_found() -> HostError:
    return HostError("NOT_FOUND", "Элемент не найден", 400)


def item_access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "У Вас нет прав на просмотр этого элемента", 400)


def access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "Доступ запрещен", 400)


def entity_type_not_supported(name: str) -> HostError:
    return HostError("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type {name} is not supported", 400)


def invalid_value(title: str) -> HostError:
    return HostError("CRM_FIELD_ERROR_VALUE_NOT_VALID", f'Неверное значение поля "{title}"', 400)


def required(title: str) -> HostError:
    return HostError("CRM_FIELD_ERROR_REQUIRED", f'Поле "{title}" обязательно для заполнения', 400)


def too_many_to_import(most: int) -> HostError:
    words = f"Вы не можете импортировать больше {most} элементов"
    return HostError("MAX_IMPORT_BATCH_SIZE_EXCEEDED", words, 400)


def not_iterable(got: str) -> HostError:
    return HostError("100", f"Expected iterable value for multiple field, but got {got} instead", 400)


def not_in_filter(name: str) -> HostError:
    return HostError("INVALID_ARG_VALUE", f"Invalid filter: field '{name}' is not allowed in filter", 400)


def bad_filter_value(name: str) -> HostError:
    return HostError("INVALID_ARG_VALUE", f"Invalid filter: field '{name}' has invalid value", 400)


def not_in_order(name: str) -> HostError:
    return HostError("INVALID_ARG_VALUE", f"Invalid order: field '{name}' is not allowed in order", 400)


def bad_direction(name: str, got: str) -> HostError:
    words = f"Invalid order: allowed sort directions are `ASC, DESC`. But got '{got}' for field '{name}'"
    return HostError("INVALID_ARG_VALUE", words, 400)


def classic(words: str) -> HostError:
    """Old methods have an empty code and only words."""
    return HostError("", words, 400)


def zero(words: str) -> HostError:
    """Methods whose code is the number 0."""
    return HostError("0", words, 400)


def bx_error(words: str) -> HostError:
    return HostError("BX_ERROR", words, 400)
