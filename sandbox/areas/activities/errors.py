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


def not_bound_to_source() -> HostError:
    return HostError("BINDING_NOT_FOUND", "Дело не привязано к указанному элементу")


def kinds_differ() -> HostError:
    words = "Невозможно перенести дело из одного типа объекта CRM в другой"
    return HostError("SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR", words)


def same_item() -> HostError:
    return HostError("SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR", "Невозможно перенести дело в то же самое дело")


def last_binding() -> HostError:
    words = "Нельзя удалять единственную привязку дела к сущности"
    return HostError("LAST_BINDING_CANNOT_BE_DELETED", words)


def wrong_date() -> HostError:
    return HostError("WRONG_DATETIME_FORMAT", "Некорректный формат даты")


def wrong_context() -> HostError:
    return HostError("ERROR_WRONG_CONTEXT", "Вызов метода возможен только в контексте rest приложения")


def layout_owner_not_found() -> HostError:
    return HostError("OWNER_NOT_FOUND", "Элемент, к которому привязано дело, не найден")


def layout_activity_not_found() -> HostError:
    return HostError("NOT_FOUND", "Дело не найдено")


def layout_access_denied() -> HostError:
    return HostError("ACCESS_DENIED", "Доступ запрещен")


def unsuitable_activity() -> HostError:
    words = "Тип данного дела не подходит для добавления набора дополнительных контентных блоков"
    return HostError("UNSUITABLE_ACTIVITY_TYPE_ERROR", words)


def no_blocks() -> HostError:
    return HostError("FIELD_IS_REQUIRED", "Поле blocks в RestAppLayoutDto должно быть заполнено.")


def app_context_required() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Application context required", 403)


def admin_required() -> HostError:
    return HostError("ACCESS_DENIED", "Access denied! Admin permissions required", 403)


def no_type() -> HostError:
    return HostError("INVALID_ARG_VALUE", "Не заполнено обязательное поле TYPE_ID")


def type_exists() -> HostError:
    return HostError("INVALID_ARG_VALUE", "Пользовательский тип дела с указанным TYPE_ID уже существует")


def type_absent() -> HostError:
    return HostError("INVALID_ARG_VALUE", "Пользовательский тип дела с указанным TYPE_ID не существует")


def not_allowed() -> HostError:
    return HostError("ACCESS_DENIED", "Недостаточно прав для выполнения операции")


def wrong_app_context() -> HostError:
    return HostError("ERROR_WRONG_CONTEXT", "Вызов метода возможен только в контексте приложения")


def wrong_application() -> HostError:
    return HostError("ERROR_WRONG_APPLICATION", "Обновить дело может только приложение, которое его создало")


def wrong_value(name: str) -> HostError:
    return HostError("WRONG_FIELD_VALUE", f"Некорректное значение поля {name}")


def incoming_with_deadline() -> HostError:
    return HostError("INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE", "Входящее дело не может иметь крайний срок")


def empty_layout() -> HostError:
    return HostError("ERROR_EMPTY_LAYOUT", "Поле layout должно быть заполнено")


def required(path: str) -> HostError:
    return HostError("FIELD_IS_REQUIRED", f"Поле {path} должно быть заполнено")


def redundant(path: str) -> HostError:
    return HostError("FIELD_IS_REDUNDANT", f"Поле {path} не предусмотрено")


def not_of_list(path: str) -> HostError:
    return HostError("ENUM_FIELD", f"Значение поля {path} не входит в список допустимых")


def too_many(path: str) -> HostError:
    return HostError("TOO_MANY_ITEMS", f"Слишком много элементов в поле {path}")


def wrong_key(path: str) -> HostError:
    return HostError("KEY_CONTAIN_WRONG_SYMBOLS", f"Ключ {path} содержит недопустимые символы")


def wrong_language(path: str) -> HostError:
    return HostError("WRONG_LANG", f"В поле {path} передан язык, которого нет на портале")


def badge_not_found() -> HostError:
    return HostError("NOT_FOUND", "Бейдж с указанным кодом не найден")


def badge_incomplete() -> HostError:
    return HostError("REQUIRED_ARG_MISSING", "Не заполнены обязательные поля")


def badge_exists() -> HostError:
    return HostError("ALREADY_EXISTS", "Бейдж с указанным кодом уже существует")


def completed(code: str) -> HostError:
    words = {
        "CAN_NOT_UPDATE_COLOR_COMPLETED_TODO": "Невозможно изменить цвет в закрытом деле",
        "CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO": "Невозможно изменить ответственного в закрытом деле",
    }
    return HostError(code, words.get(code, "Закрытое дело нельзя изменять"))


def wrong_color() -> HostError:
    return HostError("CAN_NOT_UPDATE_WRONG_COLOR_TODO", "Некорректное значение цвета")


def closed_parent() -> HostError:
    return HostError("ERROR_PARENT_ACTIVITY_RESTRICT", "Невозможно запланировать дело для закрытого дела")


def no_responsible() -> HostError:
    return HostError("INVALID_ARG_VALUE", 'Parameter "responsibleId" must be greater than 0')
