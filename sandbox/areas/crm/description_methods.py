"""What CRM tells about itself: crm.userfield.fields and its kin, crm.settings.mode.get."""

from __future__ import annotations

from typing import Any

from sandbox.areas.crm import errors
from sandbox.areas.crm.field import Field, classic
from sandbox.call import Call, method

CLASSIC_MODE = 1
FIELDS = [
    Field("ID", "int", "Ид", readonly=True),
    Field("ENTITY_ID", "string", "Объект", immutable=True),
    Field("FIELD_NAME", "string", "Код", immutable=True),
    Field("USER_TYPE_ID", "string", "Тип данных", immutable=True),
    Field("XML_ID", "string", "Внешний Ид (XML ID)"),
    Field("SORT", "int", "Сортировка"),
    Field("MULTIPLE", "char", "Множественное"),
    Field("MANDATORY", "char", "Обязательное"),
    Field("SHOW_FILTER", "char", "Показывать в фильтре списка"),
    Field("SHOW_IN_LIST", "char", "Показывать в списке"),
    Field("EDIT_IN_LIST", "char", "Разрешать редактирование пользователем"),
    Field("IS_SEARCHABLE", "char", "Значения поля участвуют в поиске"),
    Field("EDIT_FORM_LABEL", "string", "Подпись в форме редактирования"),
    Field("LIST_COLUMN_LABEL", "string", "Заголовок в списке"),
    Field("LIST_FILTER_LABEL", "string", "Подпись фильтра в списке"),
    Field("ERROR_MESSAGE", "string", "Сообщение об ошибке"),
    Field("HELP_MESSAGE", "string", "Помощь"),
    Field("LIST", "uf_enum_element", "Элементы списка", multiple=True),
    Field("SETTINGS", "object", "Дополнительные настройки (зависят от типа)"),
]
ENUM_FIELDS = [
    Field("ID", "int", "Ид", readonly=True),
    Field("SORT", "int", "Сортировка"),
    Field("VALUE", "string", "Значение"),
    Field("DEF", "string", "Значение по умолчанию"),
    Field("DEL", "string", "Флаг удаления элемента"),
]
DEFAULT = "Значение по умолчанию"
DISPLAY = Field("DISPLAY", "string", "Внешний вид")
IBLOCK = [
    Field("IBLOCK_TYPE_ID", "string", "Тип инфоблока"),
    Field("IBLOCK_ID", "string", "Инфоблок"),
    Field("DEFAULT_VALUE", "string", DEFAULT),
    DISPLAY,
    Field("LIST_HEIGHT", "int", "Высота списка"),
    Field("ACTIVE_FILTER", "char", "Показывать элементы с включенным флагом активности"),
]
# Types of fields with settings that may be written (crm/deals/user-defined-fields/crm-deal-userfield-add.md#settings).
SETTINGS = {
    "string": [Field("DEFAULT_VALUE", "string", DEFAULT), Field("ROWS", "int", "Количество строк поля ввода")],
    "integer": [Field("DEFAULT_VALUE", "int", DEFAULT)],
    "double": [Field("DEFAULT_VALUE", "double", DEFAULT), Field("PRECISION", "int", "Точность")],
    "boolean": [Field("DEFAULT_VALUE", "int", DEFAULT), DISPLAY],
    "date": [Field("DEFAULT_VALUE", "object", DEFAULT)],
    "datetime": [Field("DEFAULT_VALUE", "object", DEFAULT)],
    "enumeration": [DISPLAY, Field("LIST_HEIGHT", "int", "Высота списка")],
    "iblock_section": IBLOCK,
    "iblock_element": IBLOCK,
}


@method("crm.userfield.fields", scope="crm")
def userfield_fields(call: Call) -> Any:
    return classic(FIELDS)


@method("crm.userfield.enumeration.fields", scope="crm")
def enumeration_fields(call: Call) -> Any:
    return classic(ENUM_FIELDS)


@method("crm.userfield.settings.fields", scope="crm")
def settings_fields(call: Call) -> Any:
    """A type without settings of its own has an empty map."""
    asked = call.get_any_case("type")
    if not asked:
        raise errors.classic("Parameter 'type' is not specified or empty.")
    return classic(SETTINGS.get(str(asked), []))


@method("crm.settings.mode.get", scope="crm")
def mode(call: Call) -> int:
    """A sandbox has leads: the classic mode."""
    return CLASSIC_MODE
