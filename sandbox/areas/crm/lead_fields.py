"""The system fields of leads («лид»); crm/universal/object-fields.md."""

from __future__ import annotations

from sandbox.areas.crm import specs
from sandbox.areas.crm.field import linked, parse

LEAD = linked(
    parse(
        specs.HEAD
        + specs.CLIENT
        + """
TITLE string Название лида
HONORIFIC crm_status Обращение
NAME string Имя
SECOND_NAME string Отчество
LAST_NAME string Фамилия
SHORT_NAME string,ro,off Краткое имя
BIRTHDATE date Дата рождения
COMPANY_TITLE string Название компании
POST string Должность
ADDRESS text,off Адрес
COMMENTS text Комментарий
STAGE_ID crm_status Стадия
STATUS_DESCRIPTION text Дополнительно о стадии
STAGE_SEMANTIC_ID string,ro Состояние статуса
IS_CONVERT boolean,ro,off Сконвертирован
IS_RETURN_CUSTOMER boolean,ro Повторный лид
DATE_CLOSED datetime,ro Дата завершения
PRODUCT_ID string,off Товар
OPPORTUNITY double Сумма
IS_MANUAL_OPPORTUNITY boolean Режим расчёта суммы
CURRENCY_ID crm_currency Валюта
LOGIN string,ro,off Логин
SKYPE string,ro Skype
ICQ string,ro ICQ
"""
        + specs.SOURCE.strip()
        + specs.ORIGIN
        + specs.MOVES.strip()
        + specs.MULTIFIELDS
        + specs.TAIL.strip()
    )
)
