"""The system fields of quotes («коммерческое предложение»); crm/universal/object-fields.md."""

from __future__ import annotations

from sandbox.areas.crm import specs
from sandbox.areas.crm.field import linked, parse

QUOTE = linked(
    parse(
        specs.HEAD
        + specs.CLIENT
        + """
TITLE string Тема
LEAD_ID crm_lead Лид
DEAL_ID crm_deal Сделка
PERSON_TYPE_ID integer Тип клиента
MYCOMPANY_ID crm_company Реквизиты вашей компании
STAGE_ID crm_status Стадия предложения
CLOSED boolean,ro Закрыто
COMMENTS text Комментарий
COMMENTS_TYPE integer Тип комментария
BEGINDATE date Дата выставления
BEGINDATE_SHORT datetime,ro,off Дата выставления (кратко)
CLOSEDATE date Срок
CLOSEDATE_SHORT datetime,ro,off Срок (кратко)
ACTUAL_DATE date Актуально до
QUOTE_NUMBER string,ro Номер предложения
CONTENT text Содержание
CONTENT_TYPE integer Тип содержания
TERMS text Условия
TERMS_TYPE integer Тип условий
STORAGE_TYPE_ID integer Тип хранения файлов
STORAGE_ELEMENT_IDS integer,multi Файлы
LOCATION_ID location Местоположение
CLIENT_TITLE string Клиент
CLIENT_ADDR string Адрес
CLIENT_CONTACT string Контактное лицо
CLIENT_EMAIL string E-mail
CLIENT_PHONE string Телефон
CLIENT_TP_ID string ИНН
CLIENT_TPA_ID string КПП
SEARCH_CONTENT text,ro Для полнотекстового поиска
HAS_PRODUCTS boolean,ro,off Есть товары
"""
        + specs.MONEY.strip()
        + specs.TAIL.replace("OBSERVERS user,multi Наблюдатели\n", "")
    )
)
