"""crm.enum.* and crm.multifield.fields on the wire («перечисления CRM»): crm/auxiliary/."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.areas.crm.field import Field, classic
from sandbox.call import Call, method

Values = Sequence[tuple[int, str]]
ENUMS: dict[str, Values] = {
    "activitydirection": ((0, ""), (1, "Входящее"), (2, "Исходящее")),
    "activitynotifytype": ((0, ""), (1, "мин."), (2, "ч."), (3, "дн.")),
    "activitypriority": ((0, ""), (1, "низкая"), (2, "средняя"), (3, "высокая")),
    "activitystatus": ((0, ""), (1, "Ожидается"), (2, "Завершено"), (3, "Завершено автоматически")),
    "activitytype": ((0, ""), (1, "Встреча"), (2, "Звонок"), (3, "Задача"), (4, "Письмо"), (5, "Действие"),
                     (6, "Пользовательское действие")),
    "addresstype": ((11, "Адрес доставки"), (1, "Фактический адрес"), (6, "Юридический адрес"),
                    (4, "Адрес регистрации"), (8, "Адрес для корреспонденции"), (9, "Адрес бенефициара")),
    "contenttype": ((0, ""), (1, "Plain text"), (2, "bbCode"), (3, "HTML")),
    "settings.mode": ((1, "Классическая CRM"), (2, "Простая CRM")),
}  # fmt: skip
ITEM_FIELDS = [
    Field("ID", "int", "ID", readonly=True),
    Field("NAME", "string", "Название", readonly=True),
    Field("SYMBOL_CODE", "string", "Символьный код", readonly=True),
    Field("SYMBOL_CODE_SHORT", "string", "Краткий символьный код", readonly=True),
]
MULTIFIELD_FIELDS = [
    Field("ID", "int", "ID", readonly=True),
    Field("TYPE_ID", "string", "Тип поля", readonly=True),
    Field("VALUE", "string", "Значение"),
    Field("VALUE_TYPE", "string", "Тип значения"),
]


def _register(name: str, values: Values) -> None:
    @method(f"crm.enum.{name}", scope="crm")
    def listed(call: Call) -> Any:
        codes = {"SYMBOL_CODE": None, "SYMBOL_CODE_SHORT": None}
        return [{"ID": number, "NAME": title, **codes} for number, title in values]


for _name, _values in ENUMS.items():
    _register(_name, _values)


@method("crm.enum.fields", scope="crm")
def enum_fields(call: Call) -> Any:
    return classic(ITEM_FIELDS)


@method("crm.enum.getorderownertypes", scope="crm")
def order_owner_types(call: Call) -> Any:
    """An order can be bound to a deal only."""
    return [{"attribute": "DYN", "code": "DEAL", "id": 2, "name": "Сделка"}]


@method("crm.multifield.fields", scope="crm")
def multifield_fields(call: Call) -> Any:
    return classic(MULTIFIELD_FIELDS)
