"""The system fields of deals, contacts, companies, invoices and smart processes (crm/universal/object-fields.md)."""

from __future__ import annotations

from sandbox.areas.crm.field import linked, parse

HEAD = """
ID integer,ro ID
CREATED_TIME datetime,ro Когда создан
DATE_CREATE_SHORT datetime,ro,off Когда создан (кратко)
UPDATED_TIME datetime,ro Когда обновлён
DATE_MODIFY_SHORT datetime,ro,off Когда обновлён (кратко)
CREATED_BY user,ro Кем создан
UPDATED_BY user,ro Кем обновлён
ASSIGNED_BY_ID user Ответственный
OPENED boolean Доступно для всех
"""
TAIL = """
WEBFORM_ID integer Создано CRM-формой
LAST_ACTIVITY_BY user,ro Кем осуществлена последняя активность в таймлайне
LAST_ACTIVITY_TIME datetime,ro Последняя активность
UTM_SOURCE string Рекламная система
UTM_MEDIUM string Тип трафика
UTM_CAMPAIGN string Обозначение рекламной кампании
UTM_CONTENT string Содержание кампании
UTM_TERM string Условие поиска кампании
OBSERVERS user,multi Наблюдатели
"""
SOURCE = """
SOURCE_ID crm_status Источник
SOURCE_DESCRIPTION text Дополнительно об источнике
"""
ORIGIN = """
ORIGINATOR_ID string Внешний источник
ORIGIN_ID string Идентификатор элемента во внешнем источнике
"""
MONEY = """
OPPORTUNITY double Сумма
IS_MANUAL_OPPORTUNITY boolean Режим расчёта суммы
TAX_VALUE double Сумма налога
CURRENCY_ID crm_currency Валюта
"""
MOVES = """
MOVED_BY user,ro Кем передвинут
MOVED_TIME datetime,ro Когда передвинут
"""
CLIENT = """
COMPANY_ID crm_company Компания
CONTACT_ID crm_contact Контакт
CONTACT_IDS crm_contact,multi Контакты
"""
MULTIFIELDS = """
HAS_PHONE boolean,ro Задан телефон
HAS_EMAIL boolean,ro Задана электронная почта
HAS_IMOL boolean,ro Заданы открытые линии
SEARCH_CONTENT text,ro Для полнотекстового поиска
EMAIL_HOME string,ro Личный e-mail
EMAIL_WORK string,ro Рабочий e-mail
EMAIL_MAILING string,ro E-mail для рассылок
PHONE_MOBILE string,ro Мобильный телефон
PHONE_WORK string,ro Рабочий телефон
PHONE_MAILING string,ro Телефон для рассылок
IMOL string,ro Открытая линия
EMAIL string,ro E-mail
PHONE string,ro Телефон
FM crm_multifield,multi Множественные поля
"""
DEAL = linked(
    parse(
        HEAD
        + CLIENT
        + "\nTITLE string Название\nLEAD_ID crm_lead Лид\nQUOTE_ID crm_quote Предложение\n"
        + """
PRODUCT_ID string,off Товар
CATEGORY_ID crm_category Воронка
STAGE_ID crm_status Стадия
STAGE_SEMANTIC_ID string,ro Группа стадии
IS_NEW boolean,ro Новая сделка
IS_RECURRING boolean,ro Регулярная сделка
IS_RETURN_CUSTOMER boolean,ro Повторная сделка
IS_REPEATED_APPROACH boolean,ro Повторное обращение
CLOSED boolean,ro Закрыта
TYPE_ID crm_status Тип
PROBABILITY integer Вероятность
COMMENTS text Комментарий
BEGINDATE date Дата начала
BEGINDATE_SHORT datetime,ro,off Дата начала (кратко)
CLOSEDATE date Дата завершения
CLOSEDATE_SHORT datetime,ro,off Дата завершения (кратко)
EVENT_DATE datetime,ro Дата события
EVENT_DATE_SHORT datetime,ro,off Дата события (кратко)
EVENT_ID crm_status,ro Тип события
EVENT_DESCRIPTION text,ro Описание события
LOCATION_ID location Местоположение
ADDITIONAL_INFO string Дополнительная информация
SEARCH_CONTENT text,ro Для полнотекстового поиска
ORDER_STAGE string,ro Стадия оплаты
IS_WORK boolean,ro,off В работе
IS_WON boolean,ro,off Выиграна
IS_LOSE boolean,ro,off Проиграна
RECEIVED_AMOUNT string,ro,off Полученная сумма
LOST_AMOUNT string,ro,off Утраченная сумма
HAS_PRODUCTS boolean,ro,off Есть товары
"""
        + MONEY.strip()
        + SOURCE
        + ORIGIN.strip()
        + MOVES
        + TAIL.strip()
    ),
    type_dictionary="DEAL_TYPE",
)
CONTACT = linked(
    parse(
        HEAD
        + """
NAME string Имя
LAST_NAME string Фамилия
SECOND_NAME string Отчество
SHORT_NAME string,ro,off Краткое имя
PHOTO file Фотография
POST string Должность
ADDRESS text,off Адрес
COMMENTS text Комментарий
LEAD_ID crm_lead Лид
EXPORT boolean Участвует в экспорте
TYPE_ID crm_status Тип контакта
ORIGIN_VERSION string Версия оригинала
BIRTHDATE date Дата рождения
HONORIFIC crm_status Обращение
CATEGORY_ID crm_category,immutable Категория
LOGIN string,ro,off Логин
COMPANY_ID crm_company Компания
COMPANY_IDS crm_company,multi Компании
"""
        + SOURCE.strip()
        + ORIGIN
        + MULTIFIELDS.strip()
        + TAIL
    ),
    type_dictionary="CONTACT_TYPE",
)
COMPANY = linked(
    parse(
        HEAD
        + """
TITLE string,req Название
LOGO file Логотип
ADDRESS text,off Адрес
ADDRESS_LEGAL text Юридический адрес
BANKING_DETAILS string Банковские реквизиты
COMMENTS text Комментарий
TYPE_ID crm_status Тип компании
INDUSTRY crm_status Сфера деятельности
REVENUE double Годовой оборот
CURRENCY_ID crm_currency Валюта
EMPLOYEES crm_status Количество сотрудников
LEAD_ID crm_lead Лид
ORIGIN_VERSION string Версия оригинала
IS_MY_COMPANY boolean Моя компания
CATEGORY_ID crm_category,immutable Категория
UF_LOGO file Логотип (генератор документов)
UF_STAMP file Печать организации (генератор документов)
UF_DIRECTOR_SIGN file Подпись директора (генератор документов)
UF_ACCOUNTANT_SIGN file Подпись главного бухгалтера (генератор документов)
CONTACT_IDS crm_contact,multi Контакты
"""
        + ORIGIN.strip()
        + MULTIFIELDS
        + TAIL.strip()
    ),
    type_dictionary="COMPANY_TYPE",
)
ITEM = (
    HEAD
    + """
TITLE string Название
XML_ID string Внешний код
CATEGORY_ID crm_category Воронка
STAGE_ID crm_status Стадия
PREVIOUS_STAGE_ID crm_status,ro Предыдущая стадия
BEGINDATE date Дата начала
CLOSEDATE date Дата завершения
"""
    + MOVES.strip()
    + CLIENT
    + MONEY.strip()
    + "\nMYCOMPANY_ID crm_company Реквизиты вашей компании"
    + SOURCE
    + TAIL.strip()
)
DYNAMIC = linked(parse(ITEM))
INVOICE = linked(
    parse(
        ITEM
        + """
COMMENTS text Комментарий
ACCOUNT_NUMBER string,ro Номер
LOCATION_ID location Местоположение
"""
    )
)
