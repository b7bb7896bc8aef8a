"""Words about fields of an act's item («Поля акта в портале»): what they hold, and where they are really changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from app.domain.act import Act
from app.domain.money import format_roubles
from app.domain.text import quoted
from app.domain.twin import SPELLINGS, YES, Spelling, TwinField
from app.ports import Context

_ANEW = "Название, дату и сумму акта меняют во вкладке сделки: «Аннулировать», затем «Новая версия»."
_SIGNING = "Подпись отмечают во вкладке сделки: приложите подписанную копию или нажмите «Оригинал получен»."
_SENDING = "Получателя выбирают кнопкой «Отправить» во вкладке сделки."
_FROM_DEAL = "Сделку и клиента акт получает, когда его создают: ошиблись — аннулируйте акт и создайте новый."
_LINKS = "Ссылки приложение ставит само: сам файл переносят и заменяют на общем диске."
INSTEAD: Mapping[str, str] = {
    "title": _ANEW, "issued_on": _ANEW, "amount": _ANEW,
    "number": "Номер присваивается один раз: нужен другой — аннулируйте акт и создайте новый.",
    "signed": _SIGNING, "signed_on": _SIGNING, "ground": _SIGNING,
    "sent_to": _SENDING, "contact": _SENDING,
    "paid": "Оплату отмечают во вкладке сделки или стадией счёта.",
    "deal": _FROM_DEAL, "company": _FROM_DEAL,
    "file_link": _LINKS, "folder_link": _LINKS,
}  # fmt: skip
"""What to do instead of changing a field of the item."""


def said(ctx: Context, act: Act, values: Iterable[tuple[str, str]]) -> str:
    """Fields with their values: «Сумма» — 1 000,00 ₽, «Подписан» — нет."""
    return ", ".join(f"{quoted(_title(ctx.twin_fields, name))} — {_value(ctx, act, name, of)}" for name, of in values)


def instead(names: Iterable[str]) -> str:
    """Each sentence once."""
    return " ".join(dict.fromkeys(INSTEAD[name] for name in names if name in INSTEAD))


def _title(fields: Mapping[str, TwinField], name: str) -> str:
    return fields[name].title if name in fields else name


def _value(ctx: Context, act: Act, name: str, value: str) -> str:
    spelling = SPELLINGS[name]
    if spelling is Spelling.FLAG:
        return "да" if value == YES else "нет"
    if not value:
        return "пусто"
    if spelling is Spelling.MONEY:
        return format_roubles(Decimal(value))
    if spelling is Spelling.DAY:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return _linked(ctx, act, name, value) if spelling is Spelling.LINK else quoted(value)


def _linked(ctx: Context, act: Act, name: str, value: str) -> str:
    if name == "company":
        return quoted(act.client)
    if name == "responsible":
        return ctx.people.name(int(value)) or f"сотрудник № {value}"
    return f"№ {value}"
