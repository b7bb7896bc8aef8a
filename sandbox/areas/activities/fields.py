"""Fields of an activity («поля дела»): crm/timeline/activities/activity-base/crm-activity-fields.md."""

from __future__ import annotations

from typing import Any

from sandbox.query import Column

SPECS = """
ID integer R ID
OWNER_ID integer I ID владельца
OWNER_TYPE_ID crm_enum_ownertype I Тип владельца
TYPE_ID crm_enum_activitytype !I Тип
PROVIDER_ID string - ID провайдера
PROVIDER_TYPE_ID string - Тип провайдера
PROVIDER_GROUP_ID string - Тип коннектора
ASSOCIATED_ENTITY_ID integer R ID связанной с делом сущности
SUBJECT string ! Тема
START_TIME datetime - Начало
END_TIME datetime - Срок
DEADLINE datetime - Срок исполнения
COMPLETED char - Выполнено
STATUS crm_enum_activitystatus - Статус
RESPONSIBLE_ID user ! Ответственный
PRIORITY crm_enum_activitypriority - Важность
NOTIFY_TYPE crm_enum_activitynotifytype - Тип уведомлений
NOTIFY_VALUE integer - Параметр уведомления
DESCRIPTION string - Описание
DESCRIPTION_TYPE crm_enum_contenttype - Тип описания
DIRECTION crm_enum_activitydirection - Направление
LOCATION string - Место
CREATED datetime R Дата создания
AUTHOR_ID user R Создал
LAST_UPDATED datetime R Дата изменения
EDITOR_ID user R Изменил
SETTINGS object - Настройки
ORIGIN_ID string - Внешний код
ORIGINATOR_ID string - Внешний источник
RESULT_STATUS integer - RESULT_STATUS
RESULT_STREAM integer - RESULT_STREAM
RESULT_SOURCE_ID string - RESULT_SOURCE_ID
PROVIDER_PARAMS object - Параметры провайдера
PROVIDER_DATA string - Данные провайдера
RESULT_MARK integer - RESULT_MARK
RESULT_VALUE double - RESULT_VALUE
RESULT_SUM double - RESULT_SUM
RESULT_CURRENCY_ID string - RESULT_CURRENCY_ID
AUTOCOMPLETE_RULE integer - Автозаполнение
BINDINGS crm_activity_binding RM Привязки
COMMUNICATIONS crm_activity_communication M Канал коммуникации
FILES diskfile M Файлы
WEBDAV_ELEMENTS diskfile M Добавленные файлы
IS_INCOMING_CHANNEL char R IS_INCOMING_CHANNEL
"""
ON_REQUEST = ("BINDINGS", "COMMUNICATIONS", "FILES", "WEBDAV_ELEMENTS", "IS_INCOMING_CHANNEL")
_ROWS = [line.split(" ", 3) for line in SPECS.strip().splitlines()]
TYPES = {name: kind for name, kind, _, _ in _ROWS}
WRITABLE = tuple(name for name, _, flags, _ in _ROWS if "R" not in flags)
SHOWN = tuple(name for name in TYPES if name not in ON_REQUEST)
INSTANTS = tuple(name for name, kind in TYPES.items() if kind == "datetime")
NUMBERS = tuple(name for name, kind in TYPES.items() if kind in ("integer", "user") or kind.startswith("crm_enum_"))
EMPTY: dict[str, Any] = {
    **dict.fromkeys(NUMBERS, 0), **dict.fromkeys(INSTANTS), "PROVIDER_GROUP_ID": None, "SUBJECT": "",
    "DESCRIPTION": "", "LOCATION": "", "PRIORITY": 2, "NOTIFY_TYPE": 0, "DESCRIPTION_TYPE": 1, "COMPLETED": "N",
    "SETTINGS": {}, "PROVIDER_PARAMS": {}, "PROVIDER_DATA": None, "ORIGIN_ID": None, "ORIGINATOR_ID": None,
    "PROVIDER_ID": "", "PROVIDER_TYPE_ID": "", "RESULT_VALUE": None, "RESULT_SUM": None,
    "RESULT_CURRENCY_ID": None, "RESULT_SOURCE_ID": None, "BINDINGS": [], "COMMUNICATIONS": [], "FILES": [],
}  # fmt: skip


def columns() -> dict[str, Column]:
    """What a filter may name."""
    named = {name: Column(name, "integer") for name in NUMBERS}
    named |= {name: Column(name, "datetime") for name in INSTANTS}
    texts = (name for name, kind in TYPES.items() if kind in ("string", "char"))
    return {**named, **{name: Column(name) for name in texts}}


def described() -> dict[str, dict[str, Any]]:
    """The answer of crm.activity.fields."""
    return {
        name: {
            "type": kind, "isRequired": "!" in flags, "isReadOnly": "R" in flags, "isImmutable": "I" in flags,
            "isMultiple": "M" in flags, "isDynamic": False, "title": title,
        }
        for name, kind, flags, title in _ROWS
    }  # fmt: skip
